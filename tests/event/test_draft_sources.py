from typing import Any

import pytest
from draft_samples import draft_with, problems_with, source_problems

from tracker.event.draft import SourceDraft
from tracker.vocabulary import SourceKind

SCHEME = "Only addresses that begin with http:// or https://"
HOST = "The address needs a plain host name"
SIGNS = "may not hold spaces, quotes or control characters"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "This is needed"),
        (None, "This is needed"),
        (7, "has to be text"),
        ("javascript:alert(1)", SCHEME),
        ("JaVaScRiPt:alert(1)", SCHEME),
        ("data:text/html,hello", SCHEME),
        ("vbscript:x", SCHEME),
        ("file:///etc/passwd", SCHEME),
        ("ftp://example.org/a", SCHEME),
        ("mailto:a@example.org", SCHEME),
        ("//example.org/page", SCHEME),
        ("/page", SCHEME),
        ("example.org/page", SCHEME),
        ("Reuters", SCHEME),
        ("http://", HOST),
        ("https:///page", HOST),
        ("https:page", HOST),
        ("https://./page", HOST),
        ("https://localhost/page", HOST),
        ("https://?q=1", HOST),
        ("https://user:word@example.org/", HOST),
        ("https://example.org@evil.example/", HOST),
        ("http://[::1]/", HOST),
        ("http://[::1/", "not a web address"),
        ("https://example.org:port/", "not a web address"),
        ("https://example.org:99999/", "not a web address"),
        ("https://example.org/a b", SIGNS),
        ('https://example.org/"onclick', SIGNS),
        ("https://example.org/<script>", SIGNS),
        ("https:\\\\example.org\\page", SIGNS),
        ("java\tscript:alert(1)", "control characters"),
        ("https://example.org/\x00", "control characters"),
        ("https://example.org/\u202epage", "control characters"),
        ("https://example.org/" + "x" * 1_981, "at most 2,000 characters; it has 2,001"),
        ("https://example.org/" + "x" * 30_000, "at most 2,000 characters"),
    ],
)
def test_an_address_that_a_click_must_not_open_is_refused(url: object, words: str) -> None:
    """Only a web page with a host can be a source; anything else could run a program or lead nowhere."""
    problems = source_problems(url=url)
    assert list(problems) == ["url"]
    assert words in problems["url"]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTP://EXAMPLE.ORG/Page",
        "https://example.org:8443/a?b=c&d=%E7%BD%91#part",
        "http://www.cac.gov.cn/2021-07/04/c_1627016782176163.htm",
        "https://例子.中国/页面",
        "https://203.0.113.7/page",
        "https://example.org/" + "x" * 1_980,
    ],
)
def test_a_web_address_is_kept_as_it_was_given(url: str) -> None:
    """Addresses are not rewritten, since a page may answer to one spelling only."""
    assert draft_with(sources=[{"url": f"  {url}\n"}]).sources[0].url == url


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("publisher", "x" * 201, "at most 200"),
        ("publisher", "A\nB", "control characters"),
        ("published_on", "03/04/2022", "(type 2022-04-03)"),
        ("published_on", "2022-02-30", "There is no day 30"),
        ("published_on", "1900", "lies outside"),
        ("published_on", 2022, "has to be text"),
        ("language", "Chinese", "short code such as en or zh"),
        ("language", "e", "short code"),
        ("kind", "newspaper", "near ones are: news"),
        ("title", "T", "There is no such field"),
    ],
)
def test_a_bad_field_of_a_source_is_named_with_its_place(field: str, value: object, words: str) -> None:
    """The field is told together with the number of the source, counted from 0."""
    problems = problems_with(sources=[{"url": "https://example.org/a"}, {"url": "https://example.org/b", field: value}])
    assert list(problems) == [f"sources.1.{field}"]
    assert words in problems[f"sources.1.{field}"]


def test_every_source_is_looked_at() -> None:
    """A bad source hides neither the next one nor what is wrong beside its address."""
    sources: list[Any] = [{"url": "data:,", "kind": "x"}, "https://example.org/", {"url": "https://example.org/"}, {}]
    assert set(problems_with(sources=sources)) == {"sources.0.url", "sources.0.kind", "sources.1", "sources.3.url"}


def test_a_whole_source_reads_right() -> None:
    """Each field is cleaned, and what was left empty stays unknown."""
    full = {
        "url": " https://example.org/a ",
        "publisher": " Reuters ",
        "published_on": "17 May 2022",
        "language": "zh-Hant",
        "kind": "News",
    }
    sources = draft_with(sources=({"url": "https://example.org/b", "language": "", "kind": None}, full)).sources
    assert sources[0] == SourceDraft(url="https://example.org/b")
    assert sources[1] == SourceDraft(
        url="https://example.org/a",
        publisher="Reuters",
        published_on="2022-05-17",
        language="zh-Hant",
        kind=SourceKind.NEWS,
    )
