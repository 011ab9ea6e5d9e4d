"""Check a folder of the record: every problem of every file, in one run."""

import datetime as dt
import difflib
from collections.abc import Iterator
from pathlib import Path

from tracker.checks import CheckedEvent, Problem, check_eras, check_events, in_reading_order
from tracker.seeds.coverage_file import COVERAGE_FILE, render_coverage, wrong_coverage
from tracker.seeds.era_file import ERAS_FILE, render_eras
from tracker.seeds.form import TERM_FILES, render_codings, render_distinct, render_event, render_terms
from tracker.seeds.list_file import LISTED_FILE, LISTS_FILE, render_listed, render_lists, wrong_lists
from tracker.seeds.measure_file import MEASURES_FILE, render_measures, wrong_measures
from tracker.seeds.reading import CODINGS_FILE, DISTINCT_FILE, SeedFolder, read_folder

MOST_DIFFERENCE = 40
"""How many lines of a difference are shown for one file."""


def check_seeds(folder: Path, today: dt.date) -> tuple[Problem, ...]:
    """Return all problems of a folder, ordered by file.

    Args:
        folder: where the record is, such as ``seeds`` in the repository.
        today: the day that counts as the present; dates after it are problems.
    """
    found = read_folder(folder)
    problems = [*found.problems, *_wrong_years(found.events), *_wrong_pairs(found), *_other_forms(found)]
    problems += wrong_measures(found.measures, (event.slug for event in found.accepted))
    problems += check_eras(found.eras)
    problems += wrong_coverage(found.coverage, found.accepted)
    problems += wrong_lists(found.lists, found.listed, found.accepted)
    problems += check_events(found.events, found.terms, found.codings, today=today)
    return in_reading_order(problems)


def form_difference(place: str, text: str, canonical: str) -> str:
    """Return the unified difference from a file's text to the canonical form, empty where they are equal."""
    lines = difflib.unified_diff(
        text.splitlines(keepends=True), canonical.splitlines(keepends=True), place, f"{place} (canonical)", n=1
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _wrong_years(events: list[CheckedEvent]) -> Iterator[Problem]:
    for event in events:
        year = str(event.draft.when.start.year)
        folder, found, _ = event.place.split("/")
        if found != year:
            yield Problem(event.place, "date", f"The date lies in {year}; move the file to {folder}/{year}.")


def _wrong_pairs(found: SeedFolder) -> Iterator[Problem]:
    """Report pairs of which an Event is not there, and pairs that stand twice."""
    known, seen = {event.slug for event in found.events}, set()
    for number, pair in enumerate(found.distinct, start=1):
        for slug in pair.slugs:
            if slug not in known:
                yield Problem(DISTINCT_FILE, f"entry {number}.slugs", f"There is no event with the slug {slug}.")
        if pair.slugs in seen:
            yield Problem(DISTINCT_FILE, f"entry {number}.slugs", "This pair stands here twice.")
        seen.add(pair.slugs)


def _canonical_texts(found: SeedFolder) -> Iterator[tuple[str, str]]:
    for kind, name in TERM_FILES.items():
        yield name, render_terms(kind, (term for term in found.terms if term.type == kind))
    for event in found.events:
        yield event.place, render_event(event.draft)
    yield CODINGS_FILE, render_codings(found.codings)
    yield DISTINCT_FILE, render_distinct(found.distinct)
    yield MEASURES_FILE, render_measures(found.measures)
    yield ERAS_FILE, render_eras(found.eras)
    yield COVERAGE_FILE, render_coverage(found.coverage)
    yield LISTS_FILE, render_lists(found.lists)
    yield LISTED_FILE, render_listed(found.listed)


def _other_forms(found: SeedFolder) -> Iterator[Problem]:
    """Report each readable file that is not written in the canonical form, with the difference."""
    for place, canonical in _canonical_texts(found):
        text = found.texts.get(place)
        if text is not None and text != canonical:
            difference = form_difference(place, text, canonical).splitlines()
            shown = "\n".join(difference[:MOST_DIFFERENCE])
            yield Problem(place, "", f"This is not in the canonical form; the marked lines are to change:\n{shown}")
