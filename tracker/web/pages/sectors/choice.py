"""What the page "Sectors and agencies" lets the reader choose: one of five views, an agency, a company."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from tracker.vocabulary import TermType
from tracker.web import address, held
from tracker.web.asked import Asked
from tracker.web.reads import Record

VIEW, AGENCY, COMPANY = "sectors view", "sectors agency", "sectors company"
OWN_NAMES = {AGENCY: TermType.AGENCY, COMPANY: TermType.COMPANY}
"""The boxes that hold a name's key."""


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
class Choice:
    """The view, and the agency or company that is looked at in its own."""

    view: View
    agency: str | None
    company: str | None

    def to_params(self) -> dict[str, list[str]]:
        """Write the choice as parts of an address; ``read_choice`` reads them back."""
        view = {} if self.view is View.SECTORS else {"view": [self.view.value]}
        agency = {"agency": [self.agency]} if self.agency and self.view is View.AGENCIES else {}
        company = {"company": [self.company]} if self.company and self.view is View.COMPANIES else {}
        return view | agency | company


def read_choice(params: address.Params, record: Record) -> None:
    """Set the widgets from an address."""
    asked = Asked(params)
    held.put(VIEW, asked.one_of("view", View.SECTORS))
    held.put(AGENCY, asked.one_found("agency", partial(record.key_of, TermType.AGENCY)))
    held.put(COMPANY, asked.one_found("company", partial(record.key_of, TermType.COMPANY)))
    address.add_notes(asked.notes)


def render_choice() -> Choice:
    """Draw the choice of the view and return all of it."""
    view = held.segmented_control(
        "View", list(View), key=VIEW, format_func=lambda view: view.label, required=True, label_visibility="collapsed"
    )
    return Choice(view or View.SECTORS, held.value(AGENCY), held.value(COMPANY))
