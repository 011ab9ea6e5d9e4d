"""The file of measures: read, written in its canonical form, and checked against the Events."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tracker.checks import Problem
from tracker.cleaning import clean_member
from tracker.dates.partial import is_edtf
from tracker.measures import MeasureRow, StageRow
from tracker.seeds.parsing import parse_entries, read_name, read_optional_name, read_slug
from tracker.vocabulary import MeasureKind, Stage

MEASURES_FILE = "measures.toml"


def _stages(value: object) -> tuple[StageRow, ...]:
    rows = value if isinstance(value, list) else []
    if not rows or not all(isinstance(row, dict) and row.keys() - {"date"} == {"stage", "event"} for row in rows):
        raise ValueError("This has to be a list of stages, each with its stage and its event, and a date if need be.")
    return tuple(
        StageRow(clean_member(row["stage"], Stage), read_slug(row["event"]), _date(row.get("date"))) for row in rows
    )


def _date(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not is_edtf(value):
        raise ValueError(f"{value} is no date as the record writes one, such as 2022-03-01 or 2022-05.")
    return value


_READERS = {
    "key": read_slug,
    "kind": lambda value: clean_member(value, MeasureKind),
    "name": read_name,
    "name_zh": read_optional_name,
    "number": read_optional_name,
    "stages": _stages,
}


def parse_measures_text(text: str) -> tuple[MeasureRow, ...]:
    """Read the text of the file."""
    return tuple(MeasureRow(**values) for values in parse_entries(text, "measure", _READERS))


def render_measures(measures: Iterable[MeasureRow]) -> str:
    """Write measures as the text of their file, ordered by key."""
    import tomlkit

    entries = [_plain(measure) for measure in sorted(measures, key=lambda measure: measure.key)]
    return tomlkit.dumps({"measure": entries})


def _plain(measure: MeasureRow) -> dict[str, Any]:
    names = {"name_zh": measure.name_zh, "number": measure.number}
    return {
        "key": measure.key,
        "kind": measure.kind.value,
        "name": measure.name,
        **{name: value for name, value in names.items() if value},
        "stages": [each.document for each in measure.stages],
    }


def wrong_measures(measures: Sequence[MeasureRow], events: Iterable[str]) -> Iterator[Problem]:
    """Report keys that stand twice, stages that do not fit, and Events that are not there."""
    known, seen = set(events), set()
    for number, measure in enumerate(measures, start=1):
        place = f"entry {number}."
        if measure.key in seen:
            yield Problem(MEASURES_FILE, place + "key", f"The key {measure.key} stands here twice.")
        seen.add(measure.key)
        for each in measure.stages:
            if each.event not in known:
                yield Problem(MEASURES_FILE, place + "stages", f"There is no event with the slug {each.event}.")
            if each.stage not in measure.kind.stages:
                yield Problem(MEASURES_FILE, place + "stages", f"{each.stage.label} is no stage of a {measure.kind}.")
