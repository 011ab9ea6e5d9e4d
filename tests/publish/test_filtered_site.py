"""A site and a file of a filter: they hold what it keeps, say so, and say of the record what is true of all of it."""

import datetime as dt
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from sqlmodel import Session

from tests.publish.conftest import BASE, TODAY, lost_links
from tests.support.site_reading import ReadPage, pages_of
from tracker.brief.chart import timeline_picture
from tracker.charts.reading_aid import HOW_SURE
from tracker.exports.indexed import index_of
from tracker.filters import EventFilter, filter_parts
from tracker.publish import publish_site
from tracker.publish.facets import SiteRecord, read_site
from tracker.publish.one_file import write_html
from tracker.publish.standing import standing_measures
from tracker.publish.views import line_of, view_of
from tracker.sentiment import FoundIndex
from tracker.vocabulary import Kind

GAMING = EventFilter(sectors=("gaming",))
TIGHTENING = EventFilter(stance_max=-1)
DRAFTS = EventFilter(kinds=(Kind.DRAFT_RULE,), until=dt.date(2021, 6, 30))
DRAWN = (GAMING, TIGHTENING, EventFilter(sectors=("fintech",), search="the", since=dt.date(2020, 1, 1)))


@pytest.fixture(scope="session", params=[GAMING, TIGHTENING, DRAFTS], ids=["sector", "one-sided", "period"])
def part(request: pytest.FixtureRequest, record: Session, tmp_path_factory: pytest.TempPathFactory) -> "Part":
    """The published site of a filter, with its filter."""
    folder = tmp_path_factory.mktemp("part") / "site"
    publish_site(record, folder, request.param, today=TODAY, title="A part", base_url=BASE)
    return Part(folder, request.param, read_site(record, request.param, TODAY))


class Part:
    """A site of a filter."""

    def __init__(self, folder: Path, chosen: EventFilter, site: SiteRecord) -> None:
        self.folder, self.chosen, self.site = folder, chosen, site

    def pages(self) -> Iterator[tuple[str, ReadPage]]:
        """Yield the pages but the one that a host shows at any address."""
        return ((place, page) for place, page in pages_of(self.folder) if place != "404.html")


def same(one: FoundIndex, other: FoundIndex) -> None:
    """Hold two indexes with their ranges to be the same, day by day."""
    assert one[0].first_day == other[0].first_day
    np.testing.assert_array_equal(one[0].index, other[0].index)
    for bound in ("lower", "upper"):
        np.testing.assert_array_equal(getattr(one[1], bound), getattr(other[1], bound))


@pytest.mark.parametrize("chosen", DRAWN)
def test_lines_and_ranges_are_those_of_the_dashboard(record: Session, chosen: EventFilter) -> None:
    """Of what is published and of one condition more, on the days of the whole record."""
    site = read_site(record, chosen, TODAY)
    drawn = [each for each in site.facets if each.has_chart and each.dimension in {"Company", "Direction", "Year"}]
    for facet in (site.whole, *drawn):
        line, found = line_of(site, facet), index_of(record, facet.chosen, TODAY)
        assert (line is None) == (found is None)
        if line and found:
            same(line.found, found[1])


@pytest.mark.parametrize("chosen", DRAWN[:2])
def test_the_one_file_draws_the_line_of_all_events_behind_its_own(record: Session, chosen: EventFilter) -> None:
    """Point for point as a picture of the same filter does."""
    stream = BytesIO()
    write_html(record, chosen, stream, today=TODAY)
    drawn = next(each for each in ReadPage(stream.getvalue().decode()).data if "layout" in each)
    picture = timeline_picture(record, chosen, TODAY)
    assert picture is not None
    for name in ("average of all events", "its range"):
        (ours,) = [each for each in drawn["data"] if each.get("name") == name and each["x"][0]]
        (theirs,) = [each for each in picture[0].data if each.name == name and each.x[0]]
        assert ours["x"] == list(theirs.x)
        # Files hold fewer digits.
        np.testing.assert_allclose(np.array(ours["y"], dtype=float), theirs.y, atol=2e-3)


def test_the_one_file_of_a_story_draws_what_its_page_does(record: Session) -> None:
    """Its few events carry no line; both draw that of all events behind them, and say below that it is it."""
    chosen = EventFilter(threads=("didi-case",))
    site = read_site(record, chosen, TODAY)
    (facet,) = [each for each in read_site(record, EventFilter(), TODAY).facets if each.chosen == chosen]
    view = view_of(site, site.whole, line_of(site, site.whole))
    of_page = view_of(read_site(record, EventFilter(), TODAY), facet, None)
    assert view.told == of_page.told
    assert view.told is not None
    assert view.told.course is None
    assert view.chart is not None
    assert "The line is their average" not in view.chart.remark
    assert "dashed grey line is the average of all events" in view.chart.remark


@pytest.mark.parametrize("since", [None, dt.date(2021, 1, 1)])
def test_a_site_of_all_reads_nothing_twice(record: Session, since: dt.date | None) -> None:
    """What is published is the record itself: its line is the one behind its parts, and it holds all that is told."""
    site = read_site(record, EventFilter(since=since), TODAY)
    assert (site.around.line, site.around.beyond) == (None, ())
    assert site.around.begins == site.evidence[0].first_on


def test_rules_cases_and_stories_stand_where_the_whole_record_has_them(site: Path, part: Part, record: Session) -> None:
    """On their pages and in lists: a later stage counts although the filter keeps no event of it."""
    standing = {one.measure.key: one for one in standing_measures(read_site(record, EventFilter(), TODAY))}
    places = [place for place, _ in part.pages() if place.startswith(("measure/", "story/")) and "/page-" not in place]
    assert any(place.startswith("measure/") for place in places)
    for place in places:
        (said, steps), (whole, all_steps) = (stands(folder / place) for folder in (part.folder, site))
        assert said == whole, place
        assert steps <= all_steps
    listed = ReadPage((part.folder / "measures.html").read_text(encoding="utf-8")).told
    for one in standing_measures(part.site):
        same_one = standing[one.measure.key]
        assert (one.state.status, one.steps) == (same_one.state.status, same_one.steps)
        assert f"{one.measure.name}" in listed
        assert f"{same_one.state.status}; {' → '.join(same_one.steps)}" in listed


def stands(file: Path) -> tuple[str, set[str]]:
    """Return where a page says that its story, rule or case stands, and the steps of the rules and cases on it."""
    text = file.read_text(encoding="utf-8")
    return re.findall(r'<p class="stands"><strong>.*?</p>', text)[0], {*re.findall(r'<p class="steps">.*?</p>', text)}


def test_a_part_claims_no_more_than_it_holds(part: Part) -> None:
    """Each page names the filter, and so does what search engines read; no page asks of China what it cannot tell."""
    kept = filter_parts(part.chosen, part.site.names, period=True)
    assert kept
    for place, page in part.pages():
        assert all(each in page.told for each in kept), place
        headings = re.findall(r"<h1>(.*?)</h1>", page.text)
        assert len(headings) == 1
        assert "China tighten or ease its regulation" not in page.text, place
    (data,) = ReadPage((part.folder / "index.html").read_text(encoding="utf-8")).data
    assert all(each in data["description"] and each in data["name"] for each in kept)


def test_a_one_sided_site_reads_out_no_course(site: Path, part: Part) -> None:
    """Of tightening acts alone no line can tell a direction, on whatever page it is drawn."""
    whole = [place for place, page in pages_of(site) if reads_out(page)]
    assert {"index.html", "year/2021.html"} <= set(whole)
    if part.chosen.is_one_sided:
        assert [place for place, page in part.pages() if place != "about.html" and reads_out(page)] == []


def reads_out(page: ReadPage) -> bool:
    """Tell whether a page reads a course out of a line."""
    return any(each in page.told for each in (HOW_SURE, "What makes the line", "fairly sure", "clearly since"))


def test_no_link_leads_out_of_a_part(part: Part) -> None:
    """A stage whose event the filter does not keep is named without a link, and all links lead to pages of the site."""
    assert lost_links(part.folder) == []
    beyond = 0
    for one in standing_measures(part.site):
        page = ReadPage((part.folder / f"measure/{one.measure.key}.html").read_text(encoding="utf-8"))
        for stage in one.state.passed:
            assert stage.event.title in page.told
            linked = any(link.endswith(f"event/{stage.event.slug}.html") for link in page.links)
            assert linked == part.site.has_page(stage.event.slug)
            beyond += not linked
    assert beyond


def test_a_site_of_a_period_holds_the_rules_of_which_a_stage_falls_into_it(record: Session, tmp_path: Path) -> None:
    """A law of 2020 that took effect in June 2021 has its page and its day in the calendar, and no link is lost."""
    chosen = EventFilter(since=dt.date(2021, 5, 31), until=dt.date(2021, 6, 6))
    publish_site(record, tmp_path / "site", chosen, today=TODAY, base_url=BASE)
    calendar = (tmp_path / "site" / "events.ics").read_bytes().replace(b"\r\n ", b"").decode()
    name = re.search(r"SUMMARY:In force: (.*Minors.*)\r", calendar)
    assert name
    assert "DTSTART;VALUE=DATE:20210601" in calendar
    pages = [page for place, page in pages_of(tmp_path / "site") if place.startswith("measure/")]
    assert any("Minors" in page.text for page in pages)
    assert not lost_links(tmp_path / "site")
