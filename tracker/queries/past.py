"""Reads of the history: what changed, and what the record held on an earlier day."""

import datetime as dt
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.cleaning import fold_text
from tracker.coders import SET_ASIDE
from tracker.database import in_utc
from tracker.dates import describe, from_edtf
from tracker.errors import NotFound
from tracker.event.fields import BLANKS, CLOSED, LISTED, STORED
from tracker.filters import EventFilter
from tracker.models import Event, Revision
from tracker.queries.conditions import conditions_of
from tracker.queries.terms import merged_keys, with_merged_keys
from tracker.read_models import OPEN_END, EventRow, RecordState, RevisionRow, SourceRow, SyntheticShare
from tracker.vocabulary import Origin, ReviewState

_PLAIN = (*(name for name in STORED if name not in CLOSED), "thread")

_PLAIN_WORD = re.compile("[a-z0-9.,:/-]+|[\u4e00-\u9fff]+")

_CHUNK = 500
"""How many changes one statement names."""


def latest_change(session: Session) -> int:
    """Return the latest change's number, 0 for an empty record."""
    return int(session.execute(select(func.coalesce(func.max(Revision.id), 0))).scalar_one())


def data_version(session: Session) -> int:
    """Return the number of the latest change to the record's content, 0 for an empty record: the key of all caches.

    That a coder leaves an Event for later changes no content, and shall not empty the caches of all readers.
    """
    return _latest(session)[0]


def state_mark(session: Session) -> str:
    """Name the state of the record's content, another one in each database: the latest change's number and digest."""
    columns = select(Revision.id, Revision.digest).where(col(Revision.subject_type) != SET_ASIDE)
    found = session.exec(columns.order_by(col(Revision.id).desc()).limit(1)).first()
    return f"{found[0]}-{found[1]}" if found else "0"


def events_version(session: Session, after: int) -> int:
    """Return the number of the latest change after another one that is more than a coding; 0 where there is none."""
    others = col(Revision.subject_type).not_in(("coding", SET_ASIDE))
    statement = select(Revision.id).where(col(Revision.id) > after, others).order_by(col(Revision.id).desc())
    return session.exec(statement.limit(1)).first() or 0


def record_state(session: Session) -> RecordState:
    """Return which state the record's content is in."""
    change, recorded_at = _latest(session)
    return RecordState(change, in_utc(recorded_at).date() if recorded_at else None, synthetic_share(session))


def _latest(session: Session) -> tuple[int, dt.datetime | None]:
    columns = select(Revision.id, Revision.recorded_at).where(col(Revision.subject_type) != SET_ASIDE)
    found = session.exec(columns.order_by(col(Revision.id).desc()).limit(1)).first()
    return (int(found[0] or 0), found[1]) if found else (0, None)


def synthetic_share(session: Session) -> SyntheticShare:
    """Return how many of the record's events are invented; two looks into an index, whatever their number."""
    word = Origin.SYNTHETIC.value
    # Written as an order, so that the index is walked only as far as to the first other word.
    others = or_(*(exists().where(side) for side in (col(Event.origin) < word, col(Event.origin) > word)))
    some, real = session.execute(sql_select(exists().where(col(Event.origin) == word), others)).one()
    if not some:
        return SyntheticShare.NONE
    return SyntheticShare.SOME if real else SyntheticShare.ALL


_MANY_AT_ONCE = (Origin.SEED, Origin.IMPORT)


def is_synthetic_record(session: Session) -> bool:
    """Tell whether a record was made to try things: it holds invented events, and none that was loaded or imported.

    What people add to it by hand does not make it another one.
    """
    words = (Origin.SYNTHETIC, *_MANY_AT_ONCE)
    invented, *others = session.execute(
        sql_select(*(exists().where(col(Event.origin) == each) for each in words))
    ).one()
    return bool(invented) and not any(others)


def latest_changes(
    session: Session, keys: Sequence[str], *, subject_type: str = "event"
) -> dict[str, tuple[int, dt.datetime]]:
    """Return by slug or key the version and the instant (UTC) of the latest change; what has none is left out.

    Args:
        session: a session.
        keys: slugs or keys, any number of them.
        subject_type: of what they are.
    """
    found: dict[str, tuple[int, dt.datetime]] = {}
    columns = (Revision.subject_key, Revision.version, Revision.recorded_at)
    for start in range(0, len(keys), _CHUNK):
        wanted = col(Revision.subject_key).in_(keys[start : start + _CHUNK])
        statement = select(*columns).where(Revision.subject_type == subject_type, wanted)
        for key, version, at in session.exec(statement.order_by(col(Revision.version))):
            found[key] = version, in_utc(at)
    return found


def changed_events(session: Session, after: int) -> tuple[int, ...]:
    """Return the numbers of the Events that were added or changed after the change of that number."""
    changed = select(Revision.subject_key).where(col(Revision.subject_type) == "event", col(Revision.id) > after)
    ids = select(Event.id).where(col(Event.slug).in_(changed)).order_by(col(Event.id))
    return tuple(number for number in session.exec(ids) if number is not None)


def list_revisions(
    session: Session,
    *,
    subject_type: str | None = None,
    subject_key: str | None = None,
    subject_keys: Collection[str] | None = None,
    actor: str | None = None,
    day: dt.date | None = None,
    search: str = "",
    before: int | None = None,
    limit: int | None = None,
) -> tuple[RevisionRow, ...]:
    """Return recorded changes, the newest first.

    Args:
        session: a session.
        subject_type: ``event``, ``term``, ``coding`` or ``distinct``; None for all.
        subject_key: the slug or key; None for all.
        subject_keys: some hundred of them; None for all.
        actor: who made the change; None for all.
        day: the day on which it was recorded, in UTC; None for all.
        search: words that all have to stand in what was written, in the reason or in the name of who changed it.
        before: only changes with a smaller number, to read on from the last one seen; None for all.
        limit: the most rows; None for all.
    """
    statement = select(Revision).order_by(col(Revision.id).desc()).where(*_holding(search))
    if actor is not None:
        statement = statement.where(Revision.actor == actor)
    if day is not None:
        begin = dt.datetime.combine(day, dt.time.min, dt.UTC)
        statement = statement.where(
            col(Revision.recorded_at) >= begin, col(Revision.recorded_at) < begin + dt.timedelta(days=1)
        )
    if subject_type is not None:
        statement = statement.where(Revision.subject_type == subject_type)
    if subject_key is not None:
        statement = statement.where(Revision.subject_key == subject_key)
    if subject_keys is not None:
        statement = statement.where(col(Revision.subject_key).in_(subject_keys))
    if before is not None:
        statement = statement.where(col(Revision.id) < before)
    if not search.strip():
        return tuple(_row(revision) for revision in session.exec(statement.limit(limit)))
    rows = (_row(revision) for revision in session.exec(statement.execution_options(yield_per=_CHUNK)))
    return tuple(islice((row for row in rows if _says(row, fold_text(search).split())), limit))


def list_actors(session: Session) -> tuple[str, ...]:
    """Return the names of all who have changed the record, in alphabetical order."""
    return tuple(sorted(session.exec(select(Revision.actor).distinct()), key=str.casefold))


def _holding(search: str) -> list[ColumnElement[bool]]:
    """Leave out rows that cannot hold the words, so that few have to be read; what is left is looked at word by word.

    A word that JSON writes otherwise, or whose letters a database may fold in another way, leaves nothing out.
    """
    texts = [func.lower(text) for text in (col(Revision.document), col(Revision.reason), col(Revision.actor))]
    words = (word for word in fold_text(search).split() if _PLAIN_WORD.fullmatch(word))
    return [or_(*(text.like(f"%{word}%") for text in texts)) for word in words]


def _says(row: RevisionRow, words: Sequence[str]) -> bool:
    text = fold_text("\n".join([row.actor, row.reason, *_texts_in(row.document)]))
    return all(word in text for word in words)


def _texts_in(value: Any) -> Iterator[str]:  # noqa: ANN401 - any value of a document
    """Yield what a document holds, without the names of its fields."""
    if isinstance(value, Mapping | list | tuple):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _texts_in(each)
    elif value is not None:
        yield str(value)


def document_at(session: Session, slug: str, version: int) -> dict[str, Any]:
    """Return an Event's document as one version wrote it.

    Raises:
        NotFound: if the history has no such version.
    """
    statement = select(Revision.document).where(
        Revision.subject_type == "event", Revision.subject_key == slug, Revision.version == version
    )
    text = session.exec(statement).first()
    if text is None:
        raise NotFound(f"The history has no version {version} of {slug}.")
    document: dict[str, Any] = json.loads(text)
    return document


def documents_before(session: Session, revisions: Sequence[RevisionRow]) -> dict[int, dict[str, Any]]:
    """Return by a change's number the document that it was made on; a first change has none."""
    earlier = aliased(Revision)
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(revisions), _CHUNK):
        numbers = [revision.id for revision in revisions[start : start + _CHUNK]]
        statement = select(Revision.id, earlier.document).join(
            earlier,
            (col(earlier.subject_type) == col(Revision.subject_type))
            & (col(earlier.subject_key) == col(Revision.subject_key))
            & (col(earlier.version) == col(Revision.version) - 1),
        )
        rows = session.exec(statement.where(col(Revision.id).in_(numbers)))
        found |= {number: json.loads(text) for number, text in rows}
    return found


def first_change_on(session: Session) -> dt.date | None:
    """Return the day (UTC) on which the first Event was recorded; None where the history holds none."""
    first = select(func.min(Revision.recorded_at)).where(col(Revision.subject_type) == "event")
    found = session.execute(first).scalar_one()
    return in_utc(found).date() if found else None


def nothing_known_on(session: Session, day: dt.date) -> str:
    """Say that a day lies before the first change of this database's record; nothing where it does not."""
    first = first_change_on(session)
    if first is None or first <= day:
        return ""
    began, asked = (describe(each.isoformat()) for each in (first, day))
    return f"The history of this database begins on {began}; at the end of {asked} it held nothing."


def end_of_day(day: dt.date) -> dt.datetime:
    """Return the last instant of a day in UTC."""
    return dt.datetime.combine(day, dt.time.max, dt.UTC)


def events_as_known(session: Session, at: dt.datetime, chosen: EventFilter | None = None) -> tuple[EventRow, ...]:
    """Return the Events that a filter keeps as the record held them at an instant, by date and then slug.

    Args:
        session: a session.
        at: an instant with a time zone; what was recorded later is not seen.
        chosen: the filter, which judges each Event by what it said then; without one the accepted record. Only words
            of a search are looked for in the record of today.
    """
    return next(events_over_time(session, [at], chosen))


def events_over_time(
    session: Session, instants: Sequence[dt.datetime], chosen: EventFilter | None = None
) -> Iterator[tuple[EventRow, ...]]:
    """Yield what ``events_as_known`` returns for each of some instants in their order; the history is read once.

    Where nothing was recorded between two of them, the same tuple comes again. Names that were merged since are those
    that they lead to now, since every page looks names up as they are.
    """
    chosen = chosen or EventFilter()
    found = slugs_found(session, chosen)
    keys = merged_keys(session)
    changes = _changes(session, instants[-1])
    row = next(changes, None)
    latest: dict[str, tuple[int, str]] = {}
    events: dict[tuple[str, int], EventRow] = {}
    kept: tuple[EventRow, ...] = ()
    for instant in instants:
        is_same = True
        while row is not None and row[0] <= instant:
            _, slug, version, text = row
            # Where a clock was set back, an older version may be recorded later; it is the older one all the same.
            latest[slug] = max(latest.get(slug, (0, "")), (version, text))
            row, is_same = next(changes, None), False
        if not is_same:
            for slug, (version, text) in latest.items():
                if (slug, version) not in events:
                    events[slug, version] = with_merged_keys(event_of(json.loads(text), version), keys)
            then = (events[slug, version] for slug, (version, _) in latest.items())
            wanted = [event for event in then if chosen.keeps(event) and (found is None or event.slug in found)]
            kept = tuple(sorted(wanted, key=lambda event: (event.first_on, event.last_on, event.slug)))
        yield kept


def _changes(session: Session, until: dt.datetime) -> Iterator[tuple[dt.datetime, str, int, str]]:
    """Yield instant, slug, version and document of each change of an Event, by the time of recording."""
    columns = (Revision.recorded_at, Revision.subject_key, Revision.version, Revision.document)
    statement = select(*columns).where(Revision.subject_type == "event")
    statement = statement.where(col(Revision.recorded_at) <= until.astimezone(dt.UTC))
    for at, slug, version, text in session.exec(statement.order_by(col(Revision.recorded_at), col(Revision.id))):
        yield in_utc(at), slug, version, text


def slugs_found(session: Session, chosen: EventFilter) -> frozenset[str] | None:
    """Return the slugs of all Events that hold the words of a filter's search today; None where it searches nothing."""
    if not chosen.words:
        return None
    search = EventFilter(search=chosen.search, states=tuple(ReviewState))
    return frozenset(session.scalars(select(Event.slug).where(*conditions_of(search))))


def event_of(document: dict[str, Any], version: int) -> EventRow:
    """Return an Event as a document of the history tells it."""
    document = BLANKS | document
    when = from_edtf(document["date"])
    end = document["end"]
    values: dict[str, Any] = {name: document[name] for name in _PLAIN}
    values |= {name: tuple(document[name]) for name in LISTED}
    values |= {name: members(document[name]) for name, members in CLOSED.items()}
    return EventRow(
        **values,
        first_on=when.start,
        last_on=when.end or dt.date.max,
        precision=when.precision,
        approximate=when.approximate,
        end_on=None if end in {None, OPEN_END} else from_edtf(end).end,
        version=version,
        sources=tuple(SourceRow(**source) for source in document["sources"]),
    )


def _row(revision: Revision) -> RevisionRow:
    return RevisionRow(
        id=revision.id,
        subject_type=revision.subject_type,
        subject_key=revision.subject_key,
        version=revision.version,
        action=revision.action,
        actor=revision.actor,
        recorded_at=in_utc(revision.recorded_at),
        reason=revision.reason,
        document=json.loads(revision.document),
        digest=revision.digest,
    )
