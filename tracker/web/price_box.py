"""Where prices come from: a reader's own files, those stored beside the database, and a fetch that is asked for."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from tracker.errors import DatabaseProblem, DateProblem, SettingsProblem
from tracker.filters import read_bound
from tracker.market import MarketProblem
from tracker.market.fetching import FETCHED_SINCE, fetch_prices
from tracker.market.stored_prices import MOST_TICKERS, StoredPrices, list_stored, prices_folder, read_stored
from tracker.settings import database_url
from tracker.vocabulary import Role
from tracker.web.form_state import FormState
from tracker.web.keeping import cached
from tracker.web.signing_in import current_actor
from tracker.web.text import escape_markdown
from tracker.web.upload_view import Files, render_upload

LONGEST_LIST = 400
"""Characters of tickers that are read."""


def render_price_box(key: str, label: str, help_text: str) -> Files:
    """Draw the box, closed once there are prices, and return the files: the reader's own, then those that are stored.

    Args:
        key: names the files in the session.
        label: above the box for files.
        help_text: what the files have to look like.
    """
    folder = prices_folder(database_url())
    stored = list_stored(folder)
    is_open = not stored and not st.session_state.get(key)
    with st.expander("Where the prices come from", expanded=is_open, icon=":material/database:"):
        render_upload(key, label, help_text)
        if stored:
            lines = "\n".join(f"- {escape_markdown(each.sentence)}" for each in stored)
            st.markdown(f"Prices stored beside the database, adjusted for splits and dividends:\n{lines}")
        _render_fetch(folder, FormState(f"{key} fetch"))
    return _files(key, folder, stored)


def prices_at_hand(key: str) -> Files:
    """Return the files that a session holds under a key, and after them the prices stored beside the database."""
    folder = prices_folder(database_url())
    return _files(key, folder, list_stored(folder))


def _files(key: str, folder: Path, stored: Sequence[StoredPrices]) -> Files:
    own: Files = st.session_state.get(key, ())
    taken = {Path(name).stem.casefold() for name, _ in own}
    return own + read_stored(folder, [each for each in stored if each.ticker.casefold() not in taken], _read_once)


def _read_once(file: Path) -> bytes:
    state = file.stat()
    return _bytes_of(file, state.st_mtime_ns, state.st_size)


@cached()
def _bytes_of(file: Path, changed: int, size: int) -> bytes:
    del changed, size  # They tell a file apart from the one that it replaced.
    return file.read_bytes()


def _may_fetch() -> bool:
    """Tell whether the person at the page may let the server ask another one: only who may write here."""
    try:
        return current_actor().may(Role.EDITOR)
    except (SettingsProblem, DatabaseProblem):
        return False


def _render_fetch(folder: Path, form: FormState) -> None:
    """Draw the fetch by ticker, for those who may; nothing is asked of the network before the button is pressed."""
    if not _may_fetch():
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Tickers",
            key=form.key("tickers"),
            persist_state="session",
            max_chars=LONGEST_LIST,
            placeholder="BABA MCHI 9988.HK",
            help=f"As Yahoo Finance writes them, up to {MOST_TICKERS} at once.",
            width=280,
        )
        st.text_input(
            "Since",
            key=form.key("since"),
            persist_state="session",
            max_chars=40,
            placeholder=f"{FETCHED_SINCE:%Y}",
            width=120,
        )
        st.button(
            "Fetch from Yahoo Finance",
            key=form.key("go"),
            icon=":material/cloud_download:",
            on_click=partial(_fetch, folder, form),
        )
    st.caption("The server then asks Yahoo Finance for daily prices and keeps them; nothing is fetched before.")
    for sentence in form.get("done", ()):
        st.success(escape_markdown(sentence), icon=":material/check:")
    for sentence in form.get("failed", ()):
        st.warning(escape_markdown(sentence), icon=":material/info:")


def _fetch(folder: Path, form: FormState) -> None:
    """Fetch what was typed; whoever sends the press without the right to it gets nothing."""
    form.set("done", ())
    form.set("failed", ())
    if not _may_fetch():
        return
    try:
        since = read_bound(form.get("since", "").strip() or f"{FETCHED_SINCE}", last=False) or FETCHED_SINCE
        tickers = form.get("tickers", "").replace(",", " ").split()
        found = fetch_prices(folder, tickers, since, dt.datetime.now(dt.UTC).date())
    except (MarketProblem, DateProblem) as problem:
        form.set("failed", (str(problem),))
        return
    form.set("done", tuple(f"Stored: {each.sentence}" for each in found.stored))
    form.set("failed", found.problems)
