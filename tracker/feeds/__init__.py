"""From feeds to the inbox: the list of feeds, their items fetched and ranked, and what a person decides about each."""

from tracker.feeds.deciding import (
    ItemStep,
    accept_item_drafts,
    after_taking_back,
    confirm_item,
    decide,
    draft_item,
    take_back,
)
from tracker.feeds.item_reading import item_article, read_item

__all__ = [
    "ItemStep",
    "accept_item_drafts",
    "after_taking_back",
    "confirm_item",
    "decide",
    "draft_item",
    "item_article",
    "read_item",
    "take_back",
]
