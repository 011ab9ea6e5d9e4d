"""What the page "Sectors and agencies" lets the reader choose: one of five views, an agency, a company."""

from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.vocabulary import TermType
from tracker.web.choices import Choices, one_of, one_term
from tracker.web.reads import Record


class View(StrEnum):
    """What is looked at."""

    SECTORS = "sectors"
    LINES = "lines"
    AGENCIES = "agencies"
    COMPANIES = "companies"
    QUARTERS = "quarters"

    @property
    def label(self) -> str:
        """The name on screens."""
        return {
            View.SECTORS: "Sectors",
            View.LINES: "Sector lines",
            View.AGENCIES: "Agencies",
            View.COMPANIES: "Companies",
            View.QUARTERS: "Pace and what holds",
        }[self]


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """The view, and the agency or company that is looked at in its own."""

    view: View = one_of(View.SECTORS)
    agency: str | None = one_term(TermType.AGENCY)
    company: str | None = one_term(TermType.COMPANY)


CHOICES = Choices("sectors", ViewChoice)


def choose_view(record: Record) -> ViewChoice:
    """Draw the choice of the view and return all of it; another view's agency or company is none of it."""
    CHOICES.row("View", "view", View, lambda view: view.label, label_visibility="collapsed")
    choice = CHOICES.value(record)
    return replace(
        choice,
        agency=choice.agency if choice.view is View.AGENCIES else None,
        company=choice.company if choice.view is View.COMPANIES else None,
    )
