"""What a reader takes along from a page: its address, a citation, the name of a file, the words around a picture."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from html import escape
from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

import streamlit as st

from tracker.charts.picture import PictureWords
from tracker.citation import CitationFormat, Cited, cite, cited_event
from tracker.file_names import file_name
from tracker.filters import EventFilter, filter_parts
from tracker.read_models import EventRow
from tracker.web import held, session_keys
from tracker.web.data_view import render_download
from tracker.web.headline import all_names, title_of
from tracker.web.reads import Record


def whole_address(params: Mapping[str, Sequence[str]], path: str | None = None) -> str:
    """Return the whole address of a page as this reader's browser has it; empty where that is not known.

    Args:
        params: its parts.
        path: the page; the one that is open without it.
    """
    here = (st.context.url or "").partition("?")[0]
    if not here:
        return ""
    if path is not None:
        open_path = st.session_state.get(session_keys.PAGE) or ""
        here = f"{here.rstrip('/').removesuffix(f'/{open_path}' if open_path else '')}/{path}"
    elif not urlsplit(here).path:
        here += "/"
    query = urlencode({name: list(values) for name, values in params.items()}, doseq=True)
    return f"{here}?{query}" if query else here


def written_address() -> str:
    """Return the whole address of the page as it was written last."""
    return whole_address(st.session_state.get(session_keys.WRITTEN, {}))


def kept_words(record: Record, chosen: EventFilter) -> tuple[str, ...]:
    """Say what a filter keeps, part by part, its period last."""
    return filter_parts(chosen, all_names(record), period=True)


def download_name(record: Record, chosen: EventFilter, kind: str, ending: str) -> str:
    """Return the name of a file: what is in it, what the filter keeps, and the day of the record's latest change."""
    return file_name(
        kind,
        ending,
        kept=filter_parts(chosen, all_names(record)),
        since=chosen.since,
        until=chosen.until,
        recorded_on=record.state().changed_on,
    )


def picture_words(record: Record, chosen: EventFilter, kind: str, sentence: str) -> PictureWords:
    """Return the words around a picture of what a filter keeps, with the title that the filter has.

    Args:
        record: the state of the record.
        chosen: the filter.
        kind: what the file's name calls the picture, such as "threads".
        sentence: what it shows or says.
    """
    return PictureWords(
        title_of(record, chosen),
        record.state(),
        sentence,
        filter_parts(chosen, all_names(record)),
        chosen.since,
        chosen.until,
        kind,
    )


def render_share(key: str, address: str, made: Callable[[], Cited]) -> None:
    """Draw the box with the address and the citations, which are made when it is opened.

    Args:
        key: the box's key.
        address: the whole address to copy.
        made: gives what is cited.
    """
    box = st.popover("Share", icon=":material/share:", key=key, on_change="rerun")
    if not box.open:
        return
    cited = made()
    with box:
        if address:
            st.caption("Link")
            st.code(address, language=None, wrap_lines=True)
        st.caption("Citation")
        st.code(cite(cited, CitationFormat.TEXT), language=None, wrap_lines=True)
        st.caption("BibTeX")
        st.code(cite(cited, CitationFormat.BIBTEX), language=None, wrap_lines=True)
        with st.container(horizontal=True):
            for form, label in ((CitationFormat.BIBTEX, "BibTeX (.bib)"), (CitationFormat.RIS, "RIS (.ris)")):
                content = cite(cited, form).encode()
                name = f"{cited.key}.{form.ending}"
                render_download(label, f"{key} {form}", name, lambda content=content: content, mime="text/plain")  # type: ignore[misc]


_COLOURS = {"Light": "light_theme", "Dark": "dark_theme", "As the reader's": ""}
"""What the box of colours says, and Streamlit's own word for it in an address."""

EMBEDDED_HEIGHT = 830
"""In pixels: a title of two lines, chart and what is said below it at the width of a phone, with nothing to scroll."""

_FITTING = f"clamp(730px, 935px - 29vw, {EMBEDDED_HEIGHT}px)"
"""The height by the width of the reader's window, since a wide chart needs fewer lines around it."""


def frame_code(params: Mapping[str, Sequence[str]], title: str, colours: str = "") -> str:
    """Return the HTML that shows the timeline in another page; empty where the address is not known.

    Args:
        params: the parts of the timeline's address.
        title: what the frame is called for those who do not see it.
        colours: ``light_theme`` or ``dark_theme``; the reader's own without it.
    """
    address = whole_address({"embed": ["true"], **({"embed_options": [colours]} if colours else {}), **params}, "")
    if not address:
        return ""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{EMBEDDED_HEIGHT}" '
        f'style="border: 0; height: {_FITTING}" loading="lazy"></iframe>'
    )


def render_embed(params: Mapping[str, Sequence[str]], title: str) -> None:
    """Draw the box with the code that shows the timeline in another page.

    Args:
        params: the parts of the timeline's address.
        title: the timeline's title.
    """
    box = st.popover("Embed", icon=":material/code:", key="embed view", on_change="rerun")
    if not box.open:
        return
    with box:
        st.caption("Paste this where the chart should appear. It shows the chart alone, with its source and a link.")
        held.hold("embed colours", "Light")
        colours = held.segmented_control("Colours", list(_COLOURS), key="embed colours", required=True)
        code = frame_code(params, title, _COLOURS[colours or "Light"])
        st.code(code or "The address of this page is not known.", language="html", wrap_lines=True)
        if _is_of_this_machine(st.context.url or ""):
            st.caption(
                "This address is of this machine only: readers elsewhere see an empty frame. Open the dashboard at its "
                "public address, and copy the code there."
            )


def _is_of_this_machine(address: str) -> bool:
    """Tell whether only programs of the same machine reach an address."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def render_event_share(record: Record, event: EventRow) -> None:
    """Draw the box with an Event's address and citations."""
    address = whole_address({"event": [event.slug]}, "")
    render_share(
        f"share {event.slug}",
        address,
        lambda: cited_event(event, record.state(), dt.datetime.now(dt.UTC).date(), address),
    )
