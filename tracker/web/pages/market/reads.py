"""The event study that a reader asks for, computed once for each choice and kept in the session."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from tracker.filters import EventFilter
from tracker.market import (
    EventResult,
    MarketProblem,
    PriceReading,
    StudyProblem,
    StudyResult,
    event_study,
    get_series,
    read_prices,
)
from tracker.market.cases import on_named_companies, on_tickers
from tracker.market.confounding import record_around
from tracker.market.groupings import Grouping, study_groupings
from tracker.read_models import EventRow
from tracker.vocabulary import TermType
from tracker.web.keeping import cached
from tracker.web.pages.market.choice import On, StudyChoice
from tracker.web.reads import Record
from tracker.web.upload_view import Files

Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class StudyView:
    """A study with all events of the record; ``refused`` says why there is none, ``drawn`` keeps its charts."""

    events: dict[str, EventRow]
    result: StudyResult | None
    problems: tuple[StudyProblem, ...]
    refused: str = ""
    drawn: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what was made of the study under a name before, or make it."""
        if name not in self.drawn:
            self.drawn[name] = make()
        made: Made = self.drawn[name]
        return made

    @property
    def measured(self) -> tuple[EventResult, ...]:
        """The measured events."""
        return self.result.events if self.result else ()


@cached(4, spinner="Reading the prices", per_visitor=True)
def prices_of(files: Files) -> PriceReading:
    """Read price files."""
    return read_prices(files)


def study_of(files: Files, record: Record, chosen: EventFilter, choice: StudyChoice) -> StudyView:
    """Return the study of the events that were chosen by name, or else of those that the filter keeps."""
    # Every grouping is measured at once, so that another one is only shown.
    return _study_of(files, record, chosen, replace(choice, by=Grouping.DIRECTION))


@cached(8, spinner="Measuring", per_visitor=True)
def _study_of(files: Files, record: Record, chosen: EventFilter, choice: StudyChoice) -> StudyView:
    every, companies = record.events(EventFilter()), record.terms(TermType.COMPANY)
    events = [event for event in every if event.slug in choice.study] if choice.study else record.events(chosen)
    by_slug = {event.slug: event for event in every}
    series = prices_of(files).series
    shares = [one for one in series if one.name != choice.market and (not choice.shares or one.name in choice.shares)]
    if choice.on is On.NAMED:
        asked, problems = on_named_companies(events, companies, shares)
    else:
        asked, problems = on_tickers(events, [one.name for one in shares])
    try:
        market = get_series(series, choice.market or "")
        result = event_study(
            series,
            market,
            asked,
            choice.window,
            choice.estimation,
            after_close=choice.after_close,
            groupings=study_groupings(events, companies),
            around=record_around(every, companies),
        )
    except MarketProblem as problem:
        return StudyView(by_slug, None, problems, str(problem))
    return StudyView(by_slug, result, (*problems, *result.problems))
