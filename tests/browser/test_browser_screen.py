from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from timeline_page import card, expect_marks, expect_phone_chart

from tests.support.dashboard import Visitor
from tests.support.makers import SEED_EVENTS
from tracker.theme import DARK, LIGHT, Palette, channels

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

PHONE = 390

NOTHING_SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll("[data-testid=stMain]")]
  .every(part => part.scrollWidth <= part.clientWidth)"""


def css(colour: str) -> str:
    """Return a colour as browsers write it."""
    return f"rgb{channels(colour)}"


def test_a_phone_shows_the_chart_without_sideways_scrolling(dashboard: str, visit: Visit) -> None:
    """The filters stand behind one button, the chart fills the width, and the card opens below it."""
    visitor = visit(width=PHONE, height=844)
    page = visitor.page
    visitor.goto(f"{dashboard}/?event=shanghai-lockdown")
    button = page.get_by_role("button", name="Filters", exact=True)
    expect(button).to_be_visible()
    expect_phone_chart(page)
    expect_marks(page, SEED_EVENTS)
    chart = page.locator(".js-plotly-plot").bounding_box()
    assert chart is not None
    assert chart["width"] >= 0.85 * PHONE
    below = card(page).bounding_box()
    assert below is not None
    assert below["y"] >= chart["y"] + chart["height"]
    page.wait_for_function(NOTHING_SIDEWAYS)
    expect(page.get_by_role("combobox", name="Sector", exact=True)).to_have_count(0)
    button.click()
    expect(page.get_by_role("combobox", name="Sector", exact=True)).to_be_visible()
    expect(page.get_by_role("textbox", name="Search")).to_be_visible()
    page.wait_for_function(NOTHING_SIDEWAYS)
    assert visitor.errors == []


def colours_of(page: Page) -> tuple[str, set[str]]:
    """Return the page's background and the colours of the marks that are known to the day."""
    background = page.locator("[data-testid=stApp]").evaluate("node => getComputedStyle(node).backgroundColor")
    fills = page.evaluate(
        "() => document.querySelector('.js-plotly-plot').data"
        ".filter(trace => trace.meta === 'marks').map(trace => trace.marker.color)"
    )
    return str(background), set(fills)


@pytest.mark.parametrize(("dark", "colours"), [(False, LIGHT), (True, DARK)], ids=["light", "dark"])
def test_page_and_chart_follow_the_readers_theme(
    dashboard: str,
    visit: Visit,
    dark: bool,  # noqa: FBT001 - a parameter of the test
    colours: Palette,
) -> None:
    """A dark system gets a dark page and the marks made for it; a light one the light ones."""
    visitor = visit(dark=dark)
    visitor.goto(dashboard)
    expect_marks(visitor.page, SEED_EVENTS)
    background, fills = colours_of(visitor.page)
    assert background == css(colours.background)
    assert set(colours.stances.values()) <= fills
    letters = visitor.page.locator(".js-plotly-plot .yaxislayer-above text").first
    expect(letters).to_have_css("fill", css(colours.muted))


def test_every_page_is_clean_on_a_desk_and_on_a_phone(dashboard: str, visit: Visit) -> None:
    """No page says anything in the browser's console, asks another host, breaks, or scrolls sideways on a phone."""
    from tracker.web.navigation import SECTIONS

    visitor = visit()
    page = visitor.page
    faults = []
    paths = [each.path for pages in SECTIONS.values() for each in pages]
    assert len(paths) >= 3
    for path in paths:
        page.set_viewport_size({"width": 1440, "height": 900})
        # The page that corrects an Event needs to know which; the others leave the Event alone.
        visitor.goto(f"{dashboard}/{'' if path == 'timeline' else path}?event=shanghai-lockdown")
        expect(page.get_by_role("heading").first).to_be_visible()
        visitor.settle()
        page.set_viewport_size({"width": PHONE, "height": 844})
        page.wait_for_function(NOTHING_SIDEWAYS)
        visitor.settle()
        if page.locator("[data-testid=stException]").count():
            faults.append(f"{path}: an exception on the page")
        faults += [f"{path}: {each}" for each in (*visitor.errors, *visitor.outside)]
        visitor.errors.clear()
        visitor.outside.clear()
    assert faults == []


def test_each_page_names_itself_on_the_browsers_tab(dashboard: str, visit: Visit) -> None:
    """Several open pages can be told apart by their tabs."""
    visitor = visit()
    for path, title in (("", "Timeline"), ("sectors", "Sectors and agencies")):
        visitor.goto(f"{dashboard}/{path}")
        expect(visitor.page).to_have_title(f"{title}, China tech-regulation tracker")


def lose_second_message(page: Page) -> None:
    """Let the second of the browser's messages go lost on its way; the first asks for the page."""
    sent: list[str | bytes] = []

    def pass_on(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def receive(message: str | bytes) -> None:
            sent.append(message)
            if len(sent) != 2:
                server.send(message)

        route.on_message(receive)

    page.route_web_socket("**/_stcore/stream", pass_on)


def test_a_width_that_was_lost_on_the_way_is_told_again(dashboard: str, visit: Visit) -> None:
    """A page made for a desk does not stay on a phone because one message did not arrive."""
    visitor = visit(stranger=True)
    lose_second_message(visitor.page)
    visitor.goto(f"{dashboard}/sectors")
    expect(visitor.page.get_by_role("heading", name="by sector and quarter")).to_be_visible()
    visitor.settle()
    visitor.page.set_viewport_size({"width": PHONE, "height": 844})
    expect(visitor.page.get_by_role("heading", name="by sector and year")).to_be_visible()


RUNS = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  window.runs = 0;
  const count = () => { if (app.dataset.testScriptState === "running") window.runs += 1 };
  new MutationObserver(count).observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
}"""


def test_a_page_on_a_phone_comes_to_rest(dashboard: str, visit: Visit) -> None:
    """Once it is made for a narrow screen it is left alone, so that what it tells once can be read."""
    visitor = visit(width=390, height=844)
    visitor.goto(f"{dashboard}/measures")
    # The browser asks every five seconds whether the page still fits.
    visitor.page.wait_for_timeout(6000)
    visitor.settle()
    visitor.page.evaluate(RUNS)
    visitor.page.wait_for_timeout(6000)
    assert visitor.page.evaluate("window.runs") == 0
