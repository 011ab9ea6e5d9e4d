"""From an article's text to checked drafts: what it dates and names, what the record knows of it, and what is new."""

from tracker.articles.article import Article, ArticleProblem
from tracker.articles.marks import Mark, MarkKind
from tracker.articles.opening import open_article, paste_article
from tracker.articles.reading import Analysis, Candidate, analyse

__all__ = [
    "Analysis",
    "Article",
    "ArticleProblem",
    "Candidate",
    "Mark",
    "MarkKind",
    "analyse",
    "open_article",
    "paste_article",
]
