"""From a candidate to what fills the form and what is stored as a draft, and to plain data for other programs."""

from typing import Any

from tracker.articles.article import Article
from tracker.articles.passed_over import PassedOver
from tracker.articles.proposals import Suggestion
from tracker.articles.reading import Analysis, Candidate
from tracker.articles.sentences import Span
from tracker.dates import describe
from tracker.drafts import EventDraft, parse_event
from tracker.vocabulary import Certainty

_LISTS = ("sectors", "agencies", "companies", "people")
_LONGEST_QUOTE = 400


def draft_values(article: Article, candidate: Candidate) -> dict[str, Any]:
    """Return a candidate's proposals as the fields of a document, the article as its source.

    The certainty is medium: the facts rest on one page, and a person has not looked at them yet.
    """
    values: dict[str, Any] = {
        field: candidate.value(field) or None for field in ("title", "kind", "stance_reason", "thread")
    }
    values |= {field: int(candidate.value(field)) for field in ("stance", "reach")}
    values |= {field: [each.value for each in candidate.fields[field]] for field in _LISTS}
    values |= {
        "date": candidate.when,
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
        "language": article.language,
    }


def _evidence(article: Article, candidate: Candidate) -> str:
    quote = " ".join(candidate.span.of(article.text).split())
    if len(quote) > _LONGEST_QUOTE:
        quote = f"{quote[: _LONGEST_QUOTE - 1]}…"
    return f"“{quote}” The date “{candidate.date.text}” was read as {_words(candidate)}: {candidate.date.how}."


def _words(candidate: Candidate) -> str:
    return candidate.date.date.words if candidate.date.date else describe(candidate.when)


def make_draft(article: Article, candidate: Candidate) -> EventDraft:
    """Validate a candidate as a draft.

    Raises:
        InvalidDraft: above all where the article's address is not known.
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
        "language": article.language,
        "text": article.text,
        "marks": [
            {"start": mark.start, "end": mark.end, "kind": mark.kind.value, "key": mark.key, "text": mark.text}
            for mark in analysis.marks
        ],
        "candidates": [_candidate_document(article, candidate) for candidate in analysis.candidates],
        "passed_over": [_passed_document(article, passed) for passed in analysis.passed_over],
        "notes": list(analysis.notes),
    }


def _candidate_document(article: Article, candidate: Candidate) -> dict[str, Any]:
    known = candidate.known
    return {
        "known": {"slug": known.event.slug, "title": known.event.title, "why": list(known.why)} if known else None,
        "sentence": _span_document(article, candidate.span),
        "date": candidate.when,
        "date_words": _span_document(article, candidate.date.span),
        "date_read": candidate.date.how,
        "confidence": candidate.confidence,
        "suggestions": {
            field: [_suggestion_document(article, each) for each in suggestions]
            for field, suggestions in candidate.fields.items()
            if suggestions
        },
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
        "words": [_span_document(article, span) for span in suggestion.words],
    }


def _span_document(article: Article, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(article.text)}
