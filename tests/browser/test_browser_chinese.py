"""Chinese text says that it is Chinese, wherever a page shows it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from timeline_page import card, choose

from tests.support.dashboard import Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]

UNMARKED = r"""() => {
  const texts = document.createTreeWalker(document.querySelector("[data-testid=stMain]"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode, language = parentElement.closest("[lang]").lang;
    const han = data.match(/\p{Script=Han}/gu)?.length ?? 0, latin = data.match(/\p{Script=Latin}/gu)?.length ?? 0;
    if (han && language !== "zh" || language === "zh" && latin > han) found.push([language, data]);
  }
  return found;
}"""
"""Texts with Chinese letters that are not marked as Chinese, and English ones that are."""


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("?event=pipl-in-force", "中华人民共和国个人信息保护法"),
        ("threads?thread=didi-case", "滴滴"),
        ("measures?measure=data-security-law", "中华人民共和国数据安全法"),
        ("sectors?view=companies&company=DiDi", "滴滴"),
    ],
)
def test_chinese_text_is_marked_and_no_other(dashboard: str, visit: Visit, address: str, words: str) -> None:
    """Card, stories, measures, changes and names: each Chinese part is marked, and the English beside it is not."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/{address}")
    expect(page.locator("[data-testid=stMain] [lang=zh]").filter(has_text=words).first).to_be_visible()
    visitor.settle()
    assert page.evaluate(UNMARKED) == []
    assert visitor.errors == []


def test_what_comes_later_is_marked_too(dashboard: str, visit: Visit) -> None:
    """Another card takes the place of the first without a new page; its name is marked."""
    visitor = visit()
    page = visitor.page
    visitor.goto(f"{dashboard}/?event=pipl-in-force")
    expect(card(page).locator("[lang=zh]").first).to_have_text("中华人民共和国个人信息保护法")
    choose(page, "Event", "Data Security Law takes effect")
    expect(card(page).locator("[lang=zh]").first).to_have_text("中华人民共和国数据安全法")
    assert page.evaluate(UNMARKED) == []


def test_a_text_that_is_not_chinese_any_more_is_unmarked(dashboard: str, visit: Visit) -> None:
    """The mark goes with the letters."""
    page = visit().page
    page.goto(f"{dashboard}/?event=pipl-in-force")
    name = card(page).locator("[lang=zh]").first
    expect(name).to_be_visible()
    name.evaluate("node => { window.element = node; node.firstChild.data = 'Personal information' }")
    page.wait_for_function("() => !window.element.hasAttribute('lang')")
    page.evaluate("() => { window.element.firstChild.data = '个人信息' }")
    page.wait_for_function("() => window.element.lang === 'zh'")


def test_cells_of_a_table_are_marked(dashboard: str, visit: Visit) -> None:
    """A table is a picture; the cells behind it, which a voice reads out, are marked where they are Chinese."""
    page = visit().page
    page.goto(f"{dashboard}/?show=table")
    expect(page.locator("[data-testid=stDataFrame] [role=gridcell][lang=zh]").first).to_be_attached()
