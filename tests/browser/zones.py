"""The time zones that charts are looked at in, and what a browser says about where things stand on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from tests.support.dashboard import AT_REST, PATIENCE

ZONES = ("UTC", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Auckland")
"""The first is the one that the others are compared with."""

# Plotly holds days as milliseconds of UTC once it has read them; "c" stands for these numbers in its functions.
DRAWN = """() => [...document.querySelectorAll(".js-plotly-plot")].map(chart => {
  const layout = chart._fullLayout, corner = chart.getBoundingClientRect();
  const axes = Object.keys(layout).filter(name => /^[xy]axis\\d*$/.test(name)).map(name => [name, layout[name]]);
  const box = node => { const each = node.getBoundingClientRect(); return [each.x - corner.x, each.y - corner.y] };
  const texts = selector => [...chart.querySelectorAll(selector)].map(node => [node.textContent, ...box(node)]);
  const numbers = group => Array.isArray(group[0].x) ? group[0].x : group.map(each => each.x ?? null);
  const across = group => layout[(group[0].trace.xaxis ?? "x").replace("x", "xaxis")];
  return {
    places: chart.calcdata.map(numbers),
    pixels: chart.calcdata.map(group => numbers(group).map(each => across(group)?.c2p(each) ?? null)),
    ranges: axes.map(([name, axis]) => [name, axis.type, axis.range]),
    ticks: texts(".xtick text, .x2tick text"),
    words: texts(".annotation-text-g text"),
    shapes: [...chart.querySelectorAll(".shapelayer path")].map(node => node.getAttribute("d")),
  };
})"""
"""What each chart on the page shows: places in Plotly's numbers and in pixels, ranges, ticks, words and lines."""

STILL = f"""count => {{
  const charts = [...document.querySelectorAll(".js-plotly-plot")];
  if (charts.length !== count || !charts.every(chart => chart.calcdata && chart._fullLayout?._size)) return false;
  const seen = JSON.stringify([({DRAWN})(), document.querySelector("[data-testid=stMain]").innerText]);
  const still = window.seenBefore === seen;
  window.seenBefore = seen;
  return still;
}}"""
"""Whether so many charts are drawn, and they and all words are what they were when this was asked before."""

POINT = """([chart, trace, point]) => {
  const plot = document.querySelectorAll(".js-plotly-plot")[chart];
  plot.scrollIntoView({ block: "center" });
  const group = plot.calcdata[trace], layout = plot._fullLayout, box = plot.getBoundingClientRect();
  const axis = letter => layout[(group[0].trace[letter + "axis"] ?? letter).replace(letter, letter + "axis")];
  const across = axis("x"), up = axis("y"), heat = group[0].trace.type === "heatmap";
  const x = heat ? (group[0].x[point[1]] + group[0].x[point[1] + 1]) / 2 : group[point].x;
  const y = heat ? (group[0].y[point[0]] + group[0].y[point[0] + 1]) / 2 : group[point].y;
  return [box.x + across._offset + across.c2p(x), box.y + up._offset + up.c2p(y)];
}"""
"""Where a point of a trace stands on the screen; that of a map is its row and its column."""


@contextmanager
def page_in(browser: Browser, zone: str) -> Iterator[Page]:
    """Open a page of a browser whose clock shows the time of a zone."""
    context = browser.new_context(timezone_id=zone, viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def drawn(page: Page, count: int) -> list[dict[str, Any]]:
    """Return what each of so many charts on a page shows, once all of them are drawn."""
    page.wait_for_selector(AT_REST)
    page.wait_for_function(STILL, arg=count, polling=300)
    return list(page.evaluate(DRAWN))


def label_at(page: Page, chart: int, trace: int, point: int | tuple[int, int]) -> str:
    """Return what the chart says when the pointer is on a point."""
    page.mouse.move(0, 0)
    page.locator(".hoverlayer .hovertext").first.wait_for(state="detached")
    x, y = page.evaluate(POINT, [chart, trace, point])
    page.mouse.move(x, y)
    label = page.locator(".hoverlayer .hovertext").first
    label.wait_for()
    return str(label.text_content())
