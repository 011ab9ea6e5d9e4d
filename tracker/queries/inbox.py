"""Reads of what feeds brought: items by how likely they speak of the field, counts by feed, and how fresh all is."""

import datetime as dt
import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from tracker.actors import CURATED_RECORD
from tracker.database import in_utc
from tracker.errors import NotFound
from tracker.feed_items import FeedCount, FeedStanding, Freshness, InboxItem, ItemState
from tracker.models import FeedItem, FeedState, Revision
from tracker.queries.found import UnindexedColumn

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

EVERY_ITEM_STATE: tuple[ItemState, ...] = tuple(ItemState)


def list_items(
    session: Session,
    states: Collection[ItemState] = (ItemState.NEW,),
    *,
    feed: str | None = None,
    language: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[InboxItem, ...]:
    """Return items: new ones first, then those that most likely speak of the field, then the latest.

    Args:
        session: a session.
        states: where the items may stand.
        feed: the feed that brought them; None for all.
        language: theirs; None for all.
        limit: the most rows; None for all.
        offset: how many rows to pass over, to read on from the last page.
    """
    statement = select(FeedItem).where(*_conditions(states, feed, language))
    is_old = case((col(FeedItem.state) == ItemState.NEW.value, 0), else_=1)
    # Without a day of publication, the day on which it came in has to do.
    day = func.coalesce(col(FeedItem.published_on), func.date(col(FeedItem.first_seen_at)))
    order = (is_old, col(FeedItem.score).desc(), day.desc(), col(FeedItem.id).desc())
    return tuple(map(item_row, session.exec(statement.order_by(*order).limit(limit).offset(offset))))


def count_listed(
    session: Session, states: Collection[ItemState], *, feed: str | None = None, language: str | None = None
) -> int:
    """Return how many items ``list_items`` has in all."""
    statement = select(func.count()).select_from(FeedItem).where(*_conditions(states, feed, language))
    return int(session.execute(statement).scalar_one())


def _conditions(states: Collection[ItemState], feed: str | None, language: str | None) -> list["ColumnElement[bool]"]:
    asked = ((FeedItem.feed, feed), (FeedItem.language, language))
    return [
        col(FeedItem.state).in_([str(state) for state in states]),
        *(col(column) == value for column, value in asked if value is not None),
    ]


def list_languages(session: Session) -> tuple[str, ...]:
    """Return the languages of all items, as short codes."""
    language = col(FeedItem.language)
    found = session.exec(select(language).where(language.is_not(None)).distinct().order_by(language))
    return tuple(each for each in found if each)


def items_without_page(session: Session, feeds: Collection[str], *, limit: int) -> tuple[InboxItem, ...]:
    """Return new items of some feeds whose page was never asked for, the likeliest first."""
    statement = select(FeedItem).where(
        col(FeedItem.state) == ItemState.NEW.value,
        col(FeedItem.page_asked_at).is_(None),
        col(FeedItem.feed).in_(list(feeds)),
    )
    order = (col(FeedItem.score).desc(), col(FeedItem.id).desc())
    return tuple(map(item_row, session.exec(statement.order_by(*order).limit(limit))))


def get_item(session: Session, number: int) -> InboxItem:
    """Return one item.

    Raises:
        NotFound: if there is none of that number.
    """
    return item_row(stored_item(session, number))


def stored_item(session: Session, number: int) -> FeedItem:
    """Return the row of one item.

    Raises:
        NotFound: if there is none of that number.
    """
    found = session.get(FeedItem, number)
    if found is None:
        raise NotFound(f"There is no item {number} in the inbox.")
    return found


def item_row(item: FeedItem) -> InboxItem:
    """Return a row of the table as a frozen value."""
    values = {name: getattr(item, name) for name in InboxItem.__slots__}
    values["state"] = ItemState(item.state)
    values |= {name: tuple(json.loads(getattr(item, name))) for name in ("confirmed", "drafted")}
    values |= {name: values[name] and in_utc(values[name]) for name in ("decided_at", "first_seen_at")}
    return InboxItem(**values)


def count_items(session: Session) -> tuple[FeedCount, ...]:
    """Return how many items of each feed stand where, by the feeds' keys."""
    columns = (col(FeedItem.feed), func.max(FeedItem.publisher), col(FeedItem.state), func.count())
    counts: dict[str, FeedCount] = {}
    for feed, publisher, state, count in session.execute(
        select(*columns).group_by(col(FeedItem.feed), col(FeedItem.state)).order_by(col(FeedItem.feed))
    ):
        counts.setdefault(feed, FeedCount(feed, publisher, {})).states[ItemState(state)] = count
    return tuple(counts.values())


def count_new_items(session: Session) -> int:
    """Return how many items wait for a decision."""
    statement = select(func.count()).select_from(FeedItem).where(col(FeedItem.state) == ItemState.NEW.value)
    return int(session.execute(statement).scalar_one())


def inbox_version(session: Session) -> tuple[int, int, str]:
    """Return what changes whenever an item does: the key of a cache of what was read from the inbox."""
    columns = (func.count(), func.coalesce(func.sum(FeedItem.version), 0), func.max(FeedItem.updated_at))
    count, decisions, updated_at = session.execute(select(*columns).select_from(FeedItem)).one()
    return int(count), int(decisions), str(updated_at)


def list_standings(session: Session) -> dict[str, FeedStanding]:
    """Return how the last fetch of each feed went, by the feeds' keys."""
    return {state.feed: _standing(state) for state in session.exec(select(FeedState).order_by(col(FeedState.feed)))}


def _standing(state: FeedState) -> FeedStanding:
    values = {name: getattr(state, name) for name in FeedStanding.__slots__}
    values |= {
        name: values[name] and in_utc(values[name])
        for name in ("checked_at", "succeeded_at", "wait_until", "asked_until")
    }
    return FeedStanding(**values)


def freshness(session: Session, now: dt.datetime) -> Freshness:
    """Return when the last item was fetched and the last Event added; the curated record's own are nothing new."""
    item_at = session.execute(select(func.max(FeedItem.first_seen_at))).scalar()
    # Read from the latest change backwards, the first that fits is the answer; by subject all Events would be sorted.
    added = select(Revision.recorded_at).where(UnindexedColumn(col(Revision.subject_type)) == "event")
    added = added.where(col(Revision.version) == 1)
    added = added.where(col(Revision.actor) != CURATED_RECORD)
    event_at = session.execute(added.order_by(col(Revision.id).desc()).limit(1)).scalar()
    return Freshness(item_at and in_utc(item_at), event_at and in_utc(event_at), now)
