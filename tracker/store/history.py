"""The history: rows that are only ever added, each holding the whole document after a change.

A row's digest covers its own fields and the digest of the row before. Altering, removing or inserting a row breaks
the chain from there on, which ``find_altered`` shows.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from typing import cast as cast_to

from sqlalchemy import ColumnElement, Select, Text, cast, func
from sqlalchemy import select as statement_of
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.actors import ACTOR_LENGTH
from tracker.cleaning import clean_text
from tracker.database import ask, forget_answers, in_utc
from tracker.errors import InvalidDraft
from tracker.event.fields import REASON_LENGTH, whole_document
from tracker.models import Revision
from tracker.store.rows import insert_rows

FIRST_DIGEST = "0" * 64
"""What stands in for the digest before the first row."""

CLOCK_TOLERANCE = dt.timedelta(seconds=10)
"""So far may the clocks of the machines that write to one record be apart before anybody is told."""


LAST_CHANGE = (
    select(col(Revision.id), col(Revision.digest), col(Revision.recorded_at)).order_by(col(Revision.id).desc()).limit(1)
)
"""Number, digest and time of the history's last row."""
_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One change to be recorded: of what, by whom, why, and the whole document after it.

    ``text`` is the document's canonical JSON, where it has been written already. Who and why are cleaned like any text
    from outside, on whatever road they came: they leave by feeds and pages, and what is recorded is never mended.

    Raises:
        InvalidDraft: if who or why holds what cannot be shown, or is too long.
    """

    subject_type: str
    subject_key: str
    version: int
    action: str
    actor: str
    reason: str
    document: Mapping[str, Any]
    token: str | None = None
    text: str = ""

    def __post_init__(self) -> None:
        """Clean who and why."""
        for field, most in _TYPED.items():
            try:
                text = clean_text(getattr(self, field), most=most, lines=field == "reason")
            except ValueError as problem:
                raise InvalidDraft({field: str(problem)}) from None
            object.__setattr__(self, field, text)


_TYPED = {"actor": ACTOR_LENGTH, "reason": 10 * REASON_LENGTH}
"""What a person typed beside the document, with its greatest length; what the program adds to a reason has room."""


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_json(document: Mapping[str, Any]) -> str:
    """Write a document in the one form that digests are taken of."""
    return _ENCODER.encode(document)


def append(session: Session, changes: Sequence[Change], *, at: dt.datetime | None = None) -> int:
    """Add changes to the history in their order and return the last row's id.

    The session has to hold the writers' queue (``database.writing``), or the chain could fork.

    Args:
        session: a writing session.
        changes: at least one change.
        at: the UTC instant to record; now, unless a test says otherwise. Where the clock was set back, the instant of
            the row before is recorded, so that the record's time never goes back (``find_clock_problems``).
    """
    instant = (at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
    last_id, digest, last_at = next(iter(ask(session, LAST_CHANGE)), (0, FIRST_DIGEST, instant))
    instant = max(instant, in_utc(last_at))
    stored_at = _time_text(session, instant)
    rows = []
    for number, change in enumerate(changes, start=last_id + 1):
        row = _row(number, change, instant.isoformat(), digest)
        digest = row["digest"] = digest_of(row)
        row["recorded_at"] = stored_at
        rows.append(row)
    insert_rows(session, Revision, rows)
    forget_answers(session)
    return int(rows[-1]["id"])


def _time_text(session: Session, instant: dt.datetime) -> str:
    """Write an instant as the databases keep it: SQLite in UTC without saying so."""
    text = instant.isoformat(" ", "microseconds")
    return text.removesuffix("+00:00") if session.connection().dialect.name == "sqlite" else text


def _row(number: int, change: Change, recorded_at: str, previous: str) -> dict[str, Any]:
    return {
        "id": number,
        "subject_type": change.subject_type,
        "subject_key": change.subject_key,
        "version": change.version,
        "action": change.action,
        "actor": change.actor,
        "recorded_at": recorded_at,
        "reason": change.reason,
        "document": change.text or canonical_json(change.document),
        "token": change.token,
        "previous_digest": previous,
    }


def digest_of(row: Mapping[str, Any]) -> str:
    """Return the digest of a row: the SHA-256 of its other fields, the digest of the row before included."""
    # Each field is preceded by its length, so that moving text from one field to the next changes the digest.
    parts = []
    for name, value in row.items():
        if name != "digest":
            text = value if type(value) is str else _field_text(value)
            length = len(text) if text.isascii() else len(text.encode())
            parts.append(f"{name}:{length}:{text}")
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _field_text(value: object) -> str:
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else str(value)


def document_of(revision: Revision) -> dict[str, Any]:
    """Return the document that a row of the history holds, an Event's with all of the fields that there are now."""
    document: dict[str, Any] = json.loads(revision.document)
    return whole_document(document) if revision.subject_type == "event" else document


def iterate(session: Session, *, after: int = 0) -> Iterator[Revision]:
    """Yield the history's rows in order, a few at a time: plain rows, which are read like a ``Revision``."""
    rows = session.execute(_rows_after(after), execution_options={"yield_per": _AT_A_TIME})
    return cast_to("Iterator[Revision]", iter(rows))


def _rows_after(after: int, *more: ColumnElement[Any]) -> Select[Any]:
    columns = [getattr(Revision, name) for name in Revision.model_fields]
    return statement_of(*columns, *more).where(col(Revision.id) > after).order_by(col(Revision.id))


def find_altered(session: Session) -> list[str]:
    """Check the chain and return one sentence for each row that is not as it was written."""
    problems: list[str] = []
    try:
        _follow_chain(session, problems)
    except ValueError:
        # An altered time of recording may not even be readable as one; the rows after it stay unread.
        problems.append("A row of the history cannot be read; it is not as it was written.")
    return problems


def _follow_chain(session: Session, problems: list[str]) -> None:
    expected_id, digest = 1, FIRST_DIGEST
    # A byte of a time's text may change in SQLite and leave the time the same, so that the text itself is looked at.
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    text = [cast(col(Revision.recorded_at), Text).label("kept_at")] if is_sqlite else []
    for row in session.execute(_rows_after(0, *text), execution_options={"yield_per": _AT_A_TIME}):
        revision = cast_to("Revision", row)
        if revision.id != expected_id:
            problems.append(f"History rows {expected_id} to {revision.id - 1} are missing.")
        is_linked = revision.previous_digest == digest and digest_of(values_of(revision)) == revision.digest
        if not is_linked or (text and revision.recorded_at.isoformat(" ", "microseconds") != row.kept_at):
            problems.append(f"History row {revision.id} ({revision.subject_key}) is not as it was written.")
        expected_id, digest = revision.id + 1, revision.digest


def values_of(revision: Revision) -> dict[str, Any]:
    """Return a row of the history by field, its time in UTC."""
    row = {name: getattr(revision, name) for name in Revision.model_fields}
    row["recorded_at"] = in_utc(row["recorded_at"])
    return row


def find_clock_problems(session: Session, *, now: dt.datetime, latest: int | None = None) -> list[str]:
    """Return one sentence for each way in which a clock that was set back shows in the history.

    Args:
        session: a session.
        now: the present instant by this machine's clock.
        latest: look at so many of the latest changes only; at all without it.
    """
    problems = []
    columns = (Revision.id, Revision.recorded_at)
    number, at = session.exec(select(*columns).order_by(Revision.id.desc()).limit(1)).first() or (0, now)  # type: ignore[attr-defined]
    if in_utc(at) - now > CLOCK_TOLERANCE:
        problems.append(
            f"The latest change is recorded at {_minute(at)}, and this machine's clock says {_minute(now)}; set it "
            "right. Until it has passed that minute, every change is recorded at the time of the one before."
        )
    earlier = aliased(Revision)
    backward = (
        select(Revision.id)
        .join(earlier, col(earlier.id) == col(Revision.id) - 1)
        .where(col(Revision.recorded_at) < col(earlier.recorded_at))
        .where(col(Revision.id) > (0 if latest is None else number - latest))
        .order_by(col(Revision.id))
    )
    if numbers := session.exec(backward).all():
        problems.append(
            f"{len(numbers)} changes are recorded earlier than the one before them, the first is change {numbers[0]}: "
            "the clock had been set back."
        )
    return problems


def _minute(at: dt.datetime) -> str:
    return f"{in_utc(at):%Y-%m-%d %H:%M} UTC"


def find_lost_tail(session: Session, *, digest: str | None = None, count: int | None = None) -> list[str]:
    """Compare the history with what was noted of it earlier, and return one sentence for each thing that is lost.

    Rows that are missing at the end leave a chain that holds; only a note from outside can tell.

    Args:
        session: a session.
        digest: the digest of the row that was the last then.
        count: how many rows there were then.
    """
    held = session.execute(select(func.count()).select_from(Revision)).scalar_one()
    if count is not None and held < count:
        return [f"The history holds {held} changes and once held {count}: its end is lost; use the latest backup."]
    place = col(Revision.digest) == digest if count is None else col(Revision.id) == count
    found = session.exec(select(Revision.digest).where(place)).first()
    if digest is not None and count != 0 and found != digest:
        where = "no change" if count is None else f"not change {count}"
        return [f"The digest {digest} is that of {where} in the history: its end was lost or replaced."]
    return []
