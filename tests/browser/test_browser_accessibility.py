"""Every page in both themes under axe-core, which looks for faults against WCAG 2.2 at levels A and AA."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.dashboard import Visitor
from tracker.theme import DARK, LIGHT, channels
from tracker.web.navigation import SECTIONS

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}
STREAMLITS_OWN = {
    # Year, month and day of a date box are smaller than 24 pixels, and no setting makes them larger. A day can be typed
    # or chosen from the calendar beside them, whose button is large enough.
    ("target-size", "spinbutton"),
}
"""Faults that this program cannot mend: the rule, and the role of the element."""

ADDRESSES = [
    *(each.path for pages in SECTIONS.values() for each in pages if each.path != "timeline"),
    "?companies=didi&kinds=enforcement&stance_max=-1&since=2021-01-01&until=2022-12-31",
    "?search=nothing-has-this-name",
    "?embed=true&sectors=gaming",
    "moves?search=nothing-has-this-name",
    "threads?thread=didi-case",
    "sectors?view=agencies&agency=CAC",
    "sectors?view=companies&company=DiDi",
    "sectors?view=quarters",
    "certainty?part=choices",
    "certainty?part=coders",
    "measures?measure=data-security-law",
    "company?name=didi&event=didi-data-fine",
    "agency?name=CAC",
]
"""All pages, and the parts of them that look different. The page that corrects an event needs to know which."""


def faults(page: Page) -> list[str]:
    """Return what axe-core finds on a page, without what is Streamlit's own."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:300]} {node['any'][0]['message'] if node['any'] else ''}"
        for rule in found
        for node in rule["nodes"]
        if not any(rule["id"] == name and f'role="{role}"' in node["html"] for name, role in STREAMLITS_OWN)
    ]


@pytest.mark.parametrize("address", ["", "edit?event=shanghai-lockdown", *ADDRESSES])
def test_a_page_has_no_faults_in_either_theme(dashboard: str, visit: Visit, address: str) -> None:
    """No fault in light and dark, and exactly one heading of the first level."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/{address}")
    for colours in (LIGHT, DARK):
        page.emulate_media(color_scheme="dark" if colours is DARK else "light")
        background = f"rgb{channels(colours.background)}"
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
        visitor.settle()
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert faults(page) == [], background


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_open_filters_and_buttons_have_no_faults(dashboard: str, visit: Visit, *, dark: bool) -> None:
    """Tags, chosen kinds, a box that is open and the button that saves can be read."""
    visitor = visit(dark=dark)
    page = visitor.page
    visitor.goto(f"{dashboard}/?companies=didi&event=didi-data-fine")
    page.get_by_text("More filters").click()
    expect(page.get_by_role("textbox", name="Search")).to_be_visible()
    assert faults(page) == []
    visitor.goto(f"{dashboard}/certainty?half_life=30")
    assert faults(page) == []
    visitor.goto(f"{dashboard}/add")
    save = page.get_by_role("button", name="Save the event")
    expect(save).to_have_css("color", "rgb(255, 255, 255)")
    save.click()
    visitor.settle()
    expect(page.get_by_test_id("stAlert").first).to_be_visible()
    assert faults(page) == []


def test_a_fault_would_be_found(dashboard: str, visit: Visit) -> None:
    """White letters on the dark accent colour, as a button had them, are reported with the contrast that was seen."""
    visitor = visit(dark=True)
    visitor.goto(f"{dashboard}/article")
    button = visitor.page.get_by_role("button", name="Read the article")
    button.evaluate(f"node => {{ node.style.backgroundColor = '{DARK.accent}' }}")
    expect(button).to_have_css("background-color", f"rgb{channels(DARK.accent)}")
    (fault,) = faults(visitor.page)
    assert "color-contrast" in fault
    assert "2.37" in fault
