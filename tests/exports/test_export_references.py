"""References as the libraries read them that people cite with."""

import datetime as dt
import io
import json
import re
from typing import Any

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.exporting import DAY, HOSTILE, NOTHING, exported
from tests.support.makers import ANN, make_draft
from tracker.addresses import normalise_address
from tracker.database import reading, writing
from tracker.exports.references import key_of
from tracker.filters import EventFilter
from tracker.queries import get_event, list_events
from tracker.store import add_event
from tracker.vocabulary import Origin, Seen

ONE = EventFilter(search="Data Security Law passed")


def bibtex(session: Session, chosen: EventFilter | None = None) -> dict[str, dict[str, str]]:
    """Return the fields of each entry by its key, as pybtex reads them."""
    entries = parse_string(exported(session, "bib", chosen)[0].decode(), "bibtex").entries
    return {key: dict(entry.fields) for key, entry in entries.items()}


def ris(session: Session, chosen: EventFilter | None = None) -> list[dict[str, Any]]:
    """Return the entries as rispy reads them."""
    read: list[dict[str, Any]] = rispy.loads(exported(session, "ris", chosen)[0].decode())
    return read


def csl(session: Session, chosen: EventFilter | None = None) -> list[dict[str, Any]]:
    """Return the entries of CSL-JSON."""
    read: list[dict[str, Any]] = json.loads(exported(session, "csl.json", chosen)[0])
    return read


def plain(text: str) -> str:
    """Return a field of BibTeX as a reader sees it: commands as their signs, and no braces."""
    signs = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{"}
    signs["textbraceright"] = "}"
    return re.sub(r"\\(text\w+)\{\}|\\(.)|[{}]", lambda found: signs.get(found[1] or "", found[2] or ""), text)


def test_each_page_is_a_reference_in_three_forms(record: Session) -> None:
    """Each page of the record once, under the same lasting key, its title whole; one that was opened with a day."""
    sources = [source.url for row in list_events(record) for source in row.sources]
    addresses = list({normalise_address(url): url for url in reversed(sources)}.values())
    addresses.sort(key=sources.index)
    links = {key_of(source.url): source for row in reversed(list_events(record)) for source in reversed(row.sources)}
    by_key = {key_of(source.url): row for row in reversed(list_events(record)) for source in reversed(row.sources)}
    in_bibtex, in_ris, in_csl = bibtex(record), ris(record), csl(record)
    assert [each["URL"] for each in in_csl] == [each["urls"][0] for each in in_ris] == addresses
    assert [each["url"] for each in in_bibtex.values()] == addresses
    assert list(in_bibtex) == [each["id"] for each in in_ris] == [each["id"] for each in in_csl]
    for key, one, other, third in zip(in_bibtex, in_bibtex.values(), in_ris, in_csl, strict=True):
        row = by_key[key]
        title = f"[On: {row.title} ({row.title_zh})]" if row.title_zh else f"[On: {row.title}]"
        assert plain(one["title"]) == other["title"] == third["title"] == title
        if links[key].seen == Seen.LINK:
            assert "urldate" not in one
            assert "access_date" not in other
            assert "accessed" not in third
            assert third["note"].endswith("; known by its address only, not opened by us")
        else:
            assert (one["urldate"], other["access_date"]) == (DAY.isoformat(), f"{DAY:%Y/%m/%d}/")
            assert third["accessed"] == {"date-parts": [[DAY.year, DAY.month, DAY.day]]}
    assert {source.seen for source in links.values()} == {None, "link"}
    assert exported(record, "bib")[1].count == len(addresses)
    assert exported(record, "bib")[1].noun == "source"


def test_chinese_titles_are_intact(record: Session) -> None:
    """As the record holds them, in each form."""
    row = get_event(record, "data-security-law")
    chosen = EventFilter(since=row.first_on, until=row.first_on)
    for file in (exported(record, name, chosen)[0].decode() for name in ("bib", "ris", "csl.json")):
        assert "中华人民共和国数据安全法" in file


@pytest.mark.parametrize(
    ("published", "parts", "fields", "day"),
    [
        ("2021-07-04", [[2021, 7, 4]], ("2021", "7", "2021-07-04"), "2021/07/04/"),
        ("2021-07", [[2021, 7]], ("2021", "7", "2021-07"), "2021/07//"),
        ("2021", [[2021]], ("2021", None, "2021"), "2021///"),
        ("Q3 2021", [[2021, 7], [2021, 9]], ("2021", None, None), None),
        ("2021-07/2021-08-04", [[2021, 7], [2021, 8]], ("2021", None, None), None),
        ("2020-11-05/..", [[2020, 11, 5]], ("2020", None, None), None),
        ("2019/..", [[2019]], ("2019", None, None), None),
        ("about 4 July 2021", [[2021, 7, 4]], ("2021", None, None), None),
    ],
)
def test_a_date_is_as_fine_as_it_is_known(
    engine: Engine, published: str, parts: list[list[int]], fields: tuple[str | None, ...], day: str | None
) -> None:
    """What a form cannot say stands in words in the note, and never as a day by guess."""
    source = {"url": "https://example.org/a", "publisher": "Reuters", "published_on": published, "language": "en"}
    with writing(engine) as session:
        add_event(session, make_draft(sources=[source]), origin=Origin.FORM, actor=ANN, slug="one")
    with reading(engine) as session:
        (one,), (other,), (third,) = bibtex(session).values(), ris(session), csl(session)
    assert third["issued"]["date-parts"] == parts
    assert third["issued"].get("circa", False) == published.startswith("about")
    assert tuple(one.get(name) for name in ("year", "month", "date")) == fields
    assert other.get("date") == day
    assert ("published" in one["note"]) == ("published" in other["notes"][0]) == (day is None)


def test_a_page_of_several_events_stands_once(engine: Engine) -> None:
    """Beside the earliest of them, however its address is written."""
    with writing(engine) as session:
        for slug, date, url in (("late", "2022-06-01", WRITTEN[0]), ("early", "2021-06-01", WRITTEN[1])):
            draft = make_draft(title=slug, date=date, sources=[{"url": url}])
            add_event(session, draft, origin=Origin.FORM, actor=ANN, slug=slug)
    with reading(engine) as session:
        (fields,) = bibtex(session).values()
    assert (plain(fields["title"]), fields["url"]) == ("[On: early]", WRITTEN[1])


WRITTEN = ("https://example.org/news/1", "http://www.example.org/news/1/?utm_source=feed#top")
"""One address, written in two ways."""


def test_a_key_is_for_good(engine: Engine) -> None:
    """Whatever filter keeps the page, and whatever comes before it later on, what cites it still finds it."""
    with writing(engine) as session:
        draft = make_draft(title="Later", date="2022-06-01", sources=[{"url": WRITTEN[0]}])
        add_event(session, draft, origin=Origin.FORM, actor=ANN, slug="later")
    with reading(engine) as session:
        (before,) = bibtex(session)
    with writing(engine) as session:
        sources = [{"url": "https://example.org/other"}, {"url": WRITTEN[1]}]
        add_event(session, make_draft(date="2021-06-01", sources=sources), origin=Origin.FORM, actor=ANN, slug="early")
    with reading(engine) as session:
        alone, whole = bibtex(session, EventFilter(since=dt.date(2022, 1, 1))), bibtex(session)
    assert before == "example-org-4b1739da4895"
    assert list(alone) == [before]
    assert before in whole
    assert len(whole) == 2
    assert re.fullmatch("[a-z0-9-]+", key_of("https://例子.中国/政策"))


def test_a_list_of_references_is_made_of_them(record: Session) -> None:
    """citeproc-py writes each by a citation style, with publisher, year and address."""
    entries = csl(record, EventFilter(until=dt.date(2018, 6, 30)))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    library = CitationStylesBibliography(style, CiteProcJSON(entries), formatter.plain)
    for each in entries:
        library.register(Citation([CitationItem(each["id"])]))
    written = [str(each) for each in library.bibliography()]
    assert len(written) == len(entries) > 5
    for each in entries:
        (line,) = [line for line in written if each["URL"] in line]
        assert each["title"][1:-1].split(" (")[0] in line
        assert "issued" not in each or str(each["issued"]["date-parts"][0][0]) in line


def test_who_published_a_page_is_cited_as_its_author(record: Session) -> None:
    """As one name that no program takes apart, and once; a page of nobody known has none."""
    entries = parse_string(exported(record, "bib")[0].decode(), "bibtex").entries.values()
    names = [" ".join(str(person) for person in each.persons.get("author", [])) for each in entries]
    in_csl, in_ris = csl(record), ris(record)
    published = {source.publisher for row in list_events(record) for source in row.sources}
    assert len(set(names)) > 100
    for name, entry, other, third in zip(names, entries, in_ris, in_csl, strict=True):
        author = third["author"][0]["literal"] if "author" in third else ""
        assert author in published
        assert plain(name) == author
        # RIS takes a name apart at a comma.
        in_ris_as = {"publisher": author} if "," in author else {"authors": [author]}
        assert {field: other[field] for field in ("authors", "publisher") if field in other} == in_ris_as
        assert not {"howpublished", "publisher", "container-title"} & {*entry.fields, *third}


def test_nothing_and_hostile_texts(hostile_engine: Engine) -> None:
    """No text ends an entry or begins another one; without events there are empty lists."""
    with reading(hostile_engine) as session:
        assert (bibtex(session, NOTHING), csl(session, NOTHING)) == ({}, [])
        assert exported(session, "ris", NOTHING)[0] == b""
        titles = [f"[On: {text} ({text}中)]" for text in HOSTILE]
        assert [each["title"] for each in csl(session)] == titles
        assert [each["title"] for each in ris(session)] == [" ".join(title.split()) for title in titles]
        assert [plain(each["title"]) for each in bibtex(session).values()] == [
            " ".join(title.split()) for title in titles
        ]
        in_ris = rispy.load(io.StringIO(exported(session, "ris")[0].decode()))
        named = [each["authors"][0] if "authors" in each else each["publisher"] for each in in_ris]
        assert named == [" ".join(text.split()) for text in HOSTILE]
        assert [each["author"] for each in csl(session)] == [[{"literal": text}] for text in HOSTILE]
