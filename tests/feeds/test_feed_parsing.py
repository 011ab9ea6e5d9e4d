"""What feeds hold, well-formed and hostile, becomes items that can be shown, stored and read."""

import datetime as dt
import json
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.feed_server import ATOM, JSON_FEED, LINKS, item, rss
from tracker.errors import FeedProblem
from tracker.feed_items import FetchedItem
from tracker.feeds.feed_list import Feed, FeedForm
from tracker.feeds.parsing import MOST_ITEMS, parse_answer
from tracker.feeds.visiting import Answer

TODAY = dt.date(2026, 6, 20)
FEED = Feed("a", "A", "https://feeds.example/rss")
LIST = replace(FEED, form=FeedForm.LINKS, selector="ul.list li")

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![x](https://evil.example/a.png)",
    "</title><svg/onload=alert(1)>",
    "'; DROP TABLE event; --",
    '=HYPERLINK("https://evil.example")',
    "{{7*7}} ${7*7} %{x}",
    "\u202egnp.exe\u202c \u200b\u2066x\u2069 \ufeff",
    "$$\\int$$ :material/home: :red[x]",
    "a" * 5000,
)
NO_TITLE = {HOSTILE[0], HOSTILE[1], HOSTILE[3]}


def parse(body: bytes, feed: Feed = FEED, **headers: str) -> tuple[FetchedItem, ...]:
    """Parse a body."""
    return parse_answer(feed, Answer(feed.address, 200, headers, body), TODAY)


def test_rss_gives_items_with_their_publishers_day() -> None:
    """Title, address, own name, words, and the day as it was where the page was published."""
    (found,) = parse(rss(item(1, pubDate="Mon, 01 Jun 2026 01:00:00 +0800")))
    assert (found.url, found.title, found.own_id) == ("https://example.org/1", "Item 1", "https://feeds.example/id-1")
    assert (found.published_on, found.language) == (dt.date(2026, 6, 1), "en")
    assert (found.summary, found.text) == ("Words of item 1.", "Words of item 1.")


def test_atom_gives_items_whose_text_holds_no_markup() -> None:
    """Entities are read once, a relative address is completed, scripts are no text."""
    (found,) = parse(ATOM)
    assert (found.url, found.title) == ("https://feeds.example/atom/1", "One & two")
    assert found.text == "First part.\n\nSecond part."
    assert found.published_on == dt.date(2026, 6, 2)


def test_a_json_feed_gives_items() -> None:
    """What is no item, or has no address, is left out."""
    (found,) = parse(JSON_FEED)
    assert (found.url, found.title, found.own_id) == ("https://example.org/json", "From JSON", "7")
    assert (found.text, found.published_on) == ("Plain words", dt.date(2026, 6, 3))


def test_a_page_that_lists_links_gives_them_with_their_days() -> None:
    """The link's full title wins over its cut words; what leads to no page is left out."""
    first, second = parse(LINKS, LIST)
    assert (first.url, first.title) == ("https://feeds.example/c/1.htm", "关于算法的通知")
    assert (first.published_on, first.language) == (dt.date(2026, 6, 1), "zh")
    assert (second.title, second.published_on) == ("第二条", dt.date(2026, 6, 2))
    assert parse(LINKS, replace(LIST, selector="ul.list a")) == (first, second)


def test_a_list_in_an_older_encoding_is_read_as_its_server_says() -> None:
    """GB2312 from the header, where the page itself says nothing."""
    page = "<ul class=list><li><a href=/1>关于平台的规定</a> 2026-06-01</ul>".encode("gb2312")
    (found,) = parse(page, LIST, **{"content-type": "text/html; charset=gb2312"})
    assert found.title == "关于平台的规定"


@pytest.mark.parametrize(
    "selector", ["", "li:has(", "li[", "a::attr(href)", "*" * 50, "p > > a", "section.news a", "\x00", "'"]
)
def test_a_selector_that_finds_nothing_is_told(selector: str) -> None:
    """One that cannot be read as well."""
    with pytest.raises(FeedProblem, match="selector"):
        parse(LINKS, replace(LIST, selector=selector))


def test_a_day_that_lies_ahead_is_not_believed() -> None:
    """Nor is one that is no day; the item stays."""
    days = ("Mon, 01 Jun 2126 08:00:00 GMT", "yesterday", "", "Mon, 99 Jun 2026", "0000-00-00")
    found = parse(rss(*(item(number, pubDate=day) for number, day in enumerate(days, start=1))))
    assert [each.published_on for each in found] == [None] * len(days)


def test_addresses_that_lead_to_no_page_are_left_out() -> None:
    """Only http and https with a plain host are kept."""
    links = (
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://user@example.org/", "https://[",
        "/ok", "//example.org/p", "mailto:a@example.org", "https://example.org/a b", "ftp://example.org/", "vbscript:x",
    )  # fmt: skip
    found = parse(rss(*(item(1, link=link, guid="") for link in links)))
    assert [each.url for each in found] == ["https://feeds.example/ok", "https://example.org/p"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    """No markup, no signs that turn the reading direction or that nobody sees, nothing too long."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    for body in (rss(item(1, title=escaped, description=escaped)), rss(item(1, title=f"<![CDATA[{text}]]>"))):
        items = parse(body)
        # Markup alone leaves no title, and an item without one is left out.
        assert items or text in NO_TITLE
        for found in items:
            assert len(found.title) <= 300
            assert len(found.summary) <= 400
            for shown in (found.title, found.summary, found.text):
                assert "<script" not in shown
                assert "onerror=" not in shown
                assert not set(shown) & set("\u202e\u202c\u200b\u2066\u2069\ufeff\x00")


def test_an_item_without_a_title_takes_its_first_words() -> None:
    """With neither it is left out."""
    with_words, without = item(1, title=""), item(2, title="", description="")
    assert [each.title for each in parse(rss(with_words, without))] == ["Words of item 1."]


def test_one_address_is_one_item() -> None:
    """However often a feed repeats it; and no more items are taken than anybody looks at."""
    assert len(parse(rss(*[item(1)] * 5, item(1, link="http://www.example.org/1?utm_source=x")))) == 1
    many = [item(1, link=f"https://example.org/{number}", guid="") for number in range(MOST_ITEMS + 50)]
    assert len(parse(rss(*many))) == MOST_ITEMS


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\x00" * 1000, b"<html><body>Access denied</body></html>", b"{", b"{}", b'{"items": []}', b"[]", b"null",
        b'{"version": "https://jsonfeed.org/version/1", "items": {}}', b"plain words", b"%PDF-1.7", b"\xff\xfe<\x00",
        b"[" * 100_000, b'{"a":' * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_feed_is_told(body: bytes) -> None:
    """A page, noise, or JSON of another kind is one sentence."""
    with pytest.raises(FeedProblem):
        parse(body)


def test_a_broken_feed_gives_what_can_be_read() -> None:
    """A cut end, a bare ampersand and a wrong encoding lose no more than they have to."""
    whole = rss(item(1), item(2, title="A & B"), item(3))
    assert [each.title for each in parse(whole)] == ["Item 1", "A & B", "Item 3"]
    assert [each.title for each in parse(whole[: whole.index(b"<item>", 400)])][:1] == ["Item 1"]
    assert len(parse(rss(item(1)).replace(b"Item", b"\xff\xfeItem"))) == 1


def test_entities_of_its_own_make_no_feed(tmp_path: Path) -> None:
    """Neither do laughs by the billion grow, nor is a file read into a title."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    for entities in (f'<!ENTITY l0 "ha">{laughs}', f'<!ENTITY l11 SYSTEM "{secret.as_uri()}">'):
        body = rss(item(1, title="&l11;")).replace(b"<rss", f"<!DOCTYPE rss [{entities}]><rss".encode(), 1)
        with pytest.raises(FeedProblem, match="entities of its own"):
            parse(body)
        for encoding in ("utf-16", "utf-7"):
            hidden = body.decode().replace('"1.0"', f'"1.0" encoding="{encoding}"').encode(encoding)
            try:
                (found,) = parse(hidden)
            except FeedProblem:
                continue
            assert len(found.title) < 100
            assert "secret" not in found.title


@pytest.mark.parametrize(
    "inside",
    [
        "<a>" * 300_000, "<![CDATA[" + "<a>" * 90_000 + "]]>", "<![CDATA[" + "<p>" * 400_000 + "]]>",
        "<!-- -->" * 100_000, "<div " * 300_000, "<" * 500_000, "<!--" * 200_000, "&lt;b&gt;" * 300_000,
        "<p>x" * 100_000,
        "<![CDATA[" * 100_000, "&amp;" * 500_000, "<a b='" * 200_000, "<item>" * 100_000, "<x/>" * 300_000,
    ],
)  # fmt: skip
def test_absurd_markup_takes_no_more_than_seconds(inside: str) -> None:
    """Nesting without end, tags that never close and comments that never end are refused or read in a moment."""
    began = time.monotonic()
    for body in (rss(item(1, description=inside)), rss(item(1)) + inside.encode()):
        with suppress(FeedProblem):
            parse(body)
    with pytest.raises(FeedProblem):
        parse(f"<ul>{inside}".encode(), LIST)
    assert time.monotonic() - began < 20


def test_a_body_that_names_a_file_opens_none(tmp_path: Path) -> None:
    """A body is a body, also where it looks like a path or an address."""
    file = tmp_path / "feed.xml"
    file.write_bytes(rss(item(1)))
    for body in (str(file), file.as_uri(), "https://feeds.example/rss"):
        with pytest.raises(FeedProblem):
            parse(body.encode())


def test_pages_inside_a_feed_count_for_no_nesting() -> None:
    """What is marked as text may hold line breaks and pictures that never close, as most feeds' items do."""
    inside = "<p>Words.<br><img src='https://example.org/a.png'>" * 20
    found = parse(rss(*(item(number, description=f"<![CDATA[{inside}]]>") for number in range(1, 29))))
    assert len(found) == 28
    assert found[0].text.startswith("Words.")
    with pytest.raises(FeedProblem, match="too deeply"):
        parse(rss(item(1)) + b"<![CDATA[ ]]>" + b"<a>" * 300 + b"<!-- never ends")


def test_a_name_that_names_several_items_names_none() -> None:
    """Nor does a name that is none; a number is one."""
    found = parse(rss(item(1, guid="0"), item(2, guid="0"), item(3)))
    assert [each.own_id for each in found] == ["", "", "https://feeds.example/id-3"]
    entries = [{"id": own, "url": f"https://example.org/{place}", "title": "T"}
               for place, own in enumerate((None, 7, "8", ["9"], True))]  # fmt: skip
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": entries}).encode()
    assert [each.own_id for each in parse(body)] == ["", "7", "8", "", ""]


def test_addresses_that_no_database_or_terminal_takes_are_left_out() -> None:
    """Half characters, signs that steer a terminal or the direction of reading, and what is too long in bytes."""
    links = ["https://x.org/\ud800", "https://x.org/\x9b31m", "https://x.org/\u202egnp", f"https://x.org/{'规' * 1900}"]
    entries = [{"url": link, "title": "T"} for link in (*links, "https://x.org/fine")]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": entries}).encode()
    assert [each.url for each in parse(body)] == ["https://x.org/fine"]


@pytest.mark.parametrize(
    "day", ["2026-06-01T08:00:00+08:00", "Mon, 01 Jun 2026 08:00:00 +0800", "2026年6月1日", "2026/06/01 08:00",
            "1 June 2026", "2026-06-01 08:00:00", "2026-06-01T99:00"]
)  # fmt: skip
def test_days_are_read_in_many_forms(day: str) -> None:
    """As feeds write them, and as people do."""
    assert parse(rss(item(1, pubDate=day)))[0].published_on == dt.date(2026, 6, 1)


def test_a_day_that_cannot_be_read_leaves_the_next_one() -> None:
    """Where the day of publication is none, the day of the last change has to do."""
    body = ATOM.replace(b"<updated>", b"<published>soon</published><updated>")
    assert parse(body)[0].published_on == dt.date(2026, 6, 2)


def test_a_list_in_chinese_keeps_the_words_that_its_encoding_lacks() -> None:
    """A page that calls itself GB2312 uses the larger sets all the same; so does one that names none."""
    page = f"<ul class=list><li><a href=/1>{'关于国务院镕基同志的规定' * 4}</a> 2026-06-01</ul>"
    for declared, header in (("<meta charset=gb2312>", ""), ("", "text/html; charset=GB2312"), ("", "")):
        body = f"<html><head>{declared}</head>{page}".encode("gb18030")
        (found,) = parse(body, LIST, **{"content-type": header})
        assert "镕" in found.title
    xhtml = f'<?xml version="1.0" encoding="utf-8"?><html><body>{page}</body></html>'.encode()
    assert "镕" in parse(xhtml, LIST)[0].title


def test_the_language_is_that_of_the_text_where_it_is_known() -> None:
    """Japanese with Chinese signs is neither Chinese nor English, so nothing is said."""
    titles = ("A rule for apps", "关于算法的通知", "個人情報の保護に関するガイドラインについて")
    assert [parse(rss(item(1, title=title, description="")))[0].language for title in titles] == ["en", "zh", None]


@pytest.mark.parametrize(("encoding", "declared"), [("gb18030", "gb2312"), ("utf-8", "utf-8"), ("utf-8", "no-such")])
def test_half_a_character_costs_its_own_title_only(encoding: str, declared: str) -> None:
    """Sites cut titles at a number of bytes; the rest of the list stays readable."""
    first, second = (f"<li><a href=/{number}>关于平台的规定</a> 2026-06-01</li>".encode(encoding) for number in (1, 2))
    cut = first.replace("定".encode(encoding), "定".encode(encoding)[:1])
    body = f"<meta charset={declared}><ul class=list>".encode() + cut + second + b"</ul>"
    titles = [each.title for each in parse(body, LIST)]
    assert (titles[0][:6], titles[1]) == ("关于平台的规", "关于平台的规定")
