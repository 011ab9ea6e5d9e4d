"""From a candidate to what fills the form and what is stored as a draft, and to plain data for other programs."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from tracker.actors import Actor
from tracker.addresses import normalise_address
from tracker.articles.article import Article
from tracker.articles.candidates import Candidate
from tracker.articles.mentions import Mention
from tracker.articles.proposals import Suggestion
from tracker.articles.reading import Analysis, analyse
from tracker.articles.rejections import PassedOver
from tracker.articles.sentences import Span
from tracker.errors import ArticleProblem
from tracker.event.draft import EventDraft, parse_event
from tracker.event.fields import NAME_LISTS
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.terms import with_known_names
from tracker.read_models import EventRow
from tracker.store import NewEvent, add_events, revise_event, stored_draft
from tracker.vocabulary import Certainty, Origin, ReviewState

if TYPE_CHECKING:
    from sqlmodel import Session

_LONGEST_QUOTE = 400
_LEVELS = ("stance", "reach")
_ONE = ("title", "kind", "stance_reason", "thread", *_LEVELS)


def draft_values(article: Article, candidate: Candidate, *, ticked: Collection[tuple[str, str]] = ()) -> dict[str, Any]:
    """Return a candidate's proposals as the fields of a document, the article as its source.

    The certainty is medium: the facts rest on one page, and a person has not looked at them yet.

    Args:
        article: the article.
        candidate: the candidate.
        ticked: the guesses that a person took over, as field and value; the others are left out.
    """
    chosen = {
        field: [each.value for each in suggestions if not each.guess or (field, each.value) in ticked]
        for field, suggestions in candidate.fields.items()
    }
    one = {field: next(iter(chosen.get(field, ())), None) for field in _ONE}
    values: dict[str, Any] = {
        field: int(value) if value is not None and field in _LEVELS else value for field, value in one.items()
    }
    values |= {field: chosen.get(field, []) for field in NAME_LISTS}
    values |= {
        "date": candidate.when or None,
        "date_text": candidate.date.text,
        "certainty": Certainty.MEDIUM.value,
        "date_evidence": _evidence(article, candidate),
        "sources": [source_of(article)] if article.url else [],
    }
    return values


def source_of(article: Article) -> dict[str, str | None]:
    """Return the article as a source."""
    return {
        "url": article.url,
        "publisher": article.publisher,
        "published_on": article.published.isoformat() if article.published else None,
        "language": article.said_language or article.language or None,
        "kind": article.kind,
    }


def _evidence(article: Article, candidate: Candidate) -> str:
    quote = " ".join(candidate.span.of(article.text).split())
    if len(quote) > _LONGEST_QUOTE:
        quote = f"{quote[: _LONGEST_QUOTE - 1]}…"
    date = candidate.date
    if not date.text:
        return f"“{quote}” The date: {date.how}."
    return f"“{quote}” The date “{date.text}” was read as {date.date.words if date.date else 'none'}: {date.how}."


def make_draft(article: Article, candidate: Candidate) -> EventDraft:
    """Validate a candidate as a draft.

    Raises:
        InvalidDraft: above all where the article's address is not known, or the date.
    """
    return parse_event(draft_values(article, candidate))


def analysis_document(analysis: Analysis) -> dict[str, Any]:
    """Return everything that was found as plain data; every span counts characters of ``text``."""
    article = analysis.article
    return {
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url or None,
        "publisher": article.publisher or None,
        "language": article.language or None,
        "text": article.text,
        "marks": [
            {"start": mark.start, "end": mark.end, "kind": mark.kind.value, "key": mark.key, "text": mark.text}
            for mark in analysis.marks
        ],
        "mentions": [_mention_document(article, mention) for mention in analysis.mentions],
        "questions": [
            {
                "sentence": _span_document(article, question.span),
                "mentions": [_mention_document(article, mention) for mention in question.mentions],
            }
            for question in analysis.questions
        ],
        "candidates": [_candidate_document(article, candidate) for candidate in analysis.candidates],
        "passed_over": [_passed_document(article, passed) for passed in analysis.passed_over],
        "notes": list(analysis.notes),
    }


def _candidate_document(article: Article, candidate: Candidate) -> dict[str, Any]:
    known = candidate.known
    return {
        "known": _mention_document(article, known) if known else None,
        "alternatives": [_mention_document(article, mention) for mention in candidate.alternatives],
        "sentence": _span_document(article, candidate.span),
        "date": candidate.when or None,
        "date_words": _span_document(article, candidate.date.span),
        "date_read": candidate.date.how,
        "confidence": candidate.confidence,
        "suggestions": {
            field: [_suggestion_document(article, each) for each in suggestions]
            for field, suggestions in candidate.fields.items()
            if suggestions
        },
    }


def _mention_document(article: Article, mention: Mention) -> dict[str, Any]:
    return {
        "slug": mention.event.slug,
        "title": mention.event.title,
        "date": mention.event.date,
        "words": _span_document(article, mention.span),
        "why": list(mention.why),
        "evidence": mention.evidence,
        "surely": mention.surely,
    }


def _passed_document(article: Article, passed: PassedOver) -> dict[str, Any]:
    return {
        "part": _span_document(article, passed.span),
        "dates": [_span_document(article, date.span) for date in passed.dates],
        "reason": passed.reason.value,
        "why": passed.why,
    }


def _suggestion_document(article: Article, suggestion: Suggestion) -> dict[str, Any]:
    return {
        "value": suggestion.value,
        "why": suggestion.why,
        "confidence": suggestion.confidence,
        "guess": suggestion.guess,
        "words": [_span_document(article, span) for span in suggestion.words],
    }


def _span_document(article: Article, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(article.text)}


NEEDS_ADDRESS = "The article's address is needed as the source of what is saved; give its URL."


def save_drafts(
    session: "Session",
    article: Article,
    *,
    actor: Actor,
    chosen: Collection[int] | None = None,
    change: Callable[[Candidate], Candidate] = lambda candidate: candidate,
) -> list[str]:
    """Put an article's new candidates into review and return their slugs.

    The article is read again against the record of this moment, so that a second press, or somebody else's, adds
    nothing twice: drafts that wait in review count as known. One without a date is left for a person to open.

    Args:
        session: a writing session.
        article: the article.
        actor: who saves.
        chosen: the places of the statements that are meant (where they begin in the text); None for all new ones.
        change: puts what a person has chosen of a candidate in its place.

    Raises:
        ArticleProblem: if the article's address is not known.
    """
    if not article.url:
        raise ArticleProblem(NEEDS_ADDRESS)
    terms = list_terms(session)
    events = list_events(session, EVERY_STATE)
    saved = {event.title for event in events if has_source(event, article)}
    new = [each for each in analyse(article, terms, events).new if each.when and each.title not in saved]
    wanted = [each for each in new if chosen is None or each.part.start in chosen]
    drafts = [with_known_names(terms, make_draft(article, change(each)))[0] for each in wanted]
    entries = [NewEvent(draft, state=ReviewState.DRAFT) for draft in drafts]
    return add_events(session, entries, origin=Origin.ARTICLE, actor=actor, reason="proposed from an article")


def has_source(event: EventRow, article: Article) -> bool:
    """Tell whether an Event names an article among its sources."""
    address = normalise_address(article.url)
    return any(normalise_address(source.url) == address for source in event.sources)


def add_article_as_source(session: "Session", article: Article, slug: str, *, actor: Actor) -> int:
    """Add an article to the sources of an Event that the record holds; return the Event's version.

    Raises:
        ArticleProblem: if the article's address is not known.
        NotFound: if there is no such Event.
    """
    if not article.url:
        raise ArticleProblem(NEEDS_ADDRESS)
    version, draft = stored_draft(session, slug)
    addresses = {normalise_address(source.url) for source in draft.sources}
    if normalise_address(article.url) in addresses:
        return version
    changed = draft.model_copy(update={"sources": [*draft.sources, source_of(article)]})
    return revise_event(session, slug, changed, version=version, actor=actor, reason="an article that reports it")
