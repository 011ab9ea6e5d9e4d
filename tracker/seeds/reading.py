"""Read the folder of the record. What is wrong with a file becomes a ``Problem``, so that one run shows them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tracker.checks import CheckedEvent, Problem
from tracker.errors import InvalidDraft, TrackerError
from tracker.event.draft import EventDraft
from tracker.measures import MeasureRow
from tracker.read_models import CodingRow, EraRow, TermRow
from tracker.recall import ListedAct, PublishedList
from tracker.seeds.coverage_file import COVERAGE_FILE, CoverageRow, parse_coverage_text
from tracker.seeds.era_file import ERAS_FILE, parse_eras_text
from tracker.seeds.form import TERM_FILES, ToldApart
from tracker.seeds.list_file import LISTED_FILE, LISTS_FILE, parse_listed_text, parse_lists_text
from tracker.seeds.measure_file import MEASURES_FILE, parse_measures_text
from tracker.seeds.parsing import (
    WHOLE_FILE,
    parse_codings_text,
    parse_distinct_text,
    parse_event_text,
    parse_terms_text,
)
from tracker.slugs import is_slug

EVENTS_FOLDER = "events"
DRAFTS_FOLDER = "drafts"
"""Where Events lie that wait for review, in the same form."""
CODINGS_FILE = "codings.csv"
DISTINCT_FILE = "distinct.toml"
_MOST_SHOWN = 3
"""How many problems the refusal to load a folder names."""

_Value = TypeVar("_Value")


class SeedProblem(TrackerError):
    """A folder of the record that cannot be loaded; the message names the first problems."""


@dataclass(frozen=True, slots=True)
class SeedRecord:
    """The curated record, read and valid: names, Events with slugs, codings, pairs told apart, measures, eras.

    ``drafts`` are the Events that nobody has accepted yet.
    """

    terms: tuple[TermRow, ...]
    events: tuple[tuple[str, EventDraft], ...]
    codings: tuple[CodingRow, ...]
    distinct: tuple[ToldApart, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    eras: tuple[EraRow, ...] = ()
    drafts: tuple[tuple[str, EventDraft], ...] = ()


@dataclass(slots=True)
class SeedFolder:
    """What a folder holds: the values that could be read, the text of each file by its place, and the problems.

    ``events`` are those that wait for review as well; ``accepted`` leaves them out.
    """

    events: list[CheckedEvent] = field(default_factory=list)
    terms: list[TermRow] = field(default_factory=list)
    codings: list[CodingRow] = field(default_factory=list)
    distinct: list[ToldApart] = field(default_factory=list)
    measures: list[MeasureRow] = field(default_factory=list)
    eras: list[EraRow] = field(default_factory=list)
    coverage: list[CoverageRow] = field(default_factory=list)
    lists: list[PublishedList] = field(default_factory=list)
    listed: list[ListedAct] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def accepted(self) -> list[CheckedEvent]:
        """The Events that are in the record, without those that wait for review."""
        return [event for event in self.events if not _is_draft(event)]

    def read(self, folder: Path, place: str, parse: Callable[[str], _Value]) -> _Value | None:
        """Read one file with a parser; note its problems and return None where there are any."""
        try:
            text = _text_of(folder / place)
            value = parse(text)
        except InvalidDraft as found:
            self.problems += [Problem(place, name, message) for name, message in found.problems.items()]
            return None
        self.texts[place] = text
        return value


def read_seeds(folder: Path) -> SeedRecord:
    """Read a folder in which every file can be read.

    Raises:
        SeedProblem: if one cannot; ``check_seeds`` says all that is wrong.
    """
    found = read_folder(folder)
    if found.problems:
        shown = " ".join(f"{problem}" for problem in found.problems[:_MOST_SHOWN])
        more = len(found.problems) - _MOST_SHOWN
        rest = f" And {more:,} more." if more > 0 else ""
        raise SeedProblem(f"The record cannot be loaded; see all problems with: tracker check seeds. {shown}{rest}")
    return SeedRecord(
        tuple(found.terms),
        tuple((event.slug, event.draft) for event in found.accepted),
        tuple(found.codings),
        tuple(found.distinct),
        tuple(found.measures),
        tuple(found.eras),
        tuple((event.slug, event.draft) for event in found.events if _is_draft(event)),
    )


def _is_draft(event: CheckedEvent) -> bool:
    return event.place.startswith(f"{DRAFTS_FOLDER}/")


def read_coverage(folder: Path) -> tuple[CoverageRow, ...]:
    """Read the counts by others that the record is compared with; none where there is no file.

    Raises:
        InvalidDraft: with one sentence for every field that has a problem.
    """
    return _read_or_nothing(folder / COVERAGE_FILE, parse_coverage_text)


def read_lists(folder: Path) -> tuple[tuple[PublishedList, ...], tuple[ListedAct, ...]]:
    """Read the event lists by others and the acts that they name; none where there are no files.

    Raises:
        InvalidDraft: with one sentence for every field that has a problem.
    """
    lists = _read_or_nothing(folder / LISTS_FILE, parse_lists_text)
    return lists, _read_or_nothing(folder / LISTED_FILE, parse_listed_text)


def _read_or_nothing(path: Path, parse: Callable[[str], tuple[_Value, ...]]) -> tuple[_Value, ...]:
    return parse(_text_of(path)) if path.exists() else ()


def read_folder(folder: Path) -> SeedFolder:
    """Read every file of a folder and collect the problems instead of stopping at the first."""
    found = SeedFolder()
    if not (folder / EVENTS_FOLDER).is_dir():
        found.problems.append(Problem(str(folder), "", f"There is no folder “{EVENTS_FOLDER}” in it."))
        return found
    for kind, name in TERM_FILES.items():
        if (folder / name).exists():
            found.terms += found.read(folder, name, partial(parse_terms_text, kind)) or ()
    for place in _event_places(folder):
        _read_event(folder, place, found)
    _read_others(folder, found)
    return found


def _read_others(folder: Path, found: SeedFolder) -> None:
    """Read what stands beside the Events; none of these files has to be there."""
    parsers: dict[str, tuple[list[Any], Callable[[str], tuple[Any, ...]]]] = {
        CODINGS_FILE: (found.codings, parse_codings_text),
        DISTINCT_FILE: (found.distinct, parse_distinct_text),
        MEASURES_FILE: (found.measures, parse_measures_text),
        ERAS_FILE: (found.eras, parse_eras_text),
        COVERAGE_FILE: (found.coverage, parse_coverage_text),
        LISTS_FILE: (found.lists, parse_lists_text),
        LISTED_FILE: (found.listed, parse_listed_text),
    }
    for place, (values, parse) in parsers.items():
        if (folder / place).exists():
            values.extend(found.read(folder, place, parse) or ())


def _event_places(folder: Path) -> Iterator[str]:
    """Yield the files of Events and of drafts; hidden ones, which desktops leave behind, are none of the record."""
    for name in (EVENTS_FOLDER, DRAFTS_FOLDER):
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(folder).as_posix()


def _read_event(folder: Path, place: str, found: SeedFolder) -> None:
    *years, name = place.split("/")[1:]
    slug = name.removesuffix(".toml")
    if len(years) != 1 or slug == name or not is_slug(slug):
        message = (
            "An event's file is events/<year>/<slug>.toml, or drafts/<year>/<slug>.toml while it waits for review; "
            "a slug is lower-case letters, digits and single hyphens."
        )
        found.problems.append(Problem(place, WHOLE_FILE, message))
        return
    draft = found.read(folder, place, parse_event_text)
    if draft is not None:
        found.events.append(CheckedEvent(place, slug, draft))


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise InvalidDraft({WHOLE_FILE: "This cannot be read as UTF-8 text."}) from problem
