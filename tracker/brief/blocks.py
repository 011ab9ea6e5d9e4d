"""The parts of which a brief is made, whatever sort of file it becomes: both writers say the same."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from tracker.cleaning import xml_text


class BlockStyle(StrEnum):
    """What a paragraph is, by the name that Word gives its style."""

    TITLE = "Title"
    SUBTITLE = "Subtitle"
    HEADING = "Heading 1"
    WORDS = "Normal"
    ITEM = "List Bullet"
    SOURCE = "List Number"
    CHART = "Caption"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph.

    Attributes:
        text: what it says, as plain text.
        strong: whether it is bold.
        url: where it leads; empty for nowhere.
        note: the number of the source to which it leads; 0 for none.
    """

    text: str
    strong: bool = False
    url: str = ""
    note: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; that of the chart stands below the picture.

    Attributes:
        style: what it is.
        runs: its pieces.
        number: that of a source, from 1; 0 for anything else.
        alt: what a picture says, for those who do not see it.
    """

    style: BlockStyle
    runs: tuple[Run, ...]
    number: int = 0
    alt: str = ""

    @property
    def text(self) -> str:
        """All that it says."""
        return "".join(run.text for run in self.runs)


def block(style: BlockStyle, *parts: Run | str | tuple[Run, ...]) -> Block:
    """Return a paragraph of pieces and of plain texts; blanks of a text become one."""
    runs = chain.from_iterable(part if isinstance(part, tuple) else (part,) for part in parts)
    return Block(style, tuple(Run(run) if isinstance(run, str) else run for run in runs if run))


def safe_line(text: str) -> str:
    """Return a text from outside on one line, without signs that XML refuses."""
    return " ".join(xml_text(text).split())
