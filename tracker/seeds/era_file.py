"""The file of eras: read, and written in its canonical form."""

import datetime as dt
from collections.abc import Iterable

from tracker.addresses import address_problem
from tracker.read_models import EraRow
from tracker.seeds.parsing import parse_entries, read_name, read_optional_name, read_reason, read_slug
from tracker.store.documents import era_document

ERAS_FILE = "eras.toml"


def _day(value: object) -> dt.date:
    text = read_name(value)
    try:
        return dt.date.fromisoformat(text)
    except ValueError as problem:
        raise ValueError(f"{text} is no day as the record writes one, such as 2022-03-16.") from problem


def _optional_day(value: object) -> dt.date | None:
    return None if value is None else _day(value)


def _addresses(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("This has to be a list of addresses.")
    if problem := next(filter(None, map(address_problem, value)), None):
        raise ValueError(problem)
    return tuple(value)


_READERS = {
    "key": read_slug,
    "name": read_name,
    "name_zh": read_optional_name,
    "since": _day,
    "until": _optional_day,
    "why": read_reason,
    "sources": _addresses,
}


def parse_eras_text(text: str) -> tuple[EraRow, ...]:
    """Read the text of the file."""
    return tuple(EraRow(**values) for values in parse_entries(text, "era", _READERS))


def render_eras(eras: Iterable[EraRow]) -> str:
    """Write eras as the text of their file, the earliest first."""
    import tomlkit

    entries = [
        {name: value for name, value in era_document(era).items() if value is not None}
        for era in sorted(eras, key=lambda era: era.since)
    ]
    return tomlkit.dumps({"era": entries})
