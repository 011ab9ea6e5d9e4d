"""Stored Events that a draft may repeat, found by indexes on dates, pages and names, however many the record holds.

A small record is compared whole. Of a larger one the texts of Events near in time are looked through, and those that
share telling words, names or a page are chosen, as ``tracker.likeness.NearbyActs`` does; only these are compared. How
telling a word is, is then counted among the Events near in time. What can get lost against a look at everything stands
at the numbers below.
"""

import datetime as dt
import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select
from sqlmodel import Session, col

from tracker.event.fields import NAME_LISTS
from tracker.likeness import LISTS, PRIOR, Act, latest_day, sign_rarity, word_finder
from tracker.models import Event, EventTerm, Source, Term
from tracker.queries.events import EVERY_STATE, events_by_id, list_events
from tracker.queries.terms import list_terms, terms_by_id
from tracker.read_models import EventRow, TermRow
from tracker.vocabulary import Precision

SMALL = 1000
"""A record of at most so many Events is compared whole."""

_MOST_READ = 50_000
"""So many Events known to the day are looked through, those of the draft's own days first. Where more are near in time,
one that lies some days apart can get lost, but not one of the same page."""

_FEW, _MOST_HOLDERS, _MOST_CHOSEN = 50, 60, 60
"""As in ``tracker.likeness.nearby``, but thrice as many are chosen, since how telling a word is, is known less well."""

_MOST_NAMES = 60
"""A number of 64 bits tells which names an Event has. Where a title's words stand in more names, some are not seen."""

_MOST_OF_A_PAGE = 200
_BESIDE = 500
"""So many Events before and after the days near in time are counted as well, where there are few."""

_CLOSE = 3
_WIDTHS = {Precision.MONTH: 30, Precision.QUARTER: 91, Precision.HALF: 183, Precision.YEAR: 365}
"""How many days after its first one a date can end that is not known to the day."""


@dataclass(frozen=True, slots=True)
class LikelyEvents:
    """Events that a draft has to be compared with, the vocabulary entries needed for it, and how telling signs are.

    Without ``rarity`` the Events are the whole record, which tells it by itself.
    """

    events: tuple[EventRow, ...]
    terms: tuple[TermRow, ...]
    rarity: Mapping[str, float] | None = None


def likely_events(session: Session, act: Act, pages: Collection[str], *, near_days: int) -> LikelyEvents:
    """Return the Events among which one that a draft repeats is to be looked for, whatever their review state.

    Args:
        session: a session.
        act: the draft as it is compared.
        pages: the pages that support it, as ``normalise_address`` writes them.
        near_days: how many days apart two Events may lie and still be one.
    """
    # Numbers are given out one after the other and no Event is ever deleted.
    number = int(session.execute(select(func.coalesce(func.max(col(Event.id)), 0))).scalar_one())
    if number <= SMALL:
        return LikelyEvents(list_events(session, EVERY_STATE), list_terms(session))
    look = _Look(session, act, near_days)
    look.at_near()
    if look.number < _BESIDE * 2:
        look.beside()
    chosen = {*look.chosen(), *_of_pages(session, pages, look.near)}
    named = select(col(EventTerm.term_id)).where(col(EventTerm.event_id).in_(chosen)).distinct()
    terms = terms_by_id(session, {*look.names.values(), *session.execute(named).scalars()})
    rarity = look.rarity() | _rarity_of_names(session, look.names, number)
    return LikelyEvents(events_by_id(session, sorted(chosen)), terms, rarity)


class _Look:
    """A look through Events near a draft in time: which of its words and names each of them holds.

    What an Event holds is a number in which each word, and behind them each name, has one bit.

    Attributes:
        near: the condition that an Event may be near in time.
        names: by vocabulary and key, the number of each entry that the draft names.
        number: how many Events were looked at.
    """

    def __init__(self, session: Session, act: Act, near_days: int) -> None:
        self._session, self._days = session, near_days
        self._first, self._last = act.when.start.toordinal(), latest_day(act)
        self._words = {word: 1 << place for place, word in enumerate(sorted(act.told))}
        self._find = word_finder(self._words)
        self.names = _named(session, act)
        self._marks = [*self._words, *(key for type_, key in self.names if type_ in _TYPES)]
        self._held_by = _held_by_term(session, self._words, [n for (t, _), n in self.names.items() if t in _TYPES])
        used = [each for each in _WIDTHS if self._is_used(each)]
        self._longest = _WIDTHS[Precision.MONTH] if Precision.MONTH in used else 0
        longest = max((_WIDTHS[each] for each in used), default=0)
        first, last = self._first - near_days, self._last + near_days
        coarse = {each: self._longest if each is Precision.MONTH else longest for each in used}
        self._coarse = or_(false(), *(_between(each, first - width, last) for each, width in coarse.items()))
        self.near = or_(self._coarse, _between(Precision.DAY, first, last))
        # Dates known to the month at least are chosen from apart from coarser ones, of which there are few.
        self._found: tuple[dict[int, list[int]], dict[int, list[int]]] = (defaultdict(list), defaultdict(list))
        self._beside: Counter[int] = Counter()
        self.number = 0

    def _is_used(self, precision: Precision) -> bool:
        statement = select(col(Event.id)).where(col(Event.precision) == precision.value).limit(1)
        return self._session.execute(statement).first() is not None

    def at_near(self) -> None:
        """Look at the Events near in time, those known to the day from the draft's own days on."""
        self._read(self._coarse)
        close, day = min(self._days, _CLOSE), Precision.DAY
        first, last = self._first, self._last
        spans = (
            (first, last),
            (first - close, first - 1),
            (last + 1, last + close),
            (first - self._days - self._longest, first - close - 1),
            (last + close + 1, last + self._days),
        )
        left = _MOST_READ
        for begin, end in spans:
            left -= self._read(_between(day, begin, end), left)

    def beside(self) -> None:
        """Count what Events before and after those near in time hold."""
        began, is_day = col(Event.first_on), col(Event.precision) == Precision.DAY.value
        before, after = began < _day(self._first - self._days - self._longest), began > _day(self._last + self._days)
        for chosen, order in ((before, began.desc()), (after, began)):
            statement = select(*_TEXTS).where(is_day, chosen).order_by(order).limit(_BESIDE)
            for texts in self._session.execute(statement):
                self._beside[self._held_in(texts)] += 1
                self.number += 1

    def _read(self, condition: ColumnElement[bool], most: int = _MOST_READ) -> int:
        statement = self._statement(condition).order_by(col(Event.first_on), col(Event.id)).limit(most)
        masks: dict[int, int] = {}
        read = 0
        for number, precision, names, *texts in self._session.execute(statement):
            read += 1
            if names not in masks:
                masks[names] = self._held_by_names(int(names))
            self._found[precision in _WIDE][self._held_in(texts) | masks[names]].append(number)
        self.number += read
        return read

    def _statement(self, condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
        names: ColumnElement[int] = literal(0)
        if self._held_by:
            bits = {term_id: 1 << place for place, term_id in enumerate(self._held_by)}
            own = (col(EventTerm.event_id) == col(Event.id), col(EventTerm.term_id).in_(bits))
            total = func.sum(case(bits, value=col(EventTerm.term_id)))
            names = select(func.coalesce(total, 0)).where(*own).correlate(Event).scalar_subquery()
        return select(col(Event.id), col(Event.precision), names, *_TEXTS).where(condition)

    def _held_in(self, texts: Iterable[str | None]) -> int:
        return sum(self._words[word] for word in self._find(" ".join(filter(None, texts))))

    def _held_by_names(self, bits: int) -> int:
        held = 0
        for place, of_term in enumerate(self._held_by.values()):
            held |= of_term if bits >> place & 1 else 0
        return held

    def rarity(self) -> dict[str, float]:
        """Return how telling each word and name is that an Event looked at holds."""
        counts = Counter(self._beside)
        for layer in self._found:
            counts.update({held: len(ids) for held, ids in layer.items()})
        holders = {mark: _holders(place, counts) for place, mark in enumerate(self._marks)}
        return {mark: sign_rarity(count, self.number + PRIOR) for mark, count in holders.items() if count}

    def chosen(self) -> Iterator[int]:
        """Yield the numbers of all Events where few are near, else of those that share the most telling marks."""
        rarity = self.rarity()
        for layer in self._found:
            counts = {held: len(ids) for held, ids in layer.items()}
            if sum(counts.values()) <= _FEW:
                yield from (number for ids in layer.values() for number in ids)
                continue
            holders = {place: _holders(place, counts) for place in range(len(self._marks))}
            weights = {1 << p: rarity[self._marks[p]] for p, count in holders.items() if 0 < count <= _MOST_HOLDERS}
            worth = {held: sum(weight for bit, weight in weights.items() if held & bit) for held in layer}
            shared = ((worth[held], -number) for held, ids in layer.items() if worth[held] for number in ids)
            yield from (-number for _, number in heapq.nlargest(_MOST_CHOSEN, shared))


_TYPES = {str(NAME_LISTS[field]): field for field in LISTS}
"""The vocabularies whose names tell one act from another, with the fields that hold them."""

_WIDE = (Precision.QUARTER, Precision.HALF, Precision.YEAR)
_TEXTS = (col(Event.title), col(Event.title_zh), col(Event.summary))


def _holders(place: int, counts: Mapping[int, int]) -> int:
    return sum(count for held, count in counts.items() if held >> place & 1)


def _between(precision: Precision, first: int, last: int) -> ColumnElement[bool]:
    return and_(col(Event.precision) == precision.value, col(Event.first_on).between(_day(first), _day(last)))


def _day(ordinal: int) -> dt.date:
    return dt.date.fromordinal(min(max(ordinal, 1), dt.date.max.toordinal()))


def _named(session: Session, act: Act) -> dict[tuple[str, str], int]:
    """Return the numbers of the entries that a draft names, by vocabulary and key."""
    keys = {(str(NAME_LISTS[field]), key) for field, of_field in act.names.items() for key in of_field}
    keys |= {(str(NAME_LISTS["sectors"]), key) for key in act.sectors}
    statement = select(col(Term.type), col(Term.key), col(Term.id)).where(col(Term.key).in_({key for _, key in keys}))
    return {(type_, key): number or 0 for type_, key, number in session.execute(statement) if (type_, key) in keys}


def _held_by_term(session: Session, words: Mapping[str, int], named: list[int]) -> dict[int, int]:
    """Return what an Event holds that has an entry among its names: the name itself, and the words of its names."""
    held = {number: 1 << place for place, number in enumerate(named, start=len(words))}
    is_name = (col(Term.type).in_(_TYPES), col(Term.merged_into).is_(None))
    any_word = or_(*(col(Term.search_text).contains(word, autoescape=True) for word in words))
    find = word_finder(words)
    spoken = select(col(Term.id), col(Term.search_text)).where(*is_name, any_word).order_by(col(Term.id))
    for number, text in session.execute(spoken) if words else ():
        if number in held or len(held) < _MOST_NAMES:
            held[number] = held.get(number, 0) | sum(words[word] for word in find(text))
    return held


def _rarity_of_names(session: Session, names: Mapping[tuple[str, str], int], number: int) -> dict[str, float]:
    """Return how telling each name is in the whole record."""
    term_id = col(EventTerm.term_id)
    statement = select(term_id, func.count()).where(term_id.in_(names.values())).group_by(term_id)
    uses = {each: int(count) for each, count in session.execute(statement)}
    counts: Counter[str] = Counter()
    for (_, key), each in names.items():
        counts[key] += uses.get(each, 0)
    return {key: sign_rarity(count, number + PRIOR) for key, count in counts.items() if count}


def _of_pages(session: Session, pages: Collection[str], near: ColumnElement[bool]) -> list[int]:
    """Return the numbers of Events near in time that one of some pages supports."""
    statement = select(col(Event.id)).join(Source, col(Source.event_id) == col(Event.id))
    found = session.execute(statement.where(col(Source.address).in_(pages), near).distinct().limit(_MOST_OF_A_PAGE))
    return [number or 0 for number in found.scalars()]
