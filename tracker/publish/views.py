"""What the page of one filter shows: its words, its chart as a drawing and as a figure, and what makes the line."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from tracker.charts import IndexLine
from tracker.charts.axis import axis_of, is_part
from tracker.charts.density import Crowd, Shades
from tracker.charts.reading_aid import HOW_SURE, ONE_SIDE, explanation
from tracker.charts.still import MarkTarget, browser_figure, still_svg
from tracker.charts.timeline import FigureParts, frame_of, timeline_parts
from tracker.dates import describe
from tracker.event.labels import when
from tracker.publish.facets import Facet, SiteRecord
from tracker.publish.places import event_place, up_from
from tracker.read_models import EventRow, events_extent
from tracker.sentiment import Acts, FoundIndex, Telling, contributions, find_index, tell
from tracker.theme import PAIRED
from tracker.vocabulary import TermType
from tracker.wording import count_of

MOST_PARTS = 8
"""So many Events are named that make the line what it is."""

_WIDE, _NARROW = 1120, 360
"""Widths in pixels that drawings are made for."""


@dataclass(frozen=True, eq=False)
class DrawnChart:
    """A chart as two drawings, and as the figure that a browser's Plotly takes.

    Attributes:
        wide: the drawing for a desk, one ``svg`` element, all texts in it escaped.
        narrow: the drawing for a phone.
        figure: the wide figure as JSON.
        remark: what is said below it.
    """

    wide: Markup
    narrow: Markup
    figure: str
    remark: str


@dataclass(frozen=True, slots=True)
class IndexPart:
    """An Event's share in the index of one day, in stance units."""

    event: EventRow
    share: float


@dataclass(frozen=True, eq=False)
class FacetView:
    """The words, the chart and the make-up of the index of one filter.

    Attributes:
        told: what happened, in words; None where there is no Event.
        how_sure: how the range is to be read; empty without one.
        chart: the chart; None where there are too few Events for one.
        day: the day of ``parts`` in words.
        parts: the Events with the greatest shares in the index of that day.
        others: the sum of the other Events' shares.
        index: the index of that day; None where there is none to read.
    """

    told: Telling | None
    how_sure: str = ""
    chart: DrawnChart | None = None
    day: str = ""
    parts: tuple[IndexPart, ...] = ()
    others: float = 0.0
    index: float | None = None

    @property
    def stands(self) -> tuple[str, str]:
        """How it stood at the last Event: the words, and the numbers behind them."""
        words, colon, numbers = self.told.stands.partition(": ") if self.told else ("", "", "")
        return words, f"{colon}{numbers}"


@dataclass(frozen=True, eq=False)
class LineOfFacet:
    """The index of what a filter keeps, with the Events that count in it."""

    acts: Acts
    found: FoundIndex
    line: IndexLine


def line_of(site: SiteRecord, facet: Facet, found: FoundIndex | None = None) -> LineOfFacet | None:
    """Return the index of a filter, its numbers found anew unless they are given; None where no Event counts."""
    counted = [event for event in facet.evidence if event.kind.counts]
    if not counted:
        return None
    acts = Acts.of(counted)
    # As on the dashboard: an index begins on the first day of the record, unless one of its Events was known earlier.
    since = min(acts.begins, site.around.begins or acts.begins)
    until = max(site.today, counted[-1].last_on)
    found = found or find_index(acts.evidence, since=since, until=until)
    return LineOfFacet(acts, found, IndexLine.of(*found, site.today, events=acts))


def view_of(
    site: SiteRecord, facet: Facet, kept: LineOfFacet | None, *, address: Callable[[str], str] | None = None
) -> FacetView:
    """Return what the page of a filter shows.

    Args:
        site: the record.
        facet: the filter.
        kept: the index of all that is published.
        address: gives where the mark of an Event leads, by its slug; its page on the site without one.
    """
    if not facet.events:
        return FacetView(None)
    own = (kept if facet.evidence is site.evidence else line_of(site, facet)) if _has_line(facet) else None
    told = tell(
        Acts.of(facet.events),
        own.acts if own else Acts.of(()),
        own.found if own and not facet.chosen.is_one_sided else None,
        site.names[TermType.SECTOR],
        since=facet.chosen.since,
        until=facet.chosen.until,
        today=site.today,
    )
    if not facet.has_chart:
        return FacetView(told)
    # Behind the line of a part stands that of all Events, which are more than is published where that is a part itself.
    ghost = (site.around.line or (kept.line if kept else None)) if is_part(facet.chosen) else None
    lines = own.line if own else None, ghost
    up = up_from(facet.place)
    chart = _chart(site, facet, lines, address or (lambda slug: up + event_place(slug)))
    if facet.chosen.is_one_sided:
        return FacetView(told, ONE_SIDE, chart)
    if told.course is None or own is None:
        return FacetView(told, "", chart)
    day = told.course.last.day
    named, others = _parts(own, day)
    words = describe(day.isoformat())
    return FacetView(told, HOW_SURE, chart, words, named, others, told.course.last.index)


def _has_line(facet: Facet) -> bool:
    """Tell whether a filter has a line of its own: that of one story or of one person would hang on few events."""
    chosen = facet.chosen
    return facet.has_chart and len(chosen.threads) != 1 and len(chosen.people) != 1


def _parts(own: LineOfFacet, day: dt.date) -> tuple[tuple[IndexPart, ...], float]:
    shares = contributions(own.acts.evidence, day)
    strongest = np.argsort(-np.abs(shares), kind="stable")[:MOST_PARTS].tolist()
    named = tuple(IndexPart(own.acts.row(place), float(shares[place])) for place in strongest if shares[place])
    return named, float(shares.sum() - sum(part.share for part in named))


def _chart(
    site: SiteRecord,
    facet: Facet,
    lines: tuple[IndexLine | None, IndexLine | None],
    address: Callable[[str], str],
) -> DrawnChart:
    line, ghost = lines
    extent = events_extent(facet.events, site.today)
    since, until = axis_of(facet.chosen, extent, site.today)

    crowd = Crowd.of(facet.events)

    def parts(*, narrow: bool) -> FigureParts:
        return timeline_parts(
            facet.events,
            line,
            crowd=crowd,
            extent=extent,
            ghost=ghost,
            eras=site.eras,
            today=site.today,
            since=since,
            until=until,
            narrow=narrow,
            colours=PAIRED,
        )

    wide, narrow = parts(narrow=False), parts(narrow=True)
    words = _alternative(facet.events, line)
    frame = frame_of(extent, line, (since, until), narrow=False)
    shades = Shades.of(crowd, frame) if crowd.marks(frame)[1] else None
    return DrawnChart(
        Markup(still_svg(wide, _WIDE, label=words, target=targets(site, address))),  # noqa: S704 - escaped
        Markup(still_svg(narrow, _NARROW, label=words)),  # noqa: S704 - likewise
        json.dumps(browser_figure(wide), ensure_ascii=False, separators=(",", ":")),
        explanation(
            line=line is not None,
            band=line is not None and line.has_band,
            others=ghost is not None,
            cell=shades.cell.word if shades else "",
        ),
    )


def targets(site: SiteRecord, address: Callable[[str], str]) -> Callable[[str], MarkTarget | None]:
    """Return what gives for the slug of an Event where its mark leads, and what is said of it.

    Args:
        site: the record; a slug that is not in it leads nowhere.
        address: gives where the mark of an Event leads, by its slug.
    """

    def target(slug: str) -> MarkTarget | None:
        event = site.by_slug.get(slug)
        return MarkTarget(address(slug), f"{when(event)}\n{event.title}") if event else None

    return target


def _alternative(events: Sequence[EventRow], line: IndexLine | None) -> str:
    words = f"Timeline of {count_of(len(events), 'event')} by date and stance, "
    words += f"from {describe(events[0].date)} to {describe(events[-1].date)}"
    return words + (", with the policy-sentiment index as a line." if line else ".")
