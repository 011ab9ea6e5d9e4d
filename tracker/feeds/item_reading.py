"""An item of a feed read like any article, against the record."""

from tracker.articles import Analysis, Article, analyse
from tracker.articles.languages import language_of
from tracker.feed_items import InboxItem
from tracker.read_models import EventRow, TermRow


def item_article(item: InboxItem) -> Article:
    """Return an item as an article: its text, or its title and summary where no text is at hand."""
    notes = () if item.text else ("Only the title and a few words are at hand; open the page for the rest.",)
    text = item.text or "\n\n".join(part for part in (item.title, item.summary) if part)
    return Article(
        text=text,
        title=item.title,
        published=item.published_on,
        url=item.url,
        publisher=item.publisher,
        language=language_of(text),
        notes=notes,
        kind=item.source_kind,
        said_language=item.language or "",
    )


def read_item(item: InboxItem, terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> Analysis:
    """Read an item against the record; nothing is fetched.

    Args:
        item: the item.
        terms: the record's vocabularies.
        events: the record's Events, drafts included.
    """
    return analyse(item_article(item), terms, events)
