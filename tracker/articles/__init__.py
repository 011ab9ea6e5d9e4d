"""From an article's text to checked drafts: what it dates and names, what the record knows of it, and what is new."""

from tracker.articles.article import Article, Mark, MarkKind
from tracker.articles.candidates import Candidate
from tracker.articles.dating import ReadDate
from tracker.articles.drafting import (
    add_article_as_source,
    analysis_document,
    draft_values,
    has_source,
    make_draft,
    save_drafts,
)
from tracker.articles.mentions import Mention, Question
from tracker.articles.opening import open_article, paste_article
from tracker.articles.reading import Analysis, analyse, open_part
from tracker.errors import ArticleProblem

__all__ = [
    "Analysis",
    "Article",
    "ArticleProblem",
    "Candidate",
    "Mark",
    "MarkKind",
    "Mention",
    "Question",
    "ReadDate",
    "add_article_as_source",
    "analyse",
    "analysis_document",
    "draft_values",
    "has_source",
    "make_draft",
    "open_article",
    "open_part",
    "paste_article",
    "save_drafts",
]
