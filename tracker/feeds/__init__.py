"""From feeds to the inbox: the list of feeds, their items fetched and ranked, and what a person decides about each."""

from tracker.feeds.deciding import accept_drafts, confirm_item, draft_item
from tracker.feeds.item_reading import item_article, read_item

__all__ = ["accept_drafts", "confirm_item", "draft_item", "item_article", "read_item"]
