"""What was wrong with the rows of one file, gathered into one sentence for each reason."""

from tracker.errors import TrackerError

_EXAMPLES = 3


_LONGEST_QUOTE = 40


class MarketProblem(TrackerError):
    """Prices, a series or a window that cannot be used; the message says which and why."""


def quote(cell: str) -> str:
    """Return a cell in quotation marks on one line, shortened when it is long."""
    flat = " ".join(cell.split())
    return f'"{flat}"' if len(flat) <= _LONGEST_QUOTE else f'"{flat[:_LONGEST_QUOTE]}..."'


class Findings:
    """Collects the rows of one file that were left out, by reason.

    A damaged file of ten thousand rows gives a few sentences with examples, not ten thousand.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._rows: dict[str, list[str]] = {}
        self._remarks: list[str] = []

    def leave_out(self, reason: str, line: int, cell: str = "") -> None:
        """Record that a row was left out; `line` is its number in the file, `cell` what it holds."""
        example = f"row {line}: {quote(cell)}" if cell.strip() else f"row {line}"
        self._rows.setdefault(reason, []).append(example)

    def remark(self, text: str) -> None:
        """Record something that a reader should know although no row was left out."""
        self._remarks.append(text)

    def sentences(self) -> tuple[str, ...]:
        """Return one sentence for each reason, with the file and up to three rows named, and the remarks after them."""
        left_out = (f"{self.file}: {_summary(reason, rows)}" for reason, rows in self._rows.items())
        return (*left_out, *(f"{self.file}: {text}" for text in self._remarks))


def _summary(reason: str, rows: list[str]) -> str:
    more = f"; and {len(rows) - _EXAMPLES} more" if len(rows) > _EXAMPLES else ""
    noun = "row" if len(rows) == 1 else "rows"
    return f"{len(rows)} {noun} left out: {reason} ({'; '.join(rows[:_EXAMPLES])}{more})."
