import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from choosing import address_of, expect_address, expect_boxes, fold, open_folded, press
from playwright.sync_api import Page, expect
from timeline_page import choose, choose_among

from tests.support.dashboard import Visitor
from tests.support.price_files import price_files

pytestmark = pytest.mark.browser

THAW = {"since": ["2022-03-16"], "until": ["2023-07-18"]}
DESKTOP, PHONE = (1440, 900), (390, 844)
LINK = "companies=DiDi&kinds=enforcement&stance_max=-1&since=2021-01-01&until=2022-12-31"
LINKED = {
    "companies": ["DiDi"],
    "kinds": ["enforcement"],
    "stance_max": ["-1"],
    "since": ["2021-01-01"],
    "until": ["2022-12-31"],
}
FOLDED = {DESKTOP: "More filters", PHONE: "Filters"}
FROM_LOWEST, TO_HIGHEST = "-3 severe restriction", "+3 strong opening"


def arrive(visit: Callable[..., Visitor], url: str, size: tuple[int, int]) -> Page:
    """Open an address and wait until the page is made for this size."""
    visitor = visit(width=size[0], height=size[1])
    visitor.goto(url)
    expect(visitor.page.get_by_role("button", name=FOLDED[size]).first).to_be_visible()
    visitor.settle()
    return visitor.page


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_box_that_is_built_late_holds_what_is_in_force(
    dashboard: str, visit: Callable[..., Visitor], size: tuple[int, int]
) -> None:
    """After another choice the folded boxes hold no end of the scale of their own, and choose nothing by themselves."""
    page = arrive(visit, dashboard, size)
    open_folded(page, FOLDED[size])
    if size == DESKTOP:
        fold(page)
        choose_among(page, "Sector", "Games")
        expect_address(page, {"sectors": ["gaming"]})
        open_folded(page, FOLDED[size])
    else:
        expect_boxes(page, Stance_from=FROM_LOWEST, Stance_to=TO_HIGHEST, Company=[], Period="Everything")
        expect_address(page, {})
        choose_among(page, "Sector", "Games")
        expect_address(page, {"sectors": ["gaming"]})
    expect_boxes(page, Stance_from=FROM_LOWEST, Stance_to=TO_HIGHEST, Company=[], Kind=[], Review=["Accepted"])
    if size == DESKTOP:
        fold(page)
    choose(page, "Period", "Thaw")
    expect_address(page, {"sectors": ["gaming"]} | THAW)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_what_a_link_holds_stays_when_folded_boxes_are_used(
    dashboard: str, visit: Callable[..., Visitor], size: tuple[int, int]
) -> None:
    """A link's company, kind and stance stand in the folded boxes after another choice, and stay beside a new one."""
    page = arrive(visit, f"{dashboard}/?{LINK}", size)
    if size == PHONE:
        open_folded(page, FOLDED[size])
    choose_among(page, "Sector", "Ride-hailing")
    expect_address(page, LINKED | {"sectors": ["ride-hailing"]})
    if size == DESKTOP:
        open_folded(page, FOLDED[size])
    expect_boxes(
        page, Company=["DiDi"], Kind=["Enforcement"], Stance_from=FROM_LOWEST, Stance_to="-1 tightening signal"
    )
    choose_among(page, "Company", "Tencent")
    expect_address(page, LINKED | {"sectors": ["ride-hailing"], "companies": ["DiDi", "Tencent"]})


def test_a_box_that_was_closed_brings_nothing_back(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """What a chip has taken off stays off, though the closed box held it when it was last seen."""
    page = arrive(visit, dashboard, DESKTOP)
    open_folded(page, "More filters")
    choose_among(page, "Agency", "Cyberspace Administration")
    expect_address(page, {"agencies": ["CAC"]})
    fold(page)
    page.get_by_role("button", name="Agency: Cyberspace").click()
    expect_address(page, {})
    choose_among(page, "Sector", "Games")
    expect_address(page, {"sectors": ["gaming"]})
    open_folded(page, "More filters")
    expect_boxes(page, Agency=[])


@pytest.mark.parametrize("after", [60, 250])
def test_a_second_click_takes_nothing_of_the_first_back(
    dashboard: str, visit: Callable[..., Visitor], after: int
) -> None:
    """Two chips pressed while the page is still drawn are both off."""
    page = arrive(visit, f"{dashboard}/?sectors=gaming&companies=Tencent&search=approval", DESKTOP)
    expect(page.get_by_role("button", name="Company: Tencent")).to_be_visible()
    press(page, "Sector: Games", "Company: Tencent", after=after)
    expect_address(page, {"search": ["approval"]})
    expect_boxes(page, Sector=[], Search="approval")


def test_names_chosen_in_quick_succession_are_all_kept(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """A reader picks three sectors without waiting for the page; none is turned back."""
    page = arrive(visit, dashboard, DESKTOP)
    box = page.get_by_role("combobox", name="Sector", exact=True)
    for words in ("Games", "Fintech", "Ride-hailing"):
        box.fill(words)
        expect(page.get_by_role("option", name=words).first).to_be_visible()
        page.get_by_role("option", name=words).first.click()
    expect_address(page, {"sectors": ["gaming", "fintech", "ride-hailing"]})
    expect_boxes(page, Sector=["Games", "Fintech", "Ride-hailing"])


def test_own_dates_stand_in_the_row_and_a_wrong_order_is_swapped(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """The two boxes come at once with the days of the period before; "from" after "to" is said and swapped."""
    page = arrive(visit, f"{dashboard}/?since=2022-03-16&until=2023-07-18", DESKTOP)
    choose(page, "Period", "Own dates")
    expect_boxes(page, Period="Own dates", From="2022-03-16", To="2023-07-18")
    expect_address(page, THAW)
    page = arrive(visit, f"{dashboard}/?since=2024-04-01&until=2023-07-31", DESKTOP)
    expect(page.get_by_text("Period: the “from” lies after the “to”.")).to_be_visible()
    page.get_by_role("button", name="Swap them").click()
    expect_address(page, {"since": ["2023-07-31"], "until": ["2024-04-01"]})
    expect_boxes(page, From="2023-07-31", To="2024-04-01")
    expect(page.get_by_role("button", name="Swap them")).to_have_count(0)


@pytest.mark.parametrize(("size", "name"), [(DESKTOP, "Kinds, review, past days"), (PHONE, "Change the reading")])
def test_the_reading_of_the_index_is_held_in_its_folded_boxes(
    dashboard: str, visit: Callable[..., Visitor], size: tuple[int, int], name: str
) -> None:
    """Kinds, review and day of a link stand in the boxes after another choice, and stay beside it."""
    link = {"counts": ["law", "rule"], "review": ["accepted", "draft"], "known_on": ["2026-06-30"]}
    page = arrive(
        visit, f"{dashboard}/certainty?counts=law&counts=rule&review=accepted&review=draft&known_on=2026-06", size
    )
    expect_address(page, link)
    if size == PHONE:
        open_folded(page, name)
    page.get_by_test_id("stButtonGroup").filter(has_text="counts half").get_by_text("30", exact=True).click()
    expect_address(page, link | {"half_life": ["30"]})
    if size == DESKTOP:
        open_folded(page, name)
    expect_boxes(page, Kinds_that_count=["Law", "Rule"], Review=["Accepted", "Draft"], As_known_on="2026-06-30")
    page.get_by_test_id("stButtonGroup").filter(has_text="Kinds that count").get_by_text("Rule", exact=True).click()
    expect_address(page, link | {"half_life": ["30"], "counts": ["law"]})


def test_the_windows_of_a_study_are_held_in_its_folded_boxes(
    dashboard: str, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    """The estimation of a link stands in the boxes after another choice; a window upside down is swapped."""
    page = arrive(visit, f"{dashboard}/market?market=M&estimation=-200,-20", DESKTOP)
    paths = [tmp_path / "BABA.csv", tmp_path / "M.csv"]
    for path, text in zip(paths, price_files({}), strict=True):
        path.write_text(text)
    page.locator("input[type=file]").first.set_input_files(paths)
    page.get_by_test_id("stButtonGroup").get_by_text("Every share").click()
    wanted = {"market": ["M"], "estimation": ["-200,-20"], "on": ["every"]}
    expect_address(page, wanted)
    page.get_by_role("button", name="More", exact=True).click()
    boxes = {"Estimation: from day": "-200", "to day": "-20"}
    expect_boxes(page, Shares=[], **boxes)
    page.get_by_role("switch", name="Known after the close").check(force=True)
    expect_address(page, wanted | {"close": ["after"]})


@pytest.mark.parametrize(("size", "seed"), [(DESKTOP, 20211101), (PHONE, 20220517)])
def test_any_walk_keeps_address_chips_and_boxes_together(
    dashboard: str, visit: Callable[..., Visitor], size: tuple[int, int], seed: int
) -> None:
    """Random choices in and out of the folded boxes: after each, address, chips and every box say the same."""
    sys.stdout.write(f"seed {seed}\n")
    draw = random.Random(seed)
    page = arrive(visit, f"{dashboard}/?{LINK}", size)
    walk = Walk(page, FOLDED[size], dict(LINKED))
    for _ in range(6):
        walk.step(draw)


NAMES = {
    "sectors": ("Sector", {"gaming": "Games", "fintech": "Fintech"}),
    "companies": ("Company", {"DiDi": "DiDi", "Tencent": "Tencent"}),
    "kinds": ("Kind", {"law": "Law", "enforcement": "Enforcement"}),
}
STANCES = {"-1": "-1 tightening signal", "1": "+1 easing signal"}


class Walk:
    """A reader who chooses here and there, and what has to stand in the address and the boxes then."""

    def __init__(self, page: Page, folded: str, wanted: dict[str, list[str]]) -> None:
        self.page, self.folded, self.wanted = page, folded, wanted

    def step(self, draw: random.Random) -> None:
        """Do one thing, then read all."""
        done = draw.choice([self.add, self.add, self.stance, self.take_off])(draw)
        sys.stdout.write(f"{done}: {self.wanted}\n")
        expect_address(self.page, self.wanted)
        self._open()
        boxes: dict[str, object] = {
            label: [names[key] for key in self.wanted.get(field, [])] for field, (label, names) in NAMES.items()
        }
        boxes["Stance to"] = STANCES.get(self.wanted.get("stance_max", [""])[0], TO_HIGHEST)
        expect_boxes(self.page, **boxes)
        fold(self.page)

    def add(self, draw: random.Random) -> str:
        """Choose one more of a list."""
        field, (label, names) = draw.choice(list(NAMES.items()))
        left = [key for key in names if key not in self.wanted.get(field, [])]
        if left:
            self._open()
            choose_among(self.page, label, names[left[0]])
            self.wanted[field] = [*self.wanted.get(field, []), left[0]]
            expect_address(self.page, self.wanted)
            fold(self.page)
        return f"add {left[:1]}"

    def stance(self, draw: random.Random) -> str:
        """Choose the upper end of the stances."""
        stance = draw.choice(list(STANCES))
        self._open()
        choose(self.page, "Stance to", STANCES[stance])
        self.wanted["stance_max"] = [stance]
        expect_address(self.page, self.wanted)
        fold(self.page)
        return f"stance {stance}"

    def take_off(self, draw: random.Random) -> str:
        """Press a chip."""
        chosen = [(field, key) for field in NAMES for key in self.wanted.get(field, [])]
        if not chosen:
            return "nothing to take off"
        field, key = draw.choice(chosen)
        label, names = NAMES[field]
        self.page.get_by_role("button", name=f"{label}: {names[key]}").click()
        self.wanted[field] = [each for each in self.wanted[field] if each != key]
        self.wanted = {name: values for name, values in self.wanted.items() if values}
        return f"take off {key}"

    def _open(self) -> None:
        open_folded(self.page, self.folded)


def test_an_address_takes_what_commands_take_and_says_the_rest(dashboard: str, visit: Callable[..., Visitor]) -> None:
    """Years, months and quarters are read; what cannot be is said and left out, on every page with choices."""
    page = arrive(
        visit, f"{dashboard}/?since=2021-07&until=2021-Q3&states=accepted&states=disputed&states=lost", DESKTOP
    )
    expect(page.get_by_role("status").filter(has_text="lost")).to_be_visible()
    states = {"states": ["accepted", "disputed"]}
    expect_address(page, {"since": ["2021-07-01"], "until": ["2021-09-30"]} | states)
    page = arrive(visit, f"{dashboard}/moves?from=2021&to=2022-03&by=nix", DESKTOP)
    expect(page.get_by_role("status").filter(has_text="nix")).to_be_visible()
    expect_address(page, {"from": ["2021-01-01"], "to": ["2022-03-31"]})
    assert address_of(page)["to"] == ["2022-03-31"]
