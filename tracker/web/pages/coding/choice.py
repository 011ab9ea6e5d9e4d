"""Who codes: the person who has signed in, or without sign-in a name that is typed and stands in the address."""

from collections import Counter
from dataclasses import dataclass

import streamlit as st

from tracker.actors import ACTOR_LENGTH
from tracker.coders import clean_coder, own_name
from tracker.queries import list_codings
from tracker.web import held
from tracker.web.choices import Choices, search_words
from tracker.web.reads import Record
from tracker.web.signing_in import current_actor, sign_in_set_up
from tracker.web.text import escape_markdown
from tracker.wording import count_of


@dataclass(frozen=True, slots=True)
class CodingChoice:
    """The name that was typed; without meaning where people sign in."""

    coder: str | None = search_words(ACTOR_LENGTH)


CHOICES = Choices("coding", CodingChoice)


def choose_coder(record: Record) -> str | None:
    """Say who codes, or ask for a name, and return it as the record writes it; None where there is none yet."""
    signs_in = sign_in_set_up() is not None
    typed = own_name(current_actor().name) if signs_in else _ask()
    if not typed:
        st.info(
            "Type a name of your own to begin; it stands on your codes, on pages and in files. With the same name you "
            "go on where you stopped.",
            icon=":material/info:",
        )
        return None
    known = Counter(coding.coder for coding in record.read(list_codings))
    try:
        coder = clean_coder(typed, known)
    except ValueError as problem:
        st.error(escape_markdown(str(problem)), icon=":material/error:")
        return None
    st.caption(escape_markdown(_who(coder, known[coder], signs_in=signs_in)))
    return coder


def _who(coder: str, coded: int, *, signs_in: bool) -> str:
    """Say under which name codes are recorded, and what a name cannot tell."""
    if signs_in:
        return (
            f"You code as {coder}, by your sign-in. The record tells coders apart by their names alone, so that two "
            "people of one name share their codes."
        )
    if coded:
        return f"{coder} has coded {count_of(coded, 'event')}. Go on only if you are {coder}."
    return f"New coder: {coder}. The record holds no code under this name yet, so look at its spelling."


def _ask() -> str:
    held.text_input(
        "Your name as a coder",
        key=CHOICES.key("coder"),
        max_chars=ACTOR_LENGTH,
        width=320,
    )
    return held.value(CHOICES.key("coder")) or ""
