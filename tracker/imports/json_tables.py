"""Tables from JSON: a list of objects, one object alone, one object to a line, or a list inside an object."""

from collections.abc import Iterator

from tracker.imports.contents import Content
from tracker.imports.json_text import read_values
from tracker.imports.limits import Limits
from tracker.imports.problems import FileProblem
from tracker.imports.tables import Row, Table


def open_json(name: str, content: Content, limits: Limits) -> Table:
    """Open a JSON file. All entries are looked through once, since each may bring further columns.

    Raises:
        FileProblem: if it is no JSON, not made of objects, names a field twice or exceeds the limits.
    """
    headers: dict[str, None] = {}
    count = 0
    for count, entry in enumerate(read_values(content), start=1):
        _check_entry(count, entry, limits)
        headers.update(dict.fromkeys(entry))
        if len(headers) > limits.columns:
            raise FileProblem(f"The entries have {len(headers)} different fields; at most {limits.columns} are read.")
    if not count:
        raise FileProblem("The file holds no entries.")
    names = tuple(headers)
    return Table(name=name, headers=names, rows=lambda: _rows(content, names), is_text=False, encoding="utf-8")


def _rows(content: Content, names: tuple[str, ...]) -> Iterator[Row]:
    for number, entry in enumerate(read_values(content), start=1):
        yield number, [entry.get(name) for name in names]


def _check_entry(number: int, entry: object, limits: Limits) -> None:
    if not isinstance(entry, dict):
        raise FileProblem(f"Entry {number} is not an object with named fields such as title, date and kind.")
    if number > limits.rows:
        raise FileProblem(f"The file has more than {limits.rows:,} entries; split it into smaller files.")
    for field, value in entry.items():
        if isinstance(value, str) and len(value) > limits.characters:
            raise FileProblem(
                f"Entry {number}, field {field[:60]} has {len(value):,} characters, more than {limits.characters:,}."
            )
