"""What the timeline lets the reader choose beside the filter: a list or a table of the Events, and the list's order."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.web.choices import Choices, one_of, switch


class EventsAs(StrEnum):
    """How the Events stand below the chart."""

    LIST = "list"
    TABLE = "table"


class ListOrder(StrEnum):
    """In which order a list of Events is read."""

    NEWEST = "newest"
    OLDEST = "oldest"
    STRONGEST = "strongest"

    @property
    def label(self) -> str:
        """The words on the screen."""
        return f"{self.value.capitalize()} first"


@dataclass(frozen=True, slots=True)
class TimelineChoice:
    """Whether the axis shows all years, where it could fit the Events of a filter; list or table, and their order."""

    all_years: bool = switch("all", name="years")
    show: EventsAs = one_of(EventsAs.LIST)
    order: ListOrder = one_of(ListOrder.NEWEST)


CHOICES = Choices("timeline", TimelineChoice)
