"""What a word of a search finds: rows that may hold it come out of an index, and each is looked at before it counts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    literal,
    select,
    union,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType
from sqlmodel import col

from tracker.models import Event, EventTerm, Term
from tracker.searching import tokens_of_word

SearchedTable = type[Event] | type[Term]
"""A table whose texts are searched."""


class _HasTokens(FunctionElement[bool]):
    """True for the rows of a table whose ``search_text`` has all of some tokens, as each database's index tells."""

    # As a truth value SQLAlchemy would compare it with 1, and SQLite not use the index.
    type = NullType()  # type: ignore[assignment]
    inherit_cache = True

    def __init__(self, model: SearchedTable, tokens: list[str]) -> None:
        match = " ".join('"{}"'.format(token.replace('"', '""')) for token in tokens)
        numbers = [_number(token) for token in tokens]
        super().__init__(col(model.id), col(model.search_text), literal(match), literal(numbers, ARRAY(BigInteger)))


def _number(token: str) -> int:
    """Write a token as the function ``search_tokens`` of PostgreSQL does."""
    return ord(token) if len(token) == 1 else ord(token[0]) << 21 | ord(token[1])


@compiles(_HasTokens, "sqlite")
def _in_full_text(element: _HasTokens, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    number, _, match, _ = element.clauses
    index, words = f"{number.table.name}_search", compiler.process(match, **options)
    numbers = f"SELECT rowid FROM {index} WHERE {index} MATCH {words}"  # noqa: S608 - a name of ours and a bound value
    return f"{compiler.process(number, **options)} IN ({numbers})"


@compiles(_HasTokens, "postgresql")
def _in_array(element: _HasTokens, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    _, text, _, numbers = element.clauses
    return f"search_tokens({compiler.process(text, **options)}) @> {compiler.process(numbers, **options)}"


class UnindexedColumn(FunctionElement[Any]):
    """A column by whose index SQLite is not to look, since what is asked for is found sooner without it.

    SQLite takes any index that fits for better than a list of numbers, and for better than the order that is asked for.
    """

    inherit_cache = True

    def __init__(self, column: Any) -> None:  # noqa: ANN401 - a column of a model is a Mapped to type checkers
        super().__init__(column)
        self.type = column.type


@compiles(UnindexedColumn)
def _plain(element: UnindexedColumn, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return str(compiler.process(element.clauses, **options))


@compiles(UnindexedColumn, "sqlite")
def _without_index(element: UnindexedColumn, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"+{compiler.process(element.clauses, **options)}"


def holds_word(model: SearchedTable, word: str) -> ColumnElement[bool]:
    """Look for a folded word in the texts of a table: the index proposes rows, and the text itself decides."""
    tokens = tokens_of_word(word)
    # Nearly every text holds any one letter, so nothing is quicker than to look at all.
    return and_(_HasTokens(model, tokens), _has_text(model, word)) if tokens else _has_text(model, word)


def may_hold(words: Sequence[str]) -> ColumnElement[bool]:
    """Look in one go for the Events that may hold each of some folded words, as the index tells, in whatever order.

    At least one of the words has two characters.
    """
    return _HasTokens(Event, [token for word in words for token in tokens_of_word(word)])


def _has_text(model: SearchedTable, word: str) -> ColumnElement[bool]:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return col(model.search_text).like(f"%{escaped}%", escape="\\")


def ids_holding(word: str) -> CompoundSelect[Any]:
    """Select the numbers of the Events that hold a folded word in a text of their own or in a name that they carry."""
    own = select(col(Event.id)).where(holds_word(Event, word)).correlate(None)
    return union(own, *_named(word))


def ids_named(word: str) -> CompoundSelect[Any]:
    """Select the numbers of the Events that carry a name which holds a folded word, in either language.

    Names are looked up in the vocabularies, so that one that was changed is found by what it is called now.
    """
    return union(*_named(word))


def _named(word: str) -> tuple[Select[Any], Select[Any]]:
    terms = select(col(Term.id)).where(holds_word(Term, word))
    return (
        select(col(EventTerm.event_id)).where(col(EventTerm.term_id).in_(terms)).correlate(None),
        select(col(Event.id)).where(col(Event.thread_id).in_(terms)).correlate(None),
    )


def holding_all(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Write as conditions on the event table that an Event holds each of some folded words.

    One word is looked up, which is likely the rarest, and what it finds is looked through for the others.
    """
    first, *others = sorted(words, key=lambda word: (not word.isascii(), len(word)), reverse=True)
    looked_up: ColumnElement[bool] = col(Event.id).in_(ids_holding(first))
    return [looked_up, *(_has_text(Event, word) | col(Event.id).in_(ids_named(word)) for word in others)]
