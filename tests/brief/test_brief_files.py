"""The brief as its readers open it: python-docx, and a Markdown reader."""

import datetime as dt
import io
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from pypdf import PdfReader
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.command_line import Run
from tests.support.exporting import DAY, HOSTILE, NOTHING, exported
from tests.support.programs import find_browser, find_office
from tracker.brief import brief_of, lay_out, markdown_of
from tracker.brief.markdown import escape_commonmark
from tracker.citation import state_words
from tracker.cli.briefing import with_week
from tracker.database import reading
from tracker.exports import Asked, write_export
from tracker.filters import EventFilter

WEEK = EventFilter(since=dt.date(2021, 10, 4), until=dt.date(2021, 10, 10))
GOLDEN = Path(__file__).parents[1] / "golden" / "brief-2021-10-04.md"
NOT_DRAWN = "could not be drawn where this brief was made"
PNG = b"\x89PNG"


@pytest.fixture
def without_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no picture be drawn."""
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nowhere"))


def page_of(session: Session, chosen: EventFilter) -> str:
    """Return a brief as Markdown, without a picture."""
    brief = brief_of(Asked(session=session, chosen=chosen, on=DAY))
    return "".join(markdown_of(lay_out(brief, picture=None), None))


def text_of(content: bytes, name: str) -> str:
    """Return what the file of a brief says."""
    if name == "md":
        return content.decode()
    return "\n".join(each.text for each in Document(io.BytesIO(content)).paragraphs)


def docx_of(session: Session, chosen: EventFilter, **asked: Any) -> Any:
    """Return a brief as python-docx reads it."""
    return Document(io.BytesIO(exported(session, "docx", chosen, **asked)[0]))


def test_a_week_reads_as_it_should(record: Session) -> None:
    """The whole text of one week; the state of the record apart, which moves with every change."""
    page = page_of(record, WEEK)
    state = state_words(brief_of(Asked(session=record, chosen=WEEK, on=DAY)).state)
    page = page.replace(state, "STATE").replace(state[0].upper() + state[1:], "STATE")
    assert page == GOLDEN.read_text(encoding="utf-8")


def test_each_source_stands_once_in_order_of_first_mention(record: Session) -> None:
    """Numbers in the text rise from 1 as they are first named, and each has its line with an address."""
    page = page_of(record, EventFilter(since=dt.date(2021, 7, 1), until=dt.date(2021, 7, 31)))
    text, _, listing = page.partition("## Sources\n\n")
    named = list(dict.fromkeys(int(each) for each in re.findall(r" \[([0-9]+)\]", text)))
    taken, lines = listing.split("\n\n")[0], listing.split("\n\n")[1].splitlines()
    assert taken == "The addresses were taken from the record on 30 November 2026."
    assert named == list(range(1, len(lines) + 1))
    assert all(re.fullmatch(rf"{number}\. .+\. <https?://[^>]+>( \(.+\))?", line)
               for number, line in enumerate(lines, 1))  # fmt: skip
    assert len({re.search("<(.*?)>", line)[1] for line in lines}) == len(lines)  # type: ignore[index]


@pytest.mark.usefixtures("without_browser")
def test_word_has_its_own_styles_numbers_and_links(record: Session) -> None:
    """Sources are a numbered list, their numbers in the text lead to them, and addresses are real links."""
    document = docx_of(record, WEEK, link=lambda slug: f"https://tracker.example/?event={slug}")
    styles = [each.style.name for each in document.paragraphs]
    assert styles[:3] == ["Title", "Subtitle", "Heading 1"]
    sources = [each for each in document.paragraphs if each.style.name == "List Number"]
    assert document.styles["List Number"].element.pPr.numPr is not None
    addresses = [each.hyperlinks[0].url for each in sources]
    assert all(each.startswith("http") for each in addresses)
    assert len(addresses) == len(set(addresses)) == 12
    marks = [each.get(qn("w:name")) for each in document.element.iter(qn("w:bookmarkStart"))]
    assert marks == [f"source_{number}" for number in range(1, 13)]
    links = [link for each in document.paragraphs for link in each.hyperlinks]
    within = [link for link in links if link.fragment and not link.address]
    assert {link.fragment for link in within} == set(marks)
    assert all(link.text == f"[{link.fragment.removeprefix('source_')}]" for link in within)
    assert any(link.url.startswith("https://tracker.example/?event=meituan") for link in links)


@pytest.mark.usefixtures("without_browser")
def test_word_knows_title_language_and_chinese_letters_and_no_author(record: Session) -> None:
    """Nobody is made up, and Chinese text has letters of its own."""
    document = docx_of(record, WEEK)
    about = document.core_properties
    assert about.title == document.paragraphs[0].text == (
        "What happened in China's regulation of technology: 4 October 2021 to 10 October 2021"
    )  # fmt: skip
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.language == "en-GB"
    language, *_ = document.styles.element.iter(qn("w:lang"))
    assert (language.get(qn("w:val")), language.get(qn("w:eastAsia"))) == ("en-GB", "zh-CN")
    fonts = list(document.styles.element.iter(qn("w:rFonts")))
    assert {each.get(qn("w:eastAsia")) for each in fonts} == {"Microsoft YaHei"}
    assert not any("Theme" in name for each in fonts for name in each.attrib)
    assert "市场准入负面清单(2021年版)" in "".join(each.text for each in document.paragraphs)


@pytest.mark.usefixtures("without_browser")
def test_the_same_brief_is_the_same_bytes(record: Session) -> None:
    """Its archive notes no time."""
    first = exported(record, "docx", WEEK)[0]
    assert exported(record, "docx", WEEK)[0] == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.browser
def test_the_picture_is_in_both(record: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what it shows in words; in Markdown it stands at the very end."""
    monkeypatch.setenv("BROWSER_PATH", find_browser() or "")
    assert NOT_DRAWN not in text_of(exported(record, "md", WEEK)[0], "md")
    content, written = exported(record, "docx", WEEK)
    assert written.remark == ""
    document: Any = Document(io.BytesIO(content))
    assert len(document.inline_shapes) == 1
    (properties,) = document.element.iter(qn("wp:docPr"))
    assert properties.get("descr").startswith(
        "China's regulation of technology, 20 September 2021 to 10 October 2021. "
    )
    images = [part for part in document.part.package.iter_parts() if part.content_type == "image/png"]
    assert images[0].blob.startswith(PNG)
    page = exported(record, "md", WEEK)[0].decode()
    assert page.splitlines()[-1].startswith("[chart]: <data:image/png;base64,iVBOR")
    assert '<img src="data:image/png;base64,iVBOR' in MarkdownIt().render(page)


class Terminal(io.BytesIO):
    """A stream that people look at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_terminal_gets_the_words_alone(record: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The letters of a picture would push them away; nothing is drawn for it, and what is left out is said."""
    monkeypatch.setattr("tracker.brief.picture_bytes", lambda *_: pytest.fail("drawn"))
    screen = Terminal()
    written = write_export(Asked(session=record, chosen=WEEK, on=DAY), "md", screen)
    assert screen.getvalue().decode() == page_of(record, WEEK)
    assert written.remark == "A terminal shows no picture; a file has that of the chart too."


@pytest.mark.usefixtures("without_browser")
@pytest.mark.parametrize("name", ["docx", "md"])
def test_without_a_browser_it_is_whole_but_for_the_picture(record: Session, name: str) -> None:
    """And the sentence that says so says what to do."""
    content, written = exported(record, name, WEEK)
    assert written.count == 2
    assert written.remark.startswith("The brief has no picture of the chart. Pictures need Chromium or Chrome")
    assert NOT_DRAWN in text_of(content, name)
    assert NOT_DRAWN not in text_of(exported(record, name, NOTHING)[0], name)
    if name == "docx":
        assert len(Document(io.BytesIO(content)).inline_shapes) == 0
    else:
        assert b"[chart]" not in content


@pytest.mark.slow
@pytest.mark.usefixtures("without_browser")
def test_libreoffice_opens_it(record: Session, tmp_path: Path) -> None:
    """It shows the title, headings, all sources' numbers, Chinese and pages' numbers; so for an empty one."""
    office = find_office()
    assert office, "This test opens the brief in LibreOffice, which is missing here: make programs installs it."
    chosen = {"week": WEEK, "nothing": replace(NOTHING, since=WEEK.since, until=WEEK.until)}
    for name, each in chosen.items():
        (tmp_path / f"{name}.docx").write_bytes(exported(record, "docx", each)[0])
    _convert(office, tmp_path, *chosen)
    week, nothing = (" ".join(_pages(tmp_path / f"{name}.pdf")) for name in chosen)
    for text in (week, nothing):
        assert text.startswith("What happened in China's regulation of technology: 4 October 2021 to 10 October 2021")
        assert "How to cite it" in text
    listing = week.partition(" Sources")[2].partition("How to read this")[0]
    assert re.findall(r"(?<= )[0-9]+(?=\. [A-Z])", listing) == [str(each) for each in range(1, 13)]
    assert "市场准入负面清单(2021年版)" in week.replace(" ", "")
    assert _pages(tmp_path / "week.pdf")[1].endswith(" 2")
    assert "No event that the filter keeps is recorded in this period." in nothing
    assert " Sources " not in nothing


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("days", [("2021-07-01", "2021-07-31"), ("2026-06-15", "2026-06-21")])
def test_the_picture_stands_on_the_first_page(
    record: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: tuple[str, str]
) -> None:
    """It is no higher than what is left below the first words, and the list of what moved the line begins below it."""
    monkeypatch.setenv("BROWSER_PATH", find_browser() or "")
    office = find_office()
    assert office, "This test opens the brief in LibreOffice, which is missing here: make programs installs it."
    since, until = map(dt.date.fromisoformat, days)
    (tmp_path / "brief.docx").write_bytes(exported(record, "docx", EventFilter(since=since, until=until))[0])
    _convert(office, tmp_path, "brief")
    assert len(PdfReader(tmp_path / "brief.pdf").pages[0].images) == 1


def _convert(office: str, folder: Path, *names: str) -> None:
    """Make PDFs of Word documents in a folder."""
    # A profile of its own, since LibreOffice lets only one program work in each.
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
               "--outdir", folder, *(folder / f"{name}.docx" for name in names)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr


def _pages(file: Path) -> list[str]:
    """Return the text of each page of a PDF, on one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(file).pages]


@pytest.mark.usefixtures("without_browser")
def test_hostile_texts_are_text(hostile_engine: Engine) -> None:
    """In Word they stand as they are; in Markdown a reader shows them as typed, and none becomes HTML or a link."""
    with reading(hostile_engine) as session:
        document, page = docx_of(session, EventFilter()), page_of(session, EventFilter())
        assert exported(session, "docx", NOTHING)[1].count == 0
    told = "\n".join(each.text for each in document.paragraphs)
    tokens = [inner for each in MarkdownIt().parse(page) for inner in (each.children or [])]
    shown = "".join(each.content for each in tokens)
    for text in (" ".join(each.split()) for each in HOSTILE):
        assert text in told
        assert text in shown
    assert not [each for each in tokens if each.type in {"html_inline", "image", "code_inline", "em_open"}]
    assert {each.type for each in MarkdownIt().parse(page)}.isdisjoint({"html_block", "fence", "code_block", "hr"})
    links = [str(each.attrs["href"]) for each in tokens if each.type == "link_open"]
    assert all(each.startswith("https://example.org/") for each in links)


@pytest.mark.parametrize("text", [*HOSTILE, "# x", "1. x", "1) x", "- x", "+ x", "= x", "www.a.org", "a:b: `c` ~~d~~"])
def test_a_text_that_begins_a_paragraph_stays_a_text(text: str) -> None:
    """Whatever it begins with."""
    from tracker.brief.blocks import BlockStyle, block

    page = "".join(markdown_of([block(BlockStyle.WORDS, text), block(BlockStyle.ITEM, text)], None))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(page)
    shown = ["".join(part.content for part in each.children or []) for each in tokens if each.type == "inline"]
    assert shown == [text, text]
    assert "www." not in escape_commonmark(text)


def test_signs_that_xml_refuses_are_left_out(record: Session) -> None:
    """They cannot be stored, but a search may hold them."""
    chosen = EventFilter(search="a\x00\x0b\ud800b")
    content, _ = exported(record, "docx", chosen)
    assert "Search: a b" in "".join(each.text for each in Document(io.BytesIO(content)).paragraphs)
    assert exported(record, "md", chosen)[0]


@pytest.mark.parametrize(
    ("since", "until", "week"),
    [
        (None, None, ("2026-11-23", "2026-11-29")),
        (None, "2021-10-10", ("2021-10-04", "2021-10-10")),
        ("2026-11-01", None, ("2026-11-01", "2026-11-30")),
        ("2027-01-01", None, ("2027-01-01", "None")),
        ("2027-01-01", "2027-03-31", ("2027-01-01", "2027-03-31")),
    ],
)
def test_the_usual_period(since: str | None, until: str | None, week: tuple[str, str]) -> None:
    """On a Monday it is the week that has just ended."""
    first, last = (dt.date.fromisoformat(each) if each else None for each in (since, until))
    found = with_week(EventFilter(since=first, until=last), DAY)
    assert (str(found.since), str(found.until)) == week


def test_a_period_ahead_has_a_title_that_can_be(record: Session) -> None:
    """It does not end before it begins."""
    chosen = with_week(EventFilter(since=dt.date(2027, 1, 1)), DAY)
    assert page_of(record, chosen).startswith(
        "# What happened in China's regulation of technology: from January 2027\n"
    )


def test_the_address_of_the_citation_is_a_link(record: Session) -> None:
    """In Word and in Markdown, where it would not be one by itself."""
    page = "https://tracker.example/a_b"
    brief = brief_of(Asked(session=record, chosen=WEEK, on=DAY, link=lambda _slug: page))
    assert f". <{page}> (accessed 30 November 2026)." in "".join(markdown_of(lay_out(brief, picture=None), None))


@pytest.mark.usefixtures("without_browser")
def test_the_command(run: Run, tmp_path: Path) -> None:
    """It prints Markdown, writes either file, and knows no other."""
    period = ("--since", "2021-10-04", "--until", "2021-10-10")
    printed = run("brief", *period)
    assert printed.status == 0
    assert printed.err.startswith("The brief has no picture of the chart. ")
    assert printed.out.startswith("# What happened in China's regulation of technology: 4 October 2021 to 10 October")
    written = run("brief", *period, "--output", tmp_path / "note.docx")
    assert written.status == 0
    assert written.err.startswith(f"2 events written to {tmp_path}/note.docx. The brief has no picture of the chart. ")
    assert (tmp_path / "note.docx").stat().st_size > 10_000
    wrong = run("brief", *period, "--output", tmp_path / "note.csv")
    assert wrong.status == 2
    assert "has to end in .docx or .md" in wrong.err
