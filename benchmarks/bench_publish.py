"""The command ``tracker publish``, first and second run, beside the same texts and figures through bare libraries.

The goals are those of a reader who waits, by the clock on two cores. The floor is told by processor time: one process
that puts the text of each page through a bare Jinja2 template and each figure through Plotly, and writes all files.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from measuring import TRACKER, Row, Used, compared, database, in_turn, main, number, python, record_of, run_program

GOALS = {280: 10, 10_000: 120}
"""The most seconds that publishing so many events may take."""

ROUNDS = {280: 3, 10_000: 1}

MOST_IN_BENCH = 1_000
"""More than that is published in minutes: ``make bench-large`` does it."""

FLOOR = "bare Jinja2 and Plotly, same texts and figures"
BARE = r"""
import json, sys
from pathlib import Path
import jinja2
import plotly.graph_objects as go
template = jinja2.Environment(autoescape=True).from_string("{% for line in lines %}{{ line }}\n{% endfor %}")
site, to = map(Path, sys.argv[1:])
for file in filter(Path.is_file, site.rglob("*")):
    content = file.read_bytes()
    if file.suffix == ".html":
        content = template.render(lines=content.decode().split("\n")).encode()
    elif file.name.endswith(".chart.json"):
        content = go.Figure(json.loads(content)).to_json().encode()
    place = to / file.relative_to(site)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
"""


def rows(large: bool) -> Iterator[Row]:  # noqa: FBT001 - see bench_files.py
    """Measure both runs at the size that ``make bench`` has time for, or at the larger one."""
    for events, goal in GOALS.items():
        if large is not (events > MOST_IN_BENCH):
            continue
        with tempfile.TemporaryDirectory() as name:
            yield from _rows(events, goal, Path(name))


def _rows(events: int, goal: float, folder: Path) -> Iterator[Row]:
    def publish(site: Path) -> Used:
        return run_program(TRACKER, "publish", site, "--base-url", "https://example.org/", *database(record_of(events)))

    def both_runs() -> tuple[Used, Used]:
        site = Path(tempfile.mkdtemp(dir=folder)) / "site"
        first = publish(site)
        written = _written(site)
        second = publish(site)
        if _written(site) != written:
            raise SystemExit("A second run has written files that had not changed.")
        return first, second

    site, at = folder / "site", number(events)
    publish(site)
    runs, bare = in_turn(
        ROUNDS[events],
        both_runs,
        lambda: run_program(*python(BARE, site, tempfile.mkdtemp(dir=folder))),
    )
    for what, used in zip(("publish", "publish again, nothing changed"), zip(*runs, strict=True), strict=True):
        yield Row(what, at, median(each.seconds for each in used), goal, "", unit="s")
        own, other = ([each.processor for each in side] for side in (used, bare))
        yield compared(f"{what}, processor time", at, None, FLOOR, own, other)


def _written(site: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in site.rglob("*") if file.is_file()}


if __name__ == "__main__":
    sys.exit(main(rows))
