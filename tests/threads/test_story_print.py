import datetime as dt
from functools import partial
from html.parser import HTMLParser

from tests.support.makers import event_row
from tracker.read_models import SourceRow
from tracker.web.pages.threads.story import story_html

made_up = partial(event_row, thread="story")

DAY = dt.date(2026, 6, 1)


class Reader(HTMLParser):
    """Gathers what a browser would read: the names of the elements and the words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.words = ""
        self.links: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and where it leads."""
        self.elements.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words += data


def test_a_printed_story_holds_all_that_the_screen_shows() -> None:
    """Title, standing, stages, each event with its facts and how much later it came, and each address in full."""
    source = SourceRow("https://example.org/a?b=1&c=2", "A paper", "2021-01-02", "en", None)
    events = [
        made_up("first", "2021-01-01", end="2021-01-11", sources=(source,), title_zh="第一"),
        made_up("second", "2021-02-01", 2, summary="What happened."),
    ]
    read = Reader(story_html("Story 故事", "Closed as of today.", ["Rule: R: in force."], events, DAY))
    assert read.elements.count("article") == 2
    for words in ("Story 故事", "Closed as of today.", "Rule: R: in force.", "第一", "What happened.", "31 days later"):
        assert words in read.words
    assert "-1 tightening signal; Rule; 10 days in effect" in read.words
    assert "A paper, 2 January 2021: https://example.org/a?b=1&c=2" in read.words
    assert read.links == ["https://example.org/a?b=1&c=2"]
    link = SourceRow("https://example.org/l", "", None, None, None, seen="link", note="<Its label>")
    read = Reader(story_html("Story", "", [], [made_up("one", "2021-01-01", sources=(link,))], DAY))
    assert "https://example.org/l (known by its address only, not opened by us)" in read.words
    assert "Its label" not in read.words


def test_what_was_typed_is_no_markup() -> None:
    """A title or an address with signs of HTML is shown as it was typed."""
    nasty = '<script>alert("1")</script>'
    source = SourceRow('https://example.org/"><b>', nasty, None, None, None)
    event = made_up("one", "2021-01-01", title=nasty, summary=nasty, title_zh=nasty, sources=(source,))
    read = Reader(story_html(nasty, nasty, [nasty], [event], DAY))
    assert not {"script", "b"} & set(read.elements)
    assert read.words.count(nasty) == 8
    assert read.links == ['https://example.org/"><b>']
