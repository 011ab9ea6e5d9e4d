"""What stands in a table more than once."""

from array import array
from collections.abc import Iterator

from tracker.imports.headers import HeaderMapping
from tracker.imports.matching import fold_title
from tracker.tables.table import Table

_SMALL = 2


class Repeats:
    """What stands in a table more than once.

    Attributes:
        slugs: slug to the numbers of its rows.
    """

    def __init__(self, table: Table, mapping: HeaderMapping) -> None:
        self._table, self._mapping = table, mapping
        hashes = {"slug": array("q"), "title": array("q")}
        for _, field, text in self._texts(tuple(hashes)):
            hashes[field].append(hash(text if field == "slug" else fold_title(text)))
        slugs, self._titles = (_repeated(hashes[field]) for field in ("slug", "title"))
        self.slugs: dict[str, list[int]] = {}
        for number, _, slug in self._texts(("slug",)) if slugs else ():
            if hash(slug) in slugs:
                self.slugs.setdefault(slug, []).append(number)

    def may_be_title(self, title: object) -> bool:
        """Tell whether another row can have the same title; what this denies needs no remembering."""
        return isinstance(title, str) and hash(fold_title(title)) in self._titles

    def _texts(self, fields: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
        """Yield row, field and text of each filled cell of some fields."""
        places = [(self._mapping.fields.index(field), field) for field in fields if field in self._mapping.fields]
        for number, cells in self._table.rows() if places else ():
            for place, field in places:
                if place < len(cells) and isinstance(cells[place], str) and cells[place]:
                    yield number, field, cells[place]


def _repeated(hashes: "array[int]") -> frozenset[int]:
    """Return the numbers that stand twice."""
    import numpy as np

    if len(hashes) < _SMALL:
        return frozenset()
    ordered = np.sort(np.frombuffer(hashes, dtype=np.int64))
    return frozenset(ordered[1:][ordered[1:] == ordered[:-1]].tolist())
