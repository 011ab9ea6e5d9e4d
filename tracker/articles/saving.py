"""What an article adds to the record: drafts for review, and itself as one more source of what is known."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from tracker.actors import Actor
from tracker.addresses import normalise_address
from tracker.articles.article import Article
from tracker.articles.drafting import make_draft, source_of
from tracker.articles.reading import analyse
from tracker.drafts import SOURCE_FIELDS, parse_event
from tracker.errors import ArticleProblem
from tracker.queries import list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.queries.terms import with_known_names
from tracker.rows import EventRow
from tracker.store import NewEvent, add_events, revise_event, stored_draft
from tracker.vocabulary import Origin, ReviewState

if TYPE_CHECKING:
    from sqlmodel import Session

if TYPE_CHECKING:
    from sqlmodel import Session

NEEDS_ADDRESS = "The article's address is needed as the source of what is saved; give its URL."


def save_drafts(
    session: "Session", article: Article, *, actor: Actor, chosen: Collection[int] | None = None
) -> list[str]:
    """Put an article's new candidates into review and return their slugs.

    The article is read again against the record of this moment, so that a second press, or somebody else's, adds
    nothing twice: drafts that wait in review count as known.

    Args:
        session: a writing session.
        article: the article.
        actor: who saves.
        chosen: the places of the statements that are meant (where they begin in the text); None for all new ones.

    Raises:
        ArticleProblem: if the article's address is not known.
    """
    if not article.url:
        raise ArticleProblem(NEEDS_ADDRESS)
    terms = list_terms(session)
    analysis = analyse(article, terms, list_events(session, EVERY_STATE))
    wanted = [each for each in analysis.new if chosen is None or each.part.start in chosen]
    drafts = [with_known_names(terms, make_draft(article, each))[0] for each in wanted]
    events = [NewEvent(draft, state=ReviewState.DRAFT) for draft in drafts]
    return add_events(session, events, origin=Origin.ARTICLE, actor=actor, reason="proposed from an article")


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
    sources = [{name: getattr(source, name) for name in SOURCE_FIELDS} for source in draft.sources]
    values = draft.model_dump() | {"sources": [*sources, source_of(article)]}
    changed = parse_event(values)
    return revise_event(session, slug, changed, version=version, actor=actor, reason="an article that reports it")
