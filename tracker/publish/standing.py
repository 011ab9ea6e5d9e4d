"""Where the rules and cases of a published record stand, each with its stages in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.measures import MeasureRow, MeasureState, chain_words, measure_state, measures_of
from tracker.publish.facets import SiteRecord


@dataclass(frozen=True, slots=True)
class StandingMeasure:
    """A measure, where it stood, and its stages in words."""

    measure: MeasureRow
    state: MeasureState

    @property
    def steps(self) -> tuple[str, ...]:
        """Each stage in words, those without an Event too."""
        return chain_words(self.state, self.measure.kind)


def standing_measures(site: SiteRecord, slugs: Iterable[str] | None = None) -> list[StandingMeasure]:
    """Return the measures of which some Events are stages, with where they stood, the latest step first.

    The whole record says where one stands: its latest stage may be an Event that is not published here.

    Args:
        site: the record.
        slugs: the Events; None for all.
    """
    measures = site.measures if slugs is None else measures_of(site.measures, slugs)
    found = [
        StandingMeasure(measure, state)
        for measure in measures
        if (state := measure_state(measure, site.accepted, site.today)) is not None
    ]
    return sorted(found, key=lambda one: (-one.state.passed[-1].first_on.toordinal(), one.measure.key))
