"""Load the curated record into a database: as often as one likes, and never over a person's work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.coders import coding_key
from tracker.duplicates import find_pairs
from tracker.errors import DatabaseProblem
from tracker.event.draft import EventDraft
from tracker.measures import MeasureRow
from tracker.naming import NameIndex, names_of
from tracker.queries import iter_events, list_revisions, list_slugs, list_terms
from tracker.queries.events import IN_PLAY
from tracker.queries.past import is_synthetic_record
from tracker.queries.terms import with_known_names
from tracker.read_models import CodingRow, EraRow, RevisionRow, TermRow
from tracker.seeds.reading import SeedRecord
from tracker.seeds.updating import ACTOR, let_in_drafts, update_events
from tracker.store import (
    NewEvent,
    add_codings,
    add_eras,
    add_events,
    add_measures,
    add_terms,
    distinct_pairs,
    mark_distinct,
    measure_document,
)
from tracker.store.documents import coding_document, era_document, term_document
from tracker.store.terms import FIRST_USE
from tracker.vocabulary import Origin, ReviewState

if TYPE_CHECKING:
    from sqlmodel import Session

_Row = TypeVar("_Row", TermRow, CodingRow, MeasureRow, EraRow)


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What loading did: slugs of Events added and updated, and how many stand as they are in the record.

    ``kept`` names what says something else than the record since a person changed it: Events by their slug, vocabulary
    entries as ``company/DiDi``, codings as ``slug/coder``, measures and eras by their key. ``clashes`` names the
    fields of Events that the record changed as well, and on which somebody has to decide. ``alike`` are pairs of an
    Event added and one that a person had entered before, which may be the same.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    kept: tuple[str, ...]
    unchanged: int
    clashes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alike: tuple[tuple[str, str], ...] = ()


def load_seeds(session: "Session", record: SeedRecord) -> SeedReport:
    """Bring all that the curated record holds into a database, in one transaction.

    Args:
        session: a writing session.
        record: what ``read_seeds`` returned.

    Raises:
        DatabaseProblem: if the record is one of invented events. Nothing is written then.
    """
    check_unmixed(session)
    rows, clashing = _as_named_here(session, record.terms)
    terms = {f"{term.type}/{term.key}": term for term in rows}
    kept_terms = _add(session, "term", terms, add_terms)
    names = NameIndex(list_terms(session))
    accepted, drafts = (_with_known_names(names, events) for events in (record.events, record.drafts))
    latest = _latest(session, "event", [slug for slug, _ in (*accepted, *drafts)])
    new = [NewEvent(draft, slug) for slug, draft in accepted if slug not in latest]
    new += [NewEvent(draft, slug, ReviewState.DRAFT) for slug, draft in drafts if slug not in latest]
    added = add_events(session, new, origin=Origin.SEED, actor=ACTOR)
    stored = [(slug, draft) for slug, draft in (*accepted, *drafts) if slug in latest]
    updates = update_events(session, stored, latest)
    let_in = let_in_drafts(session, [(slug, draft) for slug, draft in accepted if slug in latest], latest)
    codings = {coding_key(coding.slug, coding.coder): coding for coding in record.codings}
    kept_codings = _add(session, "coding", codings, add_codings)
    for pair in record.distinct:
        mark_distinct(session, *pair.slugs, actor=ACTOR, reason=pair.reason)
    kept_measures = _add(session, "measure", {measure.key: measure for measure in record.measures}, add_measures)
    kept_eras = _add(session, "era", {era.key: era for era in record.eras}, add_eras)
    return SeedReport(
        added=tuple(added),
        updated=tuple(dict.fromkeys((*updates.updated, *let_in))),
        kept=(*updates.kept, *kept_terms, *clashing, *kept_codings, *kept_measures, *kept_eras),
        unchanged=updates.unchanged,
        clashes=updates.clashes,
        alike=_alike(session, set(added), {slug for slug, _ in (*accepted, *drafts)}),
    )


def check_unmixed(session: "Session") -> None:
    """Raise a ``DatabaseProblem`` where the curated record would be mixed into one of invented events."""
    if is_synthetic_record(session):
        raise DatabaseProblem(
            "The database holds synthetic events, and the curated record is not mixed with those; load it into another "
            "one with: tracker init --database URL, or bring this one up to date with: tracker init --empty"
        )


def _alike(session: "Session", added: set[str], curated: set[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of an Event just added and one of a person's that may be the same."""
    if not added or curated.issuperset(list_slugs(session, IN_PLAY)):
        return ()
    pairs = find_pairs(partial(iter_events, session, IN_PLAY), list_terms(session), apart=distinct_pairs(session))
    both = ((one, two) for pair in pairs for one, two in permutations((pair.first, pair.second)))
    return tuple((new, theirs) for new, theirs in both if new in added and theirs not in curated)


def _with_known_names(names: NameIndex, events: Sequence[tuple[str, EventDraft]]) -> list[tuple[str, EventDraft]]:
    return [(slug, with_known_names(names, draft)[0]) for slug, draft in events]


_CHUNK = 500


def _latest(session: "Session", subject_type: str, keys: Sequence[str]) -> dict[str, RevisionRow]:
    """Return the last change of each of some subjects of a type, of those that there are."""
    found: dict[str, RevisionRow] = {}
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        rows = list_revisions(session, subject_type=subject_type, subject_keys=chunk)
        found |= {row.subject_key: row for row in reversed(rows)}
    return found


def _add(session: "Session", subject_type: str, rows: Mapping[str, _Row], add: Callable[..., int]) -> list[str]:
    """Write the rows that may be written, and return the keys of those that a person changed to something else."""
    free, kept = _apart(_latest(session, subject_type, list(rows)), rows)
    add(session, free, actor=ACTOR)
    return kept


def _apart(latest: Mapping[str, RevisionRow], rows: Mapping[str, _Row]) -> tuple[list[_Row], list[str]]:
    """Return the rows that may be written, and the keys of those that a person changed to something else."""
    free, kept = [], []
    for key, row in rows.items():
        last = latest.get(key)
        if last is None or last.actor == ACTOR.name or (last.version == 1 and last.reason == FIRST_USE):
            free.append(row)
        elif last.document != _document(row):
            kept.append(key)
    return free, kept


def _document(row: TermRow | CodingRow | MeasureRow | EraRow) -> dict[str, Any]:
    if isinstance(row, MeasureRow):
        return measure_document(row)
    if isinstance(row, EraRow):
        return era_document(row)
    return term_document(row) if isinstance(row, TermRow) else coding_document(row)


def _as_named_here(session: "Session", terms: Sequence[TermRow]) -> tuple[list[TermRow], list[str]]:
    """Give each entry the key under which this database knows it, by any of its names.

    Returns:
        The entries; and those, written as ``company/DiDi``, that are left as they are since their names belong to
        two entries here, which only a person can merge.
    """
    index = NameIndex(list_terms(session))
    rows, clashing = [], []
    for term in terms:
        found = [index.find(term.type, name) for _, name in names_of(term)]
        owners = list(dict.fromkeys(key for key in found if key is not None))
        if len(owners) > 1:
            clashing.append(f"{term.type}/{term.key}")
        elif not owners or owners == [term.key]:
            rows.append(term)
        else:
            aliases = term.aliases if term.key in (term.name, *term.aliases) else (*term.aliases, term.key)
            rows.append(replace(term, key=owners[0], aliases=aliases))
    return rows, clashing
