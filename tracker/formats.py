"""The one list of file formats: the menu of downloads, ``tracker export``, documentation and tests read it here.

A new format is an entry here and a function that writes it; everything else follows.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from tracker.errors import UnknownValue


class Purpose(StrEnum):
    """What a file is taken for: the groups of the menu."""

    DATA = "Work with the data"
    CITE = "Cite the sources"
    FOLLOW = "Follow what happens"
    SHOW = "Show it elsewhere"
    WRITE = "Write about it"


@dataclass(frozen=True, slots=True)
class Format:
    """One file format.

    Attributes:
        suffix: what names of such files end in, without the first dot; the format is called by it.
        label: what the menu calls it, for whom it is.
        purpose: the group of the menu in which it stands.
        media_type: its media type.
        holds: what a file of it holds, as a sentence.
        leaves_out: what of the events it leaves out, as a sentence; empty where nothing is lost.
        writer: the function that writes it, as ``module:name``; it takes what is asked for and a stream.
        comes_back: whether ``tracker import`` reads it.
        takes_filter: whether it holds what a filter keeps; else it holds everything, and the menu does not offer it.
        tells_state: whether it says of each event where it stands in review; else it holds accepted ones alone, since
            nobody could tell the others from them.
        to_path: the function that writes it to a path without a file, for what is too large to be held meanwhile; empty
            where the other one does as well.
        beside: the function that writes a second file beside one that has a name, and what that one ends in; it takes
            what is asked for, a stream and the first one's name without its suffix.
    """

    suffix: str
    label: str
    purpose: Purpose
    media_type: str
    holds: str
    leaves_out: str
    writer: str
    comes_back: bool = False
    takes_filter: bool = True
    tells_state: bool = False
    to_path: str = ""
    beside: tuple[str, str] | None = None

    @property
    def is_lossless(self) -> bool:
        """Whether a file of it holds all that the record knows of an event."""
        return not self.leaves_out


_WRITERS = "tracker.exports.writers"

_UNACCEPTED = "Events that are not accepted, such as drafts."

_OF_SOURCES = (
    "All of the events but title and name in links. A page that supports several of them stands once, beside the "
    f"earliest. The record holds no titles of pages: in brackets stands the event's. {_UNACCEPTED}"
)

_OLDER = (
    f"Older changes, and of each event its people, companies, evidence and the rest of what a card shows. {_UNACCEPTED}"
)

_BRIEF = (
    "What happened in the filter's period: how the line moved and by what, the chart, the events with numbered "
    "sources, what comes, and how to cite it"
)

_OF_BRIEF = (
    "Of each event its names, story and evidence; of more than 100 events the earlier ones, with a sentence that says "
    f"how many; where the extra pictures or a browser is missing, the chart. {_UNACCEPTED}"
)

_ALL = (
    Format(
        "csv", "Table (CSV)", Purpose.DATA, "text/csv",
        "One row for each event, with every source in it.", "",
        f"{_WRITERS}:csv_file", comes_back=True, tells_state=True,
    ),
    Format(
        "json", "JSON", Purpose.DATA, "application/json",
        "One list with one object for each event.", "",
        f"{_WRITERS}:json_file", comes_back=True, tells_state=True,
    ),
    Format(
        "jsonl", "JSON Lines", Purpose.DATA, "application/jsonl",
        "One object to a line for each event, to be read piece by piece.", "",
        f"{_WRITERS}:json_lines_file", comes_back=True, tells_state=True,
    ),
    Format(
        "xlsx", "Excel", Purpose.DATA, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "A workbook with the events, their sources, the index and the codebook.", "",
        f"{_WRITERS}:xlsx_file", comes_back=True, tells_state=True,
    ),
    Format(
        "parquet", "Parquet, for pandas, polars, DuckDB, R", Purpose.DATA, "application/vnd.apache.parquet",
        "One row for each event, names and sources as lists, dates as text and their first and last day as dates.", "",
        "tracker.exports.parquet:parquet_file", tells_state=True,
    ),
    Format(
        "zip", "Data package (Frictionless)", Purpose.DATA, "application/zip",
        "CSV tables of the events, their sources, names, measures, codings and index, the codebook, and "
        "`datapackage.json`, which says what each column is.", "",
        "tracker.exports.data_package:data_package_file", tells_state=True,
    ),
    Format(
        "bib", "BibTeX", Purpose.CITE, "application/x-bibtex",
        "An entry for each page that supports an event: its publisher as author, date, address, day of access.",
        _OF_SOURCES,
        "tracker.exports.references:bibtex_file",
    ),
    Format(
        "ris", "RIS, for EndNote and others", Purpose.CITE, "application/x-research-info-systems",
        "The same references as RIS.", _OF_SOURCES, "tracker.exports.references:ris_file",
    ),
    Format(
        "csl.json", "CSL-JSON, for Zotero and Pandoc", Purpose.CITE, "application/vnd.citationstyles.csl+json",
        "The same references as CSL-JSON.", _OF_SOURCES, "tracker.exports.references:csl_file",
    ),
    Format(
        "ics", "Calendar (iCalendar)", Purpose.FOLLOW, "text/calendar",
        "A day, or some in a row, for each event; also the days on which rules take effect and consultations end, as "
        "far as the record has them, and those of a filter's period that earlier events tell.",
        "Stance, reach, companies and other names, story, evidence. What is not known to the day is told in words, in "
        "journal entries that most calendars do not show; an end that is not stands in words beside the first day. "
        f"{_UNACCEPTED}",
        "tracker.exports.calendars:calendar_file",
    ),
    Format(
        "atom", "Feed (Atom)", Purpose.FOLLOW, "application/atom+xml",
        "The newest 200 changes of the events: which came in, were corrected or left, with what was corrected.",
        _OLDER,
        "tracker.exports.news_feeds:atom_file",
    ),
    Format(
        "feed.json", "Feed (JSON Feed)", Purpose.FOLLOW, "application/feed+json",
        "The newest 200 changes of the events, as the Atom feed tells them, in JSON Feed 1.1.",
        _OLDER,
        "tracker.exports.news_feeds:json_feed_file",
    ),
    Format(
        "timelinejs.json", "TimelineJS", Purpose.SHOW, "application/json",
        "A slide for each event, with its date as it is known, in groups by kind.",
        "Names, story, reach, certainty and evidence. A quarter or half year is told by its first and last month, and "
        f"what is still going by its beginning and in words. {_UNACCEPTED}",
        "tracker.exports.timelines:timelinejs_file",
    ),
    Format(
        "html", "One page (HTML)", Purpose.SHOW, "text/html",
        "The chart, what makes the line, and a table to search in which each event opens as a card with its sources; "
        "a page by itself, to be opened from a disk.",
        f"Stories, rules and cases, certainty and other fields of how an event is kept. {_UNACCEPTED}",
        "tracker.publish.one_file:html_file",
    ),
    Format(
        "vis.json", "vis-timeline", Purpose.SHOW, "application/json",
        "An item for each event and a group for each kind; what is known to the month reaches over the month.",
        "All but title, date, kind and stance. What is still going is a point at its beginning, and told in words. "
        f"{_UNACCEPTED}",
        "tracker.exports.timelines:vis_file",
    ),
    Format(
        "docx", "Brief for Word", Purpose.WRITE,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        f"{_BRIEF}; with Word's own styles, to be worked on.", _OF_BRIEF,
        "tracker.brief:docx_file",
    ),
    Format(
        "md", "Brief in Markdown", Purpose.WRITE, "text/markdown",
        f"{_BRIEF}; the chart's picture is inside the file, at its end.", _OF_BRIEF,
        "tracker.brief:markdown_file",
    ),
    Format(
        "db", "Whole database (SQLite)", Purpose.DATA, "application/vnd.sqlite3",
        "Everything with its whole history, drafts and withdrawn events included; Datasette and this program open it.",
        "What feeds brought into the inbox, which is no part of the record.",
        "tracker.exports.database_file:database_file", takes_filter=False, tells_state=True,
        to_path="tracker.exports.database_file:write_database",
        beside=("tracker.exports.database_file:labels_file", "metadata.json"),
    ),
)  # fmt: skip

FORMATS: dict[str, Format] = {each.suffix: each for each in _ALL}
"""The formats by name, which is also the file's suffix, in the order in which menus and messages list them."""

READ_BACK: tuple[str, ...] = tuple(name for name, each in FORMATS.items() if each.comes_back)
"""The formats that ``tracker import`` reads."""


def format_of(file: str | PurePath) -> str:
    """Return the format that a file's suffix names; of ``a.feed.json`` that is the longer one, where there is one.

    Raises:
        UnknownValue: if the suffix names none.
    """
    name = PurePath(file).name.lower()
    # What begins with a dot is a hidden file's name and no suffix.
    found = [each for each in FORMATS if name.endswith(f".{each}") and len(name) > len(each) + 1]
    if not found:
        known = ", ".join(f".{each}" for each in FORMATS)
        raise UnknownValue(f"“{PurePath(file).name}” does not tell the format; the file has to end in one of: {known}.")
    return max(found, key=len)
