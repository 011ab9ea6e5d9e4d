"""A filter as one plain question to each Event: what the statements of ``tracker.queries`` have to give."""

from collections.abc import Iterable, Iterator

from tracker.cleaning import fold_text
from tracker.filters import EventFilter
from tracker.read_models import EventRow, TermRow

_FIELDS = {"sector": "sectors", "agency": "agencies", "company": "companies", "person": "people"}


def kept_slugs(events: Iterable[EventRow], terms: Iterable[TermRow], chosen: EventFilter) -> list[str]:
    """Return the slugs of the Events that a filter keeps, in the order given."""
    texts = {(str(term.type), term.key): term for term in terms}
    return [event.slug for event in events if _keeps(event, texts, chosen)]


def _keeps(event: EventRow, terms: dict[tuple[str, str], TermRow], chosen: EventFilter) -> bool:
    lists = ((getattr(event, field), getattr(chosen, field)) for field in _FIELDS.values())
    return all(
        (
            event.review_state in chosen.states,
            chosen.since is None or event.last_on >= chosen.since,
            chosen.until is None or event.first_on <= chosen.until,
            not chosen.kinds or event.kind in chosen.kinds,
            chosen.stance_min is None or event.stance >= chosen.stance_min,
            chosen.stance_max is None or event.stance <= chosen.stance_max,
            not chosen.threads or event.thread in chosen.threads,
            all(not wanted or set(names) & set(wanted) for names, wanted in lists),
            all(_holds(event, terms, word) for word in chosen.search.split()),
        )
    )


def _holds(event: EventRow, terms: dict[tuple[str, str], TermRow], word: str) -> bool:
    return any(fold_text(word) in fold_text(text) for text in texts_of(event, terms))


def texts_of(event: EventRow, terms: dict[tuple[str, str], TermRow]) -> Iterator[str]:
    """Yield every text in which a search looks for a word."""
    yield from (event.slug, event.title, event.title_zh or "", event.summary, event.stance_reason, event.date_evidence)
    yield from (*event.also_called, event.document_number or "")
    named = [(kind, key) for kind, field in _FIELDS.items() for key in getattr(event, field)]
    for name in [*named, *([("thread", event.thread)] if event.thread else [])]:
        term = terms[name]
        yield from (term.key, term.name, term.name_zh or "", *term.aliases)
