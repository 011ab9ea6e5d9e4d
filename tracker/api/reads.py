"""What each address answers, as plain values: the record's own documents, and no object of theirs on the way."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.api.asking import (
    CHANGES_PARAMETERS,
    FILTER_PARAMETERS,
    NAMES_PARAMETERS,
    PAGE_PARAMETERS,
    FoundState,
    Wanted,
    written_cursor,
)
from tracker.api.schemas import TOLD_OF_NAMES, list_of, ref
from tracker.errors import UnknownValue
from tracker.exports.documents import event_document, plain_document
from tracker.exports.indexed import index_of
from tracker.exports.news_words import news_document
from tracker.filters import ACCEPTED_ONLY
from tracker.measures import MeasureRow
from tracker.queries import events_called, find_slug, list_measures, list_terms
from tracker.queries.columns import current_columns
from tracker.queries.counts import story_extents
from tracker.queries.events import no_such_event
from tracker.queries.news import list_news
from tracker.queries.stages import measures_kept
from tracker.queries.streaming import stream_events
from tracker.sentiment import INDEX_COLUMNS, KeptIndexes, rows
from tracker.slugs import is_slug
from tracker.vocabulary import TermType

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.columns import EventColumns

T = TypeVar("T")
Answered = dict[str, Any]


class KeptReads:
    """What is held from one answer to the next: the events as columns, and the indexes that were found."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._columns: EventColumns | None = None
        self._state: FoundState | None = None
        self.indexes = KeptIndexes()

    def columns(self, session: "Session", state: "FoundState") -> "EventColumns":
        """Return the columns of the record as a session sees it; nothing is written beside the database.

        Whoever asks for another state meanwhile waits, or all would read a large record at once.
        """
        with self._turn:
            if self._columns is None or self._state != state:
                # Tables that were written anew have other numbers for the same rows and names.
                is_kin = self._state is not None and self._state.tables == state.tables
                self._columns = current_columns(session, self._columns if is_kin else None, is_kept=False)
                self._state = state
            return self._columns

    def first_day_reaching(self, session: "Session", wanted: Wanted, since: dt.date) -> dt.date:
        """Return the first day of the first event, in the order of lists, whose date can lie on a day or after it."""
        columns = self.columns(session, wanted.state)
        reaching = columns.last >= since.toordinal()
        # Without any, ``argmax`` gives the first place.
        return dt.date.fromordinal(int(columns.first[reaching.argmax()])) if reaching.any() else dt.date.max


class MergedInto(Exception):
    """The event that was asked for was merged into another one, whose slug this is."""


def _events(session: "Session", wanted: Wanted, kept: KeptReads) -> Answered:
    """Return the events of a filter by date."""
    after = None
    if wanted.cursor:
        first, last, slug = wanted.cursor
        after = _day(first), _day(last), slug
    if wanted.chosen.since and not wanted.chosen.words:
        # Lists are in the order of first days: without this, all that ended before the period would be looked at.
        begin = kept.first_day_reaching(session, wanted, wanted.chosen.since)
        after = max(after or (begin, dt.date.min, ""), (begin, dt.date.min, ""))
    found = stream_events(session, wanted.chosen, limit=wanted.limit + 1, after=after)
    documents = list(map(plain_document, found))
    return _listed("events", documents, wanted, lambda each: (each["first_on"], each["last_on"], each["slug"]))


def _one_event(session: "Session", wanted: Wanted, _kept: KeptReads) -> Answered:
    """Return one accepted event.

    Raises:
        MergedInto: if it was merged into another one.
        NotFound: if there is none such; what waits for review or has left the record is none.
    """
    slug = find_slug(session, wanted.slug) if is_slug(wanted.slug) else None
    found = [row for row in events_called(session, [slug] if slug else []) if row.review_state in ACCEPTED_ONLY]
    if not found:
        raise no_such_event(session, wanted.slug, ACCEPTED_ONLY)
    if slug and slug != wanted.slug:
        raise MergedInto(slug)
    return event_document(found[0])


def _measures(session: "Session", wanted: Wanted, _kept: KeptReads) -> Answered:
    """Return the rules and cases that the filter keeps, with all their accepted stages."""
    measures = measures_kept(session, wanted.chosen, list_measures(session, states=ACCEPTED_ONLY))
    return _page("measures", map(_measure, measures), wanted, lambda each: (each["key"],))


def _measure(row: MeasureRow) -> Answered:
    return {
        "key": row.key,
        "kind": row.kind.value,
        "name": row.name,
        "name_zh": row.name_zh,
        "number": row.number,
        "stages": [stage.document for stage in row.stages],
    }


def _stories(session: "Session", wanted: Wanted, _kept: KeptReads) -> Answered:
    """Return the stories of which the filter keeps an event."""
    extents = story_extents(session, wanted.chosen)
    documents = (
        {
            "key": term.key,
            "name": term.name,
            "name_zh": term.name_zh,
            "events": extents[term.key][0],
            "first_on": extents[term.key][1].isoformat(),
            "last_on": extents[term.key][2].isoformat(),
        }
        for term in list_terms(session, TermType.THREAD)
        if term.key in extents
    )
    return _page("stories", documents, wanted, lambda each: (each["key"],))


def _names(session: "Session", wanted: Wanted, _kept: KeptReads) -> Answered:
    """Return the entries of the vocabularies that an accepted event bears."""
    terms = list_terms(session, wanted.vocabulary, states=ACCEPTED_ONLY)
    documents = ({name: getattr(term, name) for name in TOLD_OF_NAMES} for term in terms)
    return _page("names", documents, wanted, lambda each: (str(each["type"]), each["key"]))


def _index(session: "Session", wanted: Wanted, kept: KeptReads) -> Answered:
    """Return the index of what the filter keeps, day by day in its period."""
    today = dt.datetime.now(dt.UTC).date()
    found = index_of(session, wanted.chosen, today, kept.columns(session, wanted.state), kept.indexes)
    since, until = wanted.chosen.since, wanted.chosen.until
    if wanted.cursor:
        since = max(_day(wanted.cursor[0]) + dt.timedelta(1), since or dt.date.min)
    days: Iterable[Sequence[Any]] = rows(*found[1], since=since, until=until) if found else ()
    documents = [
        dict(zip(INDEX_COLUMNS, (day.isoformat(), *values), strict=True))
        for day, *values in islice(days, wanted.limit + 1)
    ]
    return _listed("days", documents, wanted, lambda each: (each["date"],))


def _changes(session: "Session", wanted: Wanted, _kept: KeptReads) -> Answered:
    """Return what happened to the events that the filter keeps, the newest change first."""
    before = wanted.cursor[0] if wanted.cursor else None
    news = list_news(session, wanted.chosen, limit=wanted.limit + 1, after=wanted.after, before=before)
    documents = list(map(dict, map(news_document, news)))
    return _listed("changes", documents, wanted, lambda each: (each["number"],))


def _day(text: str) -> dt.date:
    """Read a day of a cursor.

    Raises:
        UnknownValue: if it is none.
    """
    try:
        day = dt.date.fromisoformat(text)
        # The day after it has to be one as well.
        return min(day, dt.date.max - dt.timedelta(1))
    except ValueError:
        raise UnknownValue("This cursor is none that this list gave; begin without one.") from None


def _page(
    name: str, documents: Iterable[Answered], wanted: Wanted, place: Callable[[Answered], tuple[str, ...]]
) -> Answered:
    """Return a page of a list that is made as a whole, in the order of its places."""
    after = wanted.cursor or ()
    ordered: Iterator[Answered] = (each for each in sorted(documents, key=place) if place(each) > after)
    return _listed(name, list(islice(ordered, wanted.limit + 1)), wanted, place)


def _listed(
    name: str, documents: list[Answered], wanted: Wanted, place: Callable[[Answered], tuple[str | int, ...]]
) -> Answered:
    """Return entries, of which one more was read than is wanted, the cursor of what comes after them, and the state."""
    shown = documents[: wanted.limit]
    after = written_cursor(*place(shown[-1])) if len(documents) > wanted.limit else None
    return {name: shown, "next": after, "change": wanted.state.change}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address.

    Attributes:
        path: where it lies.
        summary: what it answers, as a sentence.
        schema: what the answer looks like.
        answer: gives the answer.
        takes: its parameters.
        cursor: what its cursors are made of.
        is_of_today: whether the answer is another one on another day.
    """

    path: str
    summary: str
    schema: Mapping[str, Any]
    answer: "Callable[[Session, Wanted, KeptReads], Answered]"
    takes: Mapping[str, Any]
    cursor: tuple[type, ...] = ()
    is_of_today: bool = False


_FILTERED = {**FILTER_PARAMETERS, **PAGE_PARAMETERS}

ENDPOINTS = (
    Endpoint(
        "/v1/events", "The events that a filter keeps, by date.", list_of("events", "event"), _events,
        _FILTERED, (str, str, str),
    ),
    Endpoint("/v1/events/{slug}", "One event by its name in links.", ref("event"), _one_event, {}),
    Endpoint(
        "/v1/measures", "The rules and cases with a stage that is an event kept by the filter, or a day in its period.",
        list_of("measures", "measure"), _measures, _FILTERED, (str,),
    ),
    Endpoint(
        "/v1/stories", "The stories of which the filter keeps an event.", list_of("stories", "story"), _stories,
        _FILTERED, (str,),
    ),
    Endpoint(
        "/v1/names", "The names that accepted events hold as keys.", list_of("names", "name"), _names,
        {**NAMES_PARAMETERS, **PAGE_PARAMETERS}, (str, str),
    ),
    Endpoint(
        "/v1/index", "The policy-sentiment index of what the filter keeps, day by day in its period.",
        list_of("days", "day"), _index, _FILTERED, (str,), is_of_today=True,
    ),
    Endpoint(
        "/v1/changes",
        "What happened to the events that the filter keeps, from their coming in to their leaving, the newest first.",
        list_of("changes", "change"), _changes, {**CHANGES_PARAMETERS, **_FILTERED}, (int,),
    ),
)  # fmt: skip
"""All addresses of the record."""
