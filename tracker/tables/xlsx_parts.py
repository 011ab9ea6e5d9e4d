"""The parts of a workbook, looked through in small pieces before anything makes objects of them.

Sizes that an archive declares can lie, entities of a document type can swell to any size, and one cell can hold more
than memory does: each is refused here. Hyperlinks are noted on the way, since reading rows alone passes them over.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.parsers.expat import ExpatError, ParserCreate

from tracker.tables.table import FileProblem, Limits

DAMAGED = "The workbook is damaged and cannot be read; open it in the program that made it and save it anew."

_CHUNK = 1 << 20
_CELL_LENGTH = 32_767
"""The most characters that a cell of a workbook holds."""

_TOO_LONG = (
    f"A cell of the workbook has more than {_CELL_LENGTH:,} characters, which no spreadsheet allows; shorten it."
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<|\Z)|(?:\xff\xfe)?(?:\s\0)*(?:<\0|\Z)|(?:\xfe\xff)?(?:\0\s)*(?:\0<|\Z)")
"""How XML begins, in UTF-8 or UTF-16. A part is judged by this, since it may have any name; a picture is none."""

_HYPERLINK = re.compile(r"\s*HYPERLINK\s*\(\s*\"(https?://[^\"]+)\"", re.IGNORECASE)


@dataclass(slots=True)
class Links:
    """The web addresses behind cells, by the part that holds a sheet and by the cell's place in it, such as ``B2``."""

    direct: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    by_id: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    targets: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def of_sheet(self, part: str) -> dict[str, str]:
        """Return cell to address for a sheet."""
        path = PurePosixPath(part)
        targets = self.targets.get(str(path.parent / "_rels" / f"{path.name}.rels"), {})
        found = {cell: targets[name] for cell, name in self.by_id.get(part, {}).items() if name in targets}
        return self.direct.get(part, {}) | found


def look_through(archive: zipfile.ZipFile, limits: Limits) -> Links:
    """Unpack every part once in small pieces, check it, and return the hyperlinks.

    Raises:
        FileProblem: if it is no workbook, larger than the limits, or holds what no workbook does.
    """
    if "xl/workbook.xml" not in archive.namelist():
        raise FileProblem("This is an archive, not an Excel workbook; save the table as .xlsx or CSV.")
    links = Links()
    parts = archive.infolist()
    check_unpacked(sum(part.file_size for part in parts), limits)
    total = 0
    for part in parts:
        watch: _Watch | None = None
        for number, piece in enumerate(_pieces(archive, part)):
            total += len(piece)
            check_unpacked(total, limits)
            if number == 0 and _XML.match(piece):
                watch = _Watch(part.filename, links)
            if watch:
                watch.feed(piece)
        if watch:
            watch.end()
    return links


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            yield piece


def check_unpacked(total: int, limits: Limits) -> None:
    """Refuse a workbook that is larger than the limit, in bytes once unpacked; raises FileProblem."""
    if total > limits.unpacked:
        raise FileProblem(f"Unpacked, the workbook is larger than {limits.unpacked // 1_000_000} MB; split it up.")


class _Watch:
    """Reads one XML part without keeping it."""

    def __init__(self, name: str, links: Links) -> None:
        self._name, self._links = name, links
        self._cell, self._length, self._formula = "", -1, ""
        self._is_formula = False
        self._parser = ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, piece: bytes) -> None:
        """Read on. UTF-16 and its like hold NULs; a piece without a tag is the inside of a text without an end."""
        if b"\0" in piece:
            raise FileProblem(DAMAGED)
        if len(piece) == _CHUNK and b"<" not in piece:
            raise FileProblem(_TOO_LONG)
        try:
            self._parser.Parse(piece, False)
        except ExpatError as problem:
            raise FileProblem(DAMAGED) from problem

    def end(self) -> None:
        """Refuse a part that breaks off."""
        try:
            self._parser.Parse(b"", True)
        except ExpatError as problem:
            raise FileProblem(DAMAGED) from problem

    def _refuse(self, *_: object) -> None:
        raise FileProblem(DAMAGED)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in {"c", "si"}:
            self._length, self._cell = 0, attributes.get("r", "")
        elif name == "f":
            self._is_formula, self._formula = True, ""
        elif name == "hyperlink":
            self._note_link(attributes)
        elif name == "Relationship" and attributes.get("Target", "").startswith(("http://", "https://")):
            self._links.targets[self._name][attributes.get("Id", "")] = attributes["Target"]

    def _note_link(self, attributes: dict[str, str]) -> None:
        name = next((value for key, value in attributes.items() if key.endswith(":id")), None)
        if name is not None:
            self._links.by_id[self._name][attributes.get("ref", "").partition(":")[0]] = name

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in {"c", "si"}:
            self._length = -1
        elif name == "f":
            self._is_formula = False
            if found := _HYPERLINK.match(self._formula):
                self._links.direct[self._name][self._cell] = found[1]

    def _text(self, text: str) -> None:
        if self._length < 0:
            return
        self._length += len(text)
        if self._length > 2 * _CELL_LENGTH:
            raise FileProblem(_TOO_LONG)
        if self._is_formula:
            self._formula += text
