"""The steps of an import written to the record, in the caller's one transaction."""

from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from tracker.actors import Actor
from tracker.errors import TrackerError
from tracker.imports.ahead import StepsAhead
from tracker.imports.headers import fold_header
from tracker.imports.matching import (
    ChangedEvent,
    Document,
    KnownEvents,
    NewEvent,
    OpenRow,
    ReadyEvent,
    RefusedRow,
    Step,
    fold_title,
)
from tracker.imports.planning import ImportSteps
from tracker.naming import NameIndex
from tracker.queries import list_terms
from tracker.queries.events import titles_in_use
from tracker.queries.past import is_synthetic_record
from tracker.store import NewEvent as AddedEvent
from tracker.store import PreparedEvent, add_events, add_prepared, prepare_event, revise_events, slugs_in_use
from tracker.store.events import all_slugs, latest_versions
from tracker.store.hashed import HashedKeys, SlugsInUse
from tracker.tables.table import Refusal
from tracker.vocabulary import Origin, ReviewState

if TYPE_CHECKING:
    from sqlmodel import Session

_BATCH = 500
_MOST_KEPT = 1000


class RowsRefused(TrackerError):
    """An import that was asked to take all rows or none, and met rows that it cannot take. Nothing was written."""

    def __init__(self, report: "ImportReport") -> None:
        self.report = report
        super().__init__(f"{report.refused} rows are refused, so nothing was written.")


@dataclass(slots=True)
class ImportReport:
    """What an import did: how many rows of each sort, the first refusals, and what was assumed while reading.

    ``left_out`` counts new rows that were left out as asked.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    left_out: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    asks_order: bool = False


def record_known(session: "Session") -> KnownEvents:
    """Return the view on a stored record that rows are compared with; it takes some ten bytes for each Event."""

    def fetch(slugs: Sequence[str]) -> dict[str, Document]:
        known = slugs_in_use(session, slugs)
        latest = latest_versions(session, [slug for slug in slugs if slug in known])
        return {slug: document | {"version": version} for slug, (version, document) in latest.items()}

    names = NameIndex(list_terms(session))
    titles = StoredTitles(titles_in_use(session))
    return KnownEvents(HashedKeys(all_slugs(session)), fetch, titles, names, is_synthetic_record(session))


class StoredTitles:
    """Leads from date and folded title to the slug of the event, in sixteen bytes for each event and its slug."""

    def __init__(self, titles: Iterable[tuple[str, str, str]]) -> None:
        self._slugs, self._ends = bytearray(), array("q", [0])
        self._keys = HashedKeys(self._taken_in(titles))

    def _taken_in(self, titles: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
        for slug, date, title in titles:
            self._slugs += slug.encode()
            self._ends.append(len(self._slugs))
            yield date, fold_title(title)

    def get(self, key: tuple[str, str]) -> str | None:
        """Return the slug of the event with this date and title; None where there is none."""
        place = self._keys.place(key)
        return None if place is None else self._slugs[self._ends[place] : self._ends[place + 1]].decode()


def apply_steps(
    session: "Session",
    steps: Callable[[], ImportSteps | StepsAhead],
    *,
    actor: Actor,
    accept: bool = False,
    skip_refused: bool = False,
    leave_out: Container[int] = (),
    reason: str = "",
    on_rows: Callable[[int], None] = lambda _count: None,
) -> ImportReport:
    """Write what the rows of a table say: add what is new and change what differs.

    Args:
        session: a writing session; it decides with its transaction that all is written or nothing.
        steps: gives the steps of the table from its first row, as often as it is asked.
        actor: who imports; at least an editor, a reviewer for ``accept``.
        accept: take new Events into the record at once, in the review state and origin that the file gives them;
            without it they are drafts. Synthetic ones stay synthetic in either case.
        skip_refused: take the other rows although some are refused.
        leave_out: rows of new Events that are not taken, such as those that repeat others.
        reason: why, for the history.
        on_rows: told after every batch how many rows have been read.

    Raises:
        RowsRefused: if rows are refused and ``skip_refused`` is not given.
        FileProblem: if the file turns out damaged on the way.
        NotAllowed: if the actor's role does not permit it.
    """
    writer = _Writer(session, actor, reason, accept=accept, leave_out=leave_out)
    walk = steps()
    if isinstance(walk, StepsAhead):
        walk.finish = partial(_ready, accept=accept)
    needs_slugs = _take(walk, writer, on_rows)
    report = writer.report
    report.notes, report.asks_order = walk.notes, walk.asks_order
    if report.refused and not skip_refused:
        raise RowsRefused(report)
    if needs_slugs:
        # Slugs are made after all given ones are in use, so that no made one takes a later row's.
        writer.take_all(step for step in steps() if _is_nameless(step))
    return report


def _take(walk: ImportSteps | StepsAhead, writer: "_Writer", on_rows: Callable[[int], None]) -> bool:
    """Count and write the rows; tell whether some are left because a slug has still to be made for them."""
    later = count = 0
    has_slugs = walk.has_slugs
    for count, step in enumerate(walk, start=1):
        if has_slugs and _is_nameless(step):
            later += 1
        else:
            writer.take(step)
        if count % _BATCH == 0:
            on_rows(count)
    writer.flush()
    on_rows(count)
    return later > 0


def _is_nameless(step: Step) -> bool:
    return isinstance(step, NewEvent) and step.slug is None


class _Writer:
    """Collects rows and writes them a batch at a time."""

    def __init__(
        self, session: "Session", actor: Actor, reason: str, *, accept: bool, leave_out: Container[int]
    ) -> None:
        self.report = ImportReport()
        self._leave_out = leave_out
        self._session, self._actor, self._reason, self._accept = session, actor, reason, accept
        self._taken: SlugsInUse | None = None
        self._ready: list[PreparedEvent] = []
        self._nameless: list[AddedEvent] = []
        self._changed: list[tuple[str, Any]] = []

    def take_all(self, steps: Iterable[Step]) -> None:
        """Write rows to the last."""
        for step in steps:
            self.take(step)
        self.flush()

    def take(self, step: Step) -> None:
        """Count one row and note it for the next batch."""
        if isinstance(step, NewEvent | ReadyEvent) and step.row in self._leave_out:
            self.report.left_out += 1
            return
        ready = _ready(step, accept=self._accept)
        if isinstance(ready, ReadyEvent):
            self.report.new += 1
            self._ready.append(ready.prepared)
        elif isinstance(step, NewEvent):
            self.report.new += 1
            state, origin = _place(step, accept=self._accept)
            self._nameless.append(AddedEvent(step.draft, None, state, origin))
        elif isinstance(step, ChangedEvent):
            self.report.changed += 1
            self._changed.append((step.slug, step.draft))
        elif isinstance(step, RefusedRow):
            self.report.refused += 1
            self.report.refusals += step.refusals[: _MOST_KEPT - len(self.report.refusals)]
        else:
            self.report.unchanged += 1
        if len(self._ready) + len(self._nameless) + len(self._changed) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was collected."""
        said: dict[str, Any] = {"actor": self._actor, "reason": self._reason}
        if self._ready:
            add_prepared(self._session, self._ready, **said)
        if self._nameless:
            # Slugs are made after all that the file gives are written, so that each is seen here.
            self._taken = self._taken or SlugsInUse(all_slugs(self._session))
            add_events(self._session, self._nameless, origin=Origin.IMPORT, taken=self._taken, **said)
        if self._changed:
            revise_events(self._session, self._changed, **said)
        self._ready, self._nameless, self._changed = [], [], []


def _ready(step: Step | OpenRow, *, accept: bool) -> Step | OpenRow:
    """Prepare a new event that has a slug; any other step stays."""
    if not isinstance(step, NewEvent) or step.slug is None:
        return step
    state, origin = _place(step, accept=accept)
    return ReadyEvent(step.row, prepare_event(step.slug, step.draft, state=state, origin=origin))


def _place(step: NewEvent, *, accept: bool) -> tuple[ReviewState, Origin]:
    """Return where in review a new event stands, and how it came in."""
    if not accept:
        return ReviewState.DRAFT, Origin.SYNTHETIC if step.origin is Origin.SYNTHETIC else Origin.IMPORT
    return step.review_state or ReviewState.ACCEPTED, step.origin or Origin.IMPORT


def remembered_choices(headers: tuple[str, ...], remembered: Mapping[str, str]) -> dict[str, str]:
    """Return what was decided earlier about headings that stand in this file."""
    return {header: remembered[fold_header(header)] for header in headers if fold_header(header) in remembered}


def choices_to_remember(choices: Mapping[str, str]) -> dict[str, str]:
    """Return choices under the form of a heading in which files are compared."""
    return {fold_header(header): field_name for header, field_name in choices.items()}
