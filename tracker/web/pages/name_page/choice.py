"""Which name one of the four pages shows; the address holds it, under any of its names and former ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from tracker.event.labels import label_of
from tracker.filters import EventFilter
from tracker.read_models import TermRow
from tracker.vocabulary import TermType
from tracker.web import address, held
from tracker.web.choices import Choices, one_term
from tracker.web.data_view import render_rows
from tracker.web.long_boxes import names_to_choose, render_one
from tracker.web.name_view import FIELD_OF, in_both_languages, uses_of_names
from tracker.web.paging import page_of
from tracker.web.reads import Record


def _stranger(_: str, text: str) -> str:
    return f"The record does not know “{text[:60]}”; choose a name that it knows."


@dataclass(frozen=True, slots=True)
class CompanyChoice:
    """The key of a company."""

    name: str | None = one_term(TermType.COMPANY, note=_stranger)


@dataclass(frozen=True, slots=True)
class SectorChoice:
    """The key of a sector."""

    name: str | None = one_term(TermType.SECTOR, note=_stranger)


@dataclass(frozen=True, slots=True)
class AgencyChoice:
    """The key of an agency."""

    name: str | None = one_term(TermType.AGENCY, note=_stranger)


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """The key of a person."""

    name: str | None = one_term(TermType.PERSON, note=_stranger)


NameChoice = CompanyChoice | SectorChoice | AgencyChoice | PersonChoice

CHOICES: Mapping[TermType, Choices[NameChoice]] = {
    TermType.COMPANY: Choices("company", CompanyChoice),
    TermType.SECTOR: Choices("sector", SectorChoice),
    TermType.AGENCY: Choices("agency", AgencyChoice),
    TermType.PERSON: Choices("person", PersonChoice),
}


def open_name(record: Record, term_type: TermType) -> TermRow | None:
    """Set the page's box from a new address and return the entry that it holds; None where it holds none."""
    choices = CHOICES[term_type]
    if choices.open(record):
        address.add_notes(address.without_filter(st.query_params))
    key = choices.value(record).name
    return next((term for term in record.terms(term_type) if term.key == key), None)


def filter_of(term: TermRow) -> EventFilter:
    """Return the filter that keeps the Events of a name, as the timeline has it."""
    condition: dict[str, Any] = {FIELD_OF[term.type]: (term.key,)}
    return EventFilter(**condition)


def plural_of(term_type: TermType) -> str:
    """Return what several names of a sort are called."""
    return label_of(FIELD_OF[term_type])


def render_name_box(record: Record, term_type: TermType) -> None:
    """Draw the box that chooses a name, the one with most Events first."""
    uses = uses_of_names(record)
    choice = names_to_choose(
        record, term_type, lambda term: f"{in_both_languages(term)} ({uses[term_type, term.key]})", by_use=True
    )
    words = "Choose or type a name; the number is that of its events"
    render_one(term_type.label, choice, key=CHOICES[term_type].key("name"), placeholder=words, width=460)


def render_names_list(record: Record, term_type: TermType) -> None:
    """Draw all names of a sort as a table, the one with most Events first; a row that is chosen opens its page."""
    terms, uses = record.terms(term_type), uses_of_names(record)
    ordered: Sequence[TermRow] = sorted(terms, key=lambda term: (-uses[term_type, term.key], term.name.casefold()))
    ordered = page_of(ordered, f"{term_type} page", plural_of(term_type).lower())
    rows = [
        {"Name": term.name, "Chinese name": term.name_zh or "", "Events": uses[term_type, term.key]} for term in ordered
    ]
    render_rows(
        pd.DataFrame(rows, columns=["Name", "Chinese name", "Events"]),
        f"{term_type} list",
        ordered,
        lambda term: held.put(CHOICES[term_type].key("name"), term.key),
    )
