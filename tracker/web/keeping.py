"""How what is made of the record is kept for all visitors, and forgotten once the record has moved on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from inspect import signature
from threading import Lock
from typing import Any, Literal, ParamSpec, Protocol, TypeVar, cast

import streamlit as st

from tracker.filters import EventFilter

_P = ParamSpec("_P")
_R = TypeVar("_R")


class State(Protocol):
    """What a page knows about the record (``reads.Record``), as far as keeping goes by it."""

    def key(self, *, of_codings: bool) -> str:
        """Name the state, by the changes that are codings as well or by all others."""

    def without_codings(self) -> "State":
        """Return the state as something sees it that is kept while codings come in."""


class _Forgets(Protocol):
    def clear(self) -> None: ...


@dataclass(slots=True)
class _Functions:
    """What to empty: by what of the record it is kept."""

    of_events: list[_Forgets] = field(default_factory=list)
    of_codings: list[_Forgets] = field(default_factory=list)
    turn: Lock = field(default_factory=Lock)


_FUNCTIONS = _Functions()


def cached(
    most: int = 64,
    *,
    spinner: str | None = None,
    show_time: bool = False,
    per_visitor: bool = False,
    of_codings: bool = False,
    stays: bool = False,
) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Let a function keep what it made, by its arguments; an error is not kept.

    What it makes of the record it makes of a ``Record`` among them, so that nothing is taken from an older state. What
    was made of an older state is forgotten, since it would keep that state's columns in memory.

    Args:
        most: how many answers are kept.
        spinner: what a visitor reads while an answer is made.
        show_time: whether the seconds stand beside it.
        per_visitor: whether answers belong to the visitor, as those about files of their own, and go when they leave.
        of_codings: whether answers hang on what further coders said or on the number of the latest change. Others are
            kept while codings come in, and are not let see either.
        stays: whether answers about an older state are kept as far as ``most`` goes, for pages that are being drawn.
    """
    scope: Literal["session", "global"] = "session" if per_visitor else "global"
    # Streamlit takes a frozen value apart field by field to name it; its text says the same in a tenth of the time.
    by_text: dict[str | type[Any], Callable[[Any], Any]] = {
        "tracker.web.reads.Record": lambda state: state.key(of_codings=of_codings),
        EventFilter: repr,
    }
    keep = st.cache_resource(
        show_spinner=spinner or False, show_time=show_time, max_entries=most, scope=scope, hash_funcs=by_text
    )

    def decorate(function: Callable[_P, _R]) -> Callable[_P, _R]:
        kept = keep(function if of_codings else _blind_to_codings(function))
        if "record" in signature(function).parameters and not stays and not per_visitor:
            (_FUNCTIONS.of_codings if of_codings else _FUNCTIONS.of_events).append(kept)
        return cast("Callable[_P, _R]", kept)

    return decorate


def _blind_to_codings(function: Callable[_P, _R]) -> Callable[_P, _R]:
    @wraps(function)
    def run(*args: _P.args, **named: _P.kwargs) -> _R:
        return function(*map(_blind, args), **{name: _blind(value) for name, value in named.items()})  # type: ignore[arg-type]

    return run


def _blind(value: object) -> object:
    return value.without_codings() if hasattr(value, "without_codings") else value


@dataclass(slots=True)
class Latest:
    """The newest state that a page has seen of one database, by the numbers of its latest changes."""

    version: int = 0
    of_events: int = 0
    day: object = None


def forget_older(latest: Latest, now: Latest) -> None:
    """Note a newer state of the record, and empty what was made of older ones.

    A page that is still being drawn of an older state makes what it lacks again.
    """
    with _FUNCTIONS.turn:
        if (latest.of_events, latest.day) != (now.of_events, now.day):
            emptied = [*_FUNCTIONS.of_events, *_FUNCTIONS.of_codings]
        else:
            emptied = _FUNCTIONS.of_codings if latest.version != now.version else []
        latest.version, latest.of_events, latest.day = now.version, now.of_events, now.day
        for function in emptied:
            function.clear()
