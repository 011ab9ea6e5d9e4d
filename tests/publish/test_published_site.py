"""The published site: every page is there, every link leads somewhere, and only what changed is written."""

import csv
import datetime as dt
import errno
import json
import os
import re
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree, html
from sqlalchemy import Engine
from sqlmodel import Session

from tests.publish.conftest import BASE, TODAY, lost_links, publish
from tests.support.command_line import Run
from tests.support.makers import ANN, add_one, event_row, new_database
from tests.support.site_reading import ReadPage, led_to, pages_of
from tracker.database import writing
from tracker.errors import TrackerError
from tracker.exports.indexed import index_of
from tracker.filters import EventFilter
from tracker.publish import side_by_side
from tracker.publish.facets import read_site
from tracker.publish.places import changes_its_name, name_places, page_place
from tracker.queries import list_measures
from tracker.read_models import EventRow, TermRow
from tracker.sentiment import INDEX_COLUMNS, rows
from tracker.store import merge_events, take_step
from tracker.vocabulary import Step, TermType


def read(folder: Path, place: str) -> ReadPage:
    """Return one page of a site."""
    return ReadPage((folder / place).read_text(encoding="utf-8"))


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    """No page leads to a page, a file or a place within a page that is not there; what is fetched is the site's own."""
    assert lost_links(site) == []


def test_links_to_what_was_merged_or_withdrawn_lead_somewhere(tmp_path: Path) -> None:
    """Feeds tell of what left; the page of a merged event leads to the one that stands for it, also over two merges."""
    engine, folder = new_database(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "site"
    for slug in ("kept", "merged", "first", "left"):
        add_one(engine, slug)
    with writing(engine) as session:
        merge_events(session, "merged", "first", kept_version=1, gone_version=1, actor=ANN)
        merge_events(session, "kept", "merged", kept_version=1, gone_version=2, actor=ANN)
        take_step(session, "left", Step.WITHDRAW, version=1, actor=ANN, reason="It was none.")
    publish(engine, folder, base_url=BASE)
    assert lost_links(folder) == []
    for slug in ("merged", "first"):
        page = read(folder, f"event/{slug}.html")
        assert "kept.html" in [link.rpartition("/")[2] for link in page.links]
        assert f'rel="canonical" href="{BASE}event/kept.html"' in page.text
    assert not (folder / "event" / "left.html").exists()
    (day,) = days_of_change(folder)
    items = json.loads((folder / "events.feed.json").read_bytes())["items"]
    assert {item["url"] for item in items if item["_tracker"]["slug"] == "left"} == {f"{BASE}changes/{day}.html"}
    assert "first" not in (folder / "sitemap.xml").read_text()


def test_a_feed_of_a_period_leads_to_pages_of_it_only(tmp_path: Path) -> None:
    """What was merged into an event outside the period has the page of the day on which it left, and no other link."""
    engine, folder = new_database(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "site"
    for slug, date in (("gone", "2022-05-01"), ("kept", "2021-05-01"), ("other", "2022-06-01")):
        add_one(engine, slug, date=date)
    with writing(engine) as session:
        merge_events(session, "kept", "gone", kept_version=1, gone_version=1, actor=ANN)
    publish(engine, folder, EventFilter(since=dt.date(2022, 1, 1)), base_url=BASE)
    assert lost_links(folder) == []
    assert "Merged: " in (folder / "events.atom").read_text(encoding="utf-8")


def test_what_is_not_found_is_told_at_any_address(tmp_path: Path) -> None:
    """Where the site's address is not known, the page asks for nothing and leads nowhere, and has its style."""
    engine, folder = new_database(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "site"
    publish(engine, folder)
    page = read(folder, "404.html")
    assert (page.links, page.fetched) == ([], [])
    assert "There is no such page" in page.told
    assert "<style>" in page.text


def test_a_site_of_a_period_claims_no_more_of_a_year(record: Session) -> None:
    """The page of a year is of its part of the period, and each event of the site is on one."""
    since, until = dt.date(2021, 6, 15), dt.date(2022, 3, 1)
    site = read_site(record, EventFilter(since=since, until=until), TODAY)
    site = replace(site, events=(event_row("perhaps-before", "2020-11/2021-08"), *site.events))
    years = [facet for facet in site.facets if facet.dimension == "Year"]
    periods = [(facet.name, facet.chosen.since, facet.chosen.until) for facet in years]
    assert periods == [("2021", since, dt.date(2021, 12, 31)), ("2022", dt.date(2022, 1, 1), until)]
    assert {event.slug for facet in years for event in facet.events} == set(site.by_slug)


def test_everything_has_a_page_and_the_search_and_the_sitemap_know_it(
    site: Path, record: Session, record_events: tuple[EventRow, ...], record_terms: tuple[TermRow, ...]
) -> None:
    """Each event, story, name and measure has a page, and each page one heading and a place in the sitemap."""
    used: dict[TermType, set[str]] = {}
    for event in record_events:
        for kind, keys in (
            (TermType.SECTOR, event.sectors),
            (TermType.AGENCY, event.agencies),
            (TermType.COMPANY, event.companies),
            (TermType.PERSON, event.people),
            (TermType.THREAD, (event.thread,) if event.thread else ()),
        ):
            used.setdefault(kind, set()).update(keys)
    names = {(term.type, term.key): term.name for term in record_terms}
    for kind, keys in used.items():
        for key, place in name_places(kind, keys).items():
            assert names[kind, key] in read(site, place).told
    for event in record_events:
        page = read(site, f"event/{event.slug}.html")
        assert event.title in page.told
        assert {source.url for source in event.sources} <= set(page.links)
    for measure in list_measures(record):
        assert measure.name in read(site, f"measure/{measure.key}.html").told
    urls = set(etree.parse(site / "sitemap.xml").xpath("//*[local-name() = 'loc']/text()"))
    places = {place for place, page in pages_of(site) if [tag for tag, _ in page.tags].count("h1") == 1}
    assert urls == {BASE + place.removesuffix("index.html") for place in places - {"404.html"}}
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text()


def test_pages_tell_programs_what_they_hold(site: Path, record_events: tuple[EventRow, ...]) -> None:
    """An event is an Event of schema.org with a date no finer than known, the record a Dataset with its files."""
    (dataset,) = [each for each in read(site, "index.html").data if each["@type"] == "Dataset"]
    files = {each["contentUrl"]: each["encodingFormat"] for each in dataset["distribution"]}
    assert files == {
        BASE + "events.csv": "text/csv",
        BASE + "events.json": "application/json",
        BASE + "index.csv": "text/csv",
        BASE + "events.zip": "application/zip",
    }
    for event in record_events[::20]:
        (told,) = read(site, f"event/{event.slug}.html").data
        assert (told["@context"], told["@type"], told["name"]) == ("https://schema.org", "Event", event.title)
        assert told.get("startDate", event.date) == event.date
        assert [each["url"] for each in told["subjectOf"]] == [source.url for source in event.sources]


def test_index_and_data_package_are_those_of_the_record(
    site: Path, record: Session, record_events: tuple[EventRow, ...]
) -> None:
    """The index day by day as every page has it, and the package as readers of such packages take it; no coders."""
    acts_and_index = index_of(record, EventFilter(), TODAY)
    assert acts_and_index
    told = list(csv.reader((site / "index.csv").read_text().splitlines()))
    expected = [["" if each is None else str(each) for each in row] for row in rows(*acts_and_index[1])]
    assert told == [list(INDEX_COLUMNS), *expected]
    with zipfile.ZipFile(site / "events.zip") as package:
        tables = {name: list(csv.reader(package.read(name).decode().splitlines())) for name in package.namelist()}
    assert len({row[0] for row in tables["sources.csv"][1:]}) == len(record_events)
    assert tables["index.csv"] == told
    assert len(tables["codings.csv"]) == 1
    front = read(site, "index.html")
    assert {"index.csv", "events.zip"} <= set(front.links)


def test_a_site_without_events_has_them_all_the_same(tmp_path: Path) -> None:
    """A valid file without rows each."""
    publish(new_database(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path / "site", base_url=BASE)
    assert (tmp_path / "site" / "index.csv").read_text() == ",".join(INDEX_COLUMNS) + "\n"
    with zipfile.ZipFile(tmp_path / "site" / "events.zip") as package:
        assert "datapackage.json" in package.namelist()


def test_a_shared_link_tells_what_its_page_says(site: Path) -> None:
    """Title, description and address as the page has them; no picture is promised."""
    for place, kind in (("index.html", "website"), ("event/didi-app-removal.html", "article")):
        page = html.fromstring((site / place).read_text(encoding="utf-8"))
        told = {each.get("property"): each.get("content") for each in page.xpath("//meta[@property]")}
        assert set(told) == {f"og:{name}" for name in ("type", "site_name", "title", "description", "url")}
        assert (told["og:type"], told["og:title"]) == (kind, page.findtext(".//title"))
        assert told["og:description"] == page.xpath("string(//meta[@name = 'description']/@content)") != ""
        assert told["og:url"] == page.xpath("string(//link[@rel = 'canonical']/@href)")


def test_the_whole_list_is_reached_page_by_page(site: Path, record_events: tuple[EventRow, ...]) -> None:
    """From the front page on, the list holds every event once, the latest first, and the chart a mark of each."""
    found, place = [], "index.html"
    while place:
        page = read(site, place)
        rows = re.findall(r'<li class="event".*?href="(?:\.\./)*event/([\w-]+)\.html"', page.text, re.DOTALL)
        found += rows
        following = [values["href"] for tag, values in page.tags if tag == "a" and values.get("rel") == "next"]
        place = led_to(place, following[0])[0] if following else ""
    assert found == [event.slug for event in reversed(record_events)]
    front = read(site, "index.html")
    marked = {re.sub(r".*/|\.html", "", values["href"]) for tag, values in front.tags if values.get("tabindex") == "-1"}
    assert marked == set(found)


def test_a_second_run_writes_nothing_and_a_correction_only_its_pages(run: Run, tmp_path: Path) -> None:
    """What is unchanged is left as it is; a correction and a withdrawal touch what tells of them and nothing else."""
    folder = tmp_path / "site"
    command = ("publish", folder, "--company", "didi")
    assert "0 unchanged, 0 removed" in run(*command).err
    times = times_of(folder)
    before = {name: (folder / name).read_text(encoding="utf-8") for name in times if name.startswith("event/")}
    assert " 0 written, " in run(*command).err
    assert times_of(folder) == times
    run("edit", "didi-app-removal", "--title", "DiDi app out of all stores", "--why", "Better words")
    run("withdraw", "didi-data-fine", "--why", "A test")
    outcome = run(*command)
    assert re.search(r"[1-9]\d* written, [1-9]\d* unchanged, [1-9]\d* removed", outcome.err)
    assert "DiDi app out of all stores" in read(folder, "event/didi-app-removal.html").told
    assert not (folder / "event" / "didi-data-fine.html").exists()
    told = read(folder, f"changes/{days_of_change(folder)[-1]}.html").told
    assert "Corrected (1)" in told
    assert "DiDi app ordered out of app stores → DiDi app out of all stores" in told
    now = times_of(folder)
    touched = {name for name in now if name.startswith("event/") and now[name] != times.get(name)}
    assert touched
    assert [name for name in touched if not re.search("DiDi app ordered out|DiDi fined CNY", before[name])] == []
    assert [each.name for each in tmp_path.iterdir() if "publishing" in each.name] == []


def times_of(folder: Path) -> dict[str, int]:
    """Return when each file of a folder was written."""
    return {str(each.relative_to(folder)): each.stat().st_mtime_ns for each in folder.rglob("*") if each.is_file()}


def days_of_change(folder: Path) -> list[str]:
    """Return the days of which a site tells the changes."""
    return sorted(each.stem for each in (folder / "changes").iterdir())


def test_a_filter_that_keeps_nothing_gives_a_whole_site(run: Run, tmp_path: Path) -> None:
    """It says that nothing is there, its links lead somewhere, and its search has an index."""
    folder = tmp_path / "site"
    outcome = run("publish", folder, "--search", "nothing has this name")
    assert outcome.status == 0
    assert "Without --base-url there is no sitemap" in outcome.err
    assert "No event is in this part of the record." in read(folder, "index.html").told
    lost = [
        (place, link)
        for place, page in pages_of(folder)
        for link in (*page.links, *page.fetched)
        if not (folder / led_to(place, link)[0]).is_file()
    ]
    assert lost == []
    (index,) = folder.glob("search/*/index.json")
    assert json.loads(index.read_bytes())["things"] == 0


def test_what_a_page_fetches_has_a_name_for_this_content_alone(site: Path) -> None:
    """So that a page of before, which a host still keeps, is shown in its own style, colours and figures."""
    fetched = {led_to(place, link)[0] for place, page in pages_of(site) for link in page.fetched}
    assert {Path(place).name.partition("-")[0] for place in fetched if place.startswith("assets/")} >= {
        "site",
        "plotly",
        "colours",
    }
    for place in fetched:
        assert changes_its_name(place), place
        assert sha256((site / place).read_bytes()).hexdigest()[:10] in place, place


def test_what_is_no_site_is_left_alone(run: Run, tmp_path: Path) -> None:
    """A folder with other files, a file, an address that is none: one sentence each, and nothing is touched."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    refused = run("publish", folder)
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "holds other files and no published site" in refused.err
    assert [each.name for each in tmp_path.rglob("*") if "letter" in each.name or "publishing" in each.name] == [
        "letter.txt"
    ]
    file = tmp_path / "file"
    file.write_text("mine")
    assert "is a file" in run("publish", file).err
    assert "cannot be written: " in run("publish", file / "below").err
    for url in ("javascript:alert(1)", "http://localhost/\nDisallow: /"):
        assert "--base-url: " in run("publish", tmp_path / "new", "--base-url", url).err
    assert not (tmp_path / "new").exists()


def test_files_that_others_put_there_stay(run: Run, tmp_path: Path) -> None:
    """A host's own files in the site's folder are neither removed nor listed, whatever the list of files says."""
    folder, outside = tmp_path / "site", tmp_path / "outside.txt"
    command = ("publish", folder, "--company", "didi", "--since", "2022")
    run(*command)
    (folder / "CNAME").write_text("tracker.example.org")
    outside.write_text("mine")
    listed = json.loads((folder / "published.json").read_bytes())
    listed["files"] += ["../outside.txt", "gone.html"]
    (folder / "published.json").write_text(json.dumps(listed))
    assert run(*command).status == 0
    assert (folder / "CNAME").exists()
    assert outside.exists()
    assert "CNAME" not in (folder / "published.json").read_text()


def test_a_failure_leaves_the_site_as_it_was(
    seeded_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full midway changes nothing of what readers see, and is one sentence."""
    folder, chosen = tmp_path / "site", EventFilter(companies=("DiDi",), since=dt.date(2022, 1, 1))
    publish(seeded_engine, folder, chosen)
    before = {name: (folder / name).read_bytes() for name in times_of(folder)}
    whole = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "about.html":
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(TrackerError, match="cannot be written: No space left on device"):
        publish(seeded_engine, folder, chosen, title="Another title")
    assert before == {name: (folder / name).read_bytes() for name in times_of(folder)}
    assert [each.name for each in tmp_path.iterdir() if "publishing" in each.name] == []


def test_a_name_keeps_its_place_whatever_else_there_is() -> None:
    """Places are unlike for unlike names, in any script, and of one name the same in any record."""
    keys = ["DiDi", "Ant Group", "Ant-Group", "ant.group", "滴滴", "滴 滴", "../../etc", "", "A" * 300, "<b>", "index"]
    keys += ["DiDi page 2", "DiDi-page-2", "didi/page-2"]
    for kind in TermType:
        alone = {key: name_places(kind, [key])[key] for key in keys}
        # Nor does a name lie where another one has its digest.
        keys_of_digests = [place.partition("/")[2].removesuffix(".html") for place in alone.values()]
        places = name_places(kind, [*keys, *{*keys_of_digests} - {*keys}])
        assert len({*places.values()}) == len(places)
        assert all(re.fullmatch(r"[a-z]+/[a-z0-9-]+\.html", place) for place in places.values())
        assert alone.items() <= places.items()
        assert page_place(places["DiDi"], 2) not in places.values()
    sectors = name_places(TermType.SECTOR, ["e-commerce", "e commerce"])
    assert (sectors["e-commerce"], sectors["e commerce"][:18]) == ("sector/e-commerce.html", "sector/e-commerce-")


def test_a_process_that_is_ended_is_a_sentence(
    seeded_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where memory is short: nothing is published, and it is said why."""
    monkeypatch.setattr(side_by_side, "_WORTH_IT", 1)
    monkeypatch.setattr(side_by_side, "_processors", lambda: 2)
    monkeypatch.setattr(side_by_side, "_take", os.abort)
    with pytest.raises(TrackerError, match="was ended by the system"):
        publish(seeded_engine, tmp_path / "site", EventFilter(companies=("DiDi",)))
    assert list(tmp_path.glob("*site*")) == []
