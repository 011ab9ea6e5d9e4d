"""Boxes that choose among more than fits into a page: some hundred stand in them, and any other is typed.

What is typed is looked up by the server once Enter is pressed. Where it is no name of just one, the near ones are
offered below the box. A box whose choice is short enough holds all of it, and nothing can be typed that is not there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

import streamlit as st

from tracker.cleaning import fold_text
from tracker.filters import EventFilter
from tracker.naming import terms_like
from tracker.queries import find_slug
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import TermType
from tracker.web import held, session_keys
from tracker.web.keeping import cached
from tracker.web.name_view import PLURALS, uses_of_names
from tracker.web.reads import Record, read_one
from tracker.web.text import escape_markdown

MOST_OPTIONS = 500
"""A box holds all of a choice of so many at most; more make a page heavy, and nobody reads them."""

MOST_LISTED = 200
"""So many of a longer choice stand in its box, beside those that are chosen: the others are typed anyway."""

_WORDS = "words of its title"

MOST_MEANT = 5
"""So many are offered where what was typed may mean several."""


@dataclass(frozen=True, eq=False)
class Choice:
    """What a box chooses among.

    Attributes:
        options: the keys that stand in the box, in its order.
        total: how many can be chosen.
        say: gives the words for a key.
        find: gives what a typed text may mean, words by key, the likeliest first; one alone is taken.
        listed: says which of all stand in the box.
        what: what they are called.
        typed: what can be typed to find another.
    """

    options: Sequence[str]
    total: int
    say: Callable[[str], str]
    find: Callable[[str], Mapping[str, str]]
    listed: str
    what: str
    typed: str = "its name"

    @property
    def is_long(self) -> bool:
        """Whether more can be chosen than stand in the box."""
        return self.total > len(self.options)


def choice_among(labels: Mapping[str, str], what: str) -> Choice:
    """Return the choice among things that are all at hand, of which the first stand in the box.

    Args:
        labels: the words for each, by key, in the order of the box.
        what: what several are called.
    """

    def find(text: str) -> dict[str, str]:
        typed = fold_text(text)
        exact = (key for key, words in labels.items() if typed in {fold_text(key), fold_text(words)})
        near = (key for key, words in labels.items() if typed in fold_text(words))
        return {key: labels[key] for key in list(islice(exact, 1)) or islice(near, MOST_MEANT)}

    keys = list(labels)[: options_of(len(labels))]
    return Choice(keys, len(labels), lambda key: labels.get(key, key), find, "The first", what)


def options_of(total: int) -> int:
    """Return how many of a choice of so many stand in its box."""
    return total if total <= MOST_OPTIONS else min(MOST_LISTED, MOST_OPTIONS)


def names_to_choose(
    record: Record,
    term_type: TermType,
    say: Callable[[TermRow], str] = lambda term: term.name,
    *,
    but: str | None = None,
    by_use: bool = False,
) -> Choice:
    """Return the choice among the names of a sort.

    Args:
        record: the state of the record.
        term_type: the sort.
        say: gives the words for a name.
        but: the key of a name that cannot be chosen.
        by_use: whether the most used comes first, else they stand in the order of their names.
    """
    terms = _terms(record, term_type)
    keys = [key for key in terms if key != but]
    total, most = len(keys), options_of(len(keys))
    if by_use or len(keys) > most:
        ranked = list(islice((key for key in _most_used(record, term_type) if key != but), most))
        kept = set(ranked)
        keys = ranked if by_use else [key for key in keys if key in kept]

    def find(text: str) -> dict[str, str]:
        key = record.key_of(term_type, text)
        others = (term for term in terms.values() if term.key != but)
        found = [terms[key]] if key in terms and key != but else terms_like(others, text)[:MOST_MEANT]
        return {term.key: say(term) for term in found}

    def words(key: str) -> str:
        return say(terms[key]) if key in terms else key

    return Choice(keys, total, words, find, "The most used", PLURALS[term_type].lower())


@cached(16)
def _terms(record: Record, term_type: TermType) -> dict[str, TermRow]:
    return {term.key: term for term in record.terms(term_type)}


@cached(16)
def _most_used(record: Record, term_type: TermType) -> list[str]:
    terms, uses = _terms(record, term_type), uses_of_names(record)
    return sorted(terms, key=lambda key: (-uses[term_type, key], terms[key].name.casefold()))


def events_to_choose(record: Record, chosen: EventFilter, also: Iterable[str] = ()) -> Choice:
    """Return the choice among the Events that a filter keeps, and some more by slug; the latest stand in the box."""
    view = record.view(chosen)
    words = {event.slug: _words(event) for event in view.rows(-options_of(len(view)))}
    others = [read_one(record, slug) for slug in dict.fromkeys(also) if slug not in words]
    words |= {event.slug: _words(event) for event in others}

    def find(text: str) -> dict[str, str]:
        slug = record.read(find_slug, text)
        if slug and chosen.keeps(read_one(record, slug)):
            return {slug: _words(read_one(record, slug))}
        found = record.view(replace(chosen, search=f"{chosen.search} {text}"))
        return {event.slug: _words(event) for event in reversed(found.rows(-MOST_MEANT))}

    # A search cannot be told from an Event alone; what is chosen beside one may be counted twice.
    total = len(view) + sum(not chosen.keeps(event) for event in others)
    return Choice(list(words), total, lambda slug: words.get(slug, slug), find, "The latest", "events", _WORDS)


def _words(event: EventRow) -> str:
    return f"{event.date}  {event.title}"


def render_one(label: str, choice: Choice, *, key: str, **rest: Any) -> None:  # noqa: ANN401 - as Streamlit's own
    """Draw a box for one of a choice, or for none."""
    _render(partial(held.selectbox, index=None), label, choice, key, rest)


def render_some(label: str, choice: Choice, *, key: str, **rest: Any) -> None:  # noqa: ANN401 - as Streamlit's own
    """Draw a box for several of a choice."""
    _render(partial(held.multiselect, select_all=False), label, choice, key, rest)


def _render(box: Callable[..., Any], label: str, choice: Choice, key: str, rest: dict[str, Any]) -> None:
    chosen = keys_in(held.value(key))
    options = list(dict.fromkeys([*choice.options, *chosen]))
    if not choice.is_long:
        box(label, options, key=key, format_func=choice.say, **rest)
        return
    with st.container(gap="xsmall", width=rest.pop("width", "stretch")):
        take = partial(_take, key, choice, options, held.value(key))
        box(label, options, key=key, format_func=choice.say, accept_new_options=True, on_change=take, **rest)
        st.caption(
            f"{choice.listed} {len(choice.options):,} of {choice.total:,} {choice.what} are listed. "
            f"For another, type {choice.typed} and press Enter."
        )
        _render_near(key)


def keys_in(value: object) -> list[str]:
    """Return the keys that a box holds, one, several or none."""
    return [value] if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else []


def _take(key: str, choice: Choice, options: Sequence[str], before: object) -> None:
    """Put what was typed in its place: the one that it means, else what was chosen before and the near ones beside."""
    value, near = held.value(key), st.session_state.setdefault(session_keys.NEAR, {})
    near.pop(key, None)
    kept: list[str] = []
    for each in keys_in(value):
        found = {each: ""} if each in options else choice.find(each)
        if len(found) == 1:
            kept += found
        else:
            near[key] = _Near(each, found)
    if isinstance(value, list | tuple):
        held.put(key, list(dict.fromkeys(kept)))
    elif value is not None:
        held.put(key, kept[0] if kept else before)


class _Near(NamedTuple):
    """What was typed into a box, and what it may mean, words by key."""

    typed: str
    found: Mapping[str, str]


def _render_near(key: str) -> None:
    near: _Near | None = st.session_state.get(session_keys.NEAR, {}).get(key)
    if near is None:
        return
    typed = escape_markdown(near.typed[:60])
    st.caption(f"“{typed}” may be one of these:" if near.found else f"“{typed}” was not found.")
    for each, words in near.found.items():
        st.button(
            escape_markdown(words),
            key=f"near {key} {each}",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=partial(_take_near, key, each),
        )


def _take_near(key: str, each: str) -> None:
    value = held.value(key)
    held.put(key, [*value, each] if isinstance(value, list | tuple) else each)
    st.session_state.get(session_keys.NEAR, {}).pop(key, None)
