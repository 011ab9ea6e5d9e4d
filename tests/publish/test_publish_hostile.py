"""Texts that try to be more than text are texts on every page of a site and in the one file."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.publish.conftest import TODAY, publish
from tests.support.makers import ANN, new_database
from tests.support.site_reading import ReadPage, pages_of
from tracker.database import reading, writing
from tracker.event.draft import parse_event
from tracker.filters import EventFilter
from tracker.publish import write_html
from tracker.store import add_event
from tracker.vocabulary import Origin

PAYLOADS = (
    '<img src="https://example.org/a.png" onerror="window.broken=1"><b>bold</b> & <script>window.broken=1</script>',
    "</script><script>window.broken=1</script><!--",
    "\"><svg onload=window.broken=1><a href='javascript:window.broken=1'>x</a>",
    "{{ 7 * 7 }} {% include 'base.html' %} ${7*7} %{x} <extra>out</extra>",
    "]]></svg><foreignObject><iframe srcdoc='&lt;script&gt;'></iframe>",
    "</title></style></textarea>滴滴 &lt;i&gt; &#60;b&#62; #12161b rgba(0,0,0,1)",
    '"#6f2500"',
)
FORBIDDEN = {"img", "iframe", "object", "embed", "b", "i", "foreignobject", "extra", "textarea"}


@pytest.fixture
def hostile(tmp_path: Path) -> Engine:
    """A record in which every text that people type is a payload, with enough events of each for a chart."""
    engine = new_database(f"sqlite:///{tmp_path / 'hostile.db'}")
    with writing(engine) as session:
        for number in range(len(PAYLOADS) * 9):
            text = PAYLOADS[number % len(PAYLOADS)]
            values = {
                "title": text,
                "title_zh": text,
                "also_called": [text],
                "date": f"20{10 + number // len(PAYLOADS)}-06-{10 + number % len(PAYLOADS)}",
                "kind": "rule",
                "stance": number % 7 - 3,
                "stance_reason": text,
                "reach": 4,
                "companies": [text],
                "sectors": [f"Sector {text}"],
                "thread": f"Thread {text}",
                "summary": text,
                "date_evidence": text,
                "document_number": text[:50],
                "sources": [{"url": f"https://example.org/{number}?a=1&b=2", "publisher": text, "note": text}],
            }
            event = parse_event(values)
            add_event(session, event, origin=Origin.FORM, actor=ANN, slug=f"hostile-{number}", token=None)
    return engine


def check(page: ReadPage) -> None:
    """Hold a page to its own elements: nothing of a payload is one, and nothing runs but the page's own files."""
    tags = {tag for tag, _ in page.tags}
    assert tags & FORBIDDEN == set()
    for tag, values in page.tags:
        assert not [name for name in values if name.startswith("on")], (tag, values)
        for name in ("href", "src", "action"):
            assert not re.match(r"\s*(javascript|data|vbscript):", values.get(name, ""), re.IGNORECASE)
        if tag == "script":
            assert values.get("type", "").endswith("json") or "src" in values


def test_a_site_runs_no_text(hostile: Engine, tmp_path: Path) -> None:
    """Each payload stands as typed on pages of events, names, stories and lists, and as data for programs."""
    folder = tmp_path / "site"
    publish(hostile, folder, title=PAYLOADS[0], base_url="https://example.org/a/")
    told = dict(pages_of(folder))
    for page in told.values():
        check(page)
    for number, text in enumerate(PAYLOADS):
        page = told[f"event/hostile-{number}.html"]
        assert " ".join(text.split()) in page.told
        assert page.data[0]["name"] == text
        assert any(" ".join(text.split()) in other.told for place, other in told.items() if place.startswith("story/"))
        assert " ".join(text.split()) in told["index.html"].told
    assert told["index.html"].data[0]["name"] == PAYLOADS[0]
    assert "49" not in told["event/hostile-3.html"].told


def test_the_one_file_runs_no_text(hostile: Engine) -> None:
    """The same for the one file, whose scripts are the program's own, told by their digests, and are told from data."""
    stream = BytesIO()
    with reading(hostile) as session:
        assert write_html(session, EventFilter(), stream, today=TODAY) == len(PAYLOADS) * 9
    text = stream.getvalue().decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    page = ReadPage(text)
    allowed = policy[1].count("sha256-")
    own = [values for tag, values in page.tags if tag == "script" and not values.get("type")]
    assert len(own) == allowed == 3
    assert "unsafe-inline" not in policy[1].partition("style-src")[0]
    assert {tag for tag, _ in page.tags} & FORBIDDEN == set()
    assert not [1 for _, values in page.tags for name in values if name.startswith("on")]
    for payload in PAYLOADS:
        assert " ".join(payload.split()) in page.told
    figure, colours = page.data
    assert {"data", "layout"} <= set(figure)
    assert colours["#6f2500"] == "#ffc48a"
