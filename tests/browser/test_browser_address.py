import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from timeline_page import card, choose, choose_among, drawn_slugs, expect_listed, expect_marks

from tests.support.dashboard import Visitor
from tests.support.makers import SEED_EVENTS

pytestmark = pytest.mark.browser

SHARED = "companies=DiDi&event=shanghai-lockdown"


def counted(page: Page) -> int:
    """Return how many Events the line under the title says are shown, once it says fewer than all."""
    line = page.get_by_text(re.compile(r"^\d+ events?, \d+ sources?\. Each mark"))
    expect(line).not_to_contain_text(f"{SEED_EVENTS} events")
    return int(re.findall(r"(\d+) events?", line.inner_text())[0])


def test_a_filter_changes_chart_counts_table_and_address(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """What is chosen narrows everything at once; the chip takes it off again."""
    visitor = visit()
    page = visitor.page
    visitor.goto(dashboard)
    expect_marks(page, SEED_EVENTS)
    choose_among(page, "Sector", "Games")
    expect(page).to_have_url(f"{dashboard}/?sectors=gaming")
    chip = page.get_by_role("button", name="Sector: Games")
    expect(chip).to_be_visible()
    number = counted(page)
    assert 0 < number < 60
    expect_marks(page, number)
    expect_listed(page, number)
    page.wait_for_function(
        "() => document.querySelector('.js-plotly-plot')?.data?.some(trace => trace.name === 'all events')"
    )
    chip.click()
    expect(page).to_have_url(f"{dashboard}/")
    expect_marks(page, SEED_EVENTS)
    expect_listed(page, SEED_EVENTS)


def test_a_shared_address_shows_the_same_to_somebody_else(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """Filter and event come back after a reload, and in a browser that has never been here."""
    seen = []
    for visitor, again in ((visit(), True), (visit(stranger=True), False)):
        page = visitor.page
        visitor.goto(f"{dashboard}/?{SHARED}")
        for _ in range(1 + again):
            expect(card(page).get_by_role("heading", name="Shanghai locks down for two months")).to_be_visible()
            expect(page.get_by_role("button", name="Company: DiDi")).to_be_visible()
            expect_marks(page, counted(page))
            expect(page).to_have_url(f"{dashboard}/?{SHARED}")
            seen.append(sorted(drawn_slugs(page)))
            page.reload()
    assert 0 < len(seen[0]) < 40
    assert seen == [seen[0]] * 3


def test_a_reload_keeps_what_was_chosen_on_the_page(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """State that came from clicks and not from a link survives as well: the period, the search and the event."""
    visitor = visit()
    page = visitor.page
    visitor.goto(dashboard)
    expect_marks(page, SEED_EVENTS)
    choose(page, "Period", "Crackdown, Nov")
    expect(page).to_have_url(re.compile("since=2020-11-02"))
    page.get_by_role("textbox", name="Search").fill("滴滴")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("search="))
    expect(page.get_by_role("button", name="Search: 滴滴")).to_be_visible()
    number = counted(page)
    expect_marks(page, number)
    shown = sorted(drawn_slugs(page))
    page.reload()
    expect(page.get_by_role("textbox", name="Search")).to_have_value("滴滴")
    expect(page.get_by_role("combobox", name="Period", exact=True)).to_have_value("Crackdown, Nov 2020 to Mar 2022")
    expect_marks(page, number)
    assert sorted(drawn_slugs(page)) == shown


def test_the_way_back_leads_to_the_view_before(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """The browser's own button returns to what was shown before a filter was chosen."""
    visitor = visit()
    page = visitor.page
    visitor.goto(dashboard)
    expect_marks(page, SEED_EVENTS)
    choose_among(page, "Sector", "Games")
    expect(page).to_have_url(f"{dashboard}/?sectors=gaming")
    expect(page.get_by_role("button", name="Sector: Games")).to_be_visible()
    page.go_back()
    expect_marks(page, SEED_EVENTS)
    expect(page).to_have_url(f"{dashboard}/")


def test_an_unknown_value_is_dropped_with_a_note(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """Nonsense in a link is named and left out of the address; the rest of it acts."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/?companies=DiDi&companies=NoSuchFirm&kinds=nix&since=soon")
    for word in ("NoSuchFirm", "nix", "soon"):
        expect(page.get_by_role("status").filter(has_text=word)).to_be_visible()
    expect(page).to_have_url(f"{dashboard}/?companies=DiDi")
    expect_marks(page, counted(page))


def test_an_empty_result_says_so_and_offers_the_way_back(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """Nothing found is a sentence with a button, not an empty chart."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/?search=no+such+words+anywhere")
    expect(page.get_by_text("No event fits these filters.")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
    page.get_by_role("button", name="Clear the filters").click()
    expect_marks(page, SEED_EVENTS)
    expect(page).to_have_url(f"{dashboard}/")
