"""What is said beside a timeline to those who see one for the first time: its signs, and how sure the line is."""

ONE_SIDE = "The filter keeps only some stances, so the line shows only that side."

_SIGNS = "▲ eases, ▼ tightens, ● neither, larger where it reaches further."

_LINE = (
    "The line is their average: newer and broader events count more, and where nothing new is recorded it goes back "
    "to 0."
)

_BAND = "The range around it shows how much hangs on single stories."

_OTHERS = "The dashed grey line is the average of all events, not of these alone."

_ANNOUNCED = "It tells what was announced, not how strictly it is applied."

_SHADED = (
    "More events are in view than can be drawn one by one. A shade counts those of one {cell} at one stance and is "
    "fuller where there are more; click one to look closer. The strongest are marks as well:"
)


def explanation(*, line: bool, band: bool, others: bool = False, cell: str = "") -> str:
    """Return what the signs of a timeline mean, of those that are on it.

    Args:
        line: whether the index of its Events is drawn.
        band: whether its range is.
        others: whether the index of all Events lies behind.
        cell: the stretch of time that one shade counts, where Events are shades; empty where each is a mark.
    """
    start = _SHADED.format(cell=cell) if cell else "Each mark is an event:"
    drawn = ((line, _LINE), (line and band, _BAND), (others, _OTHERS), (True, _ANNOUNCED))
    return " ".join([start, _SIGNS, *(words for shown, words in drawn if shown)])


def in_short(*, line: bool, band: bool, others: bool = False) -> str:
    """Return the same in one line, for a chart that stands alone."""
    drawn = ((line, "the line is their average"), (line and band, "the band its range"), (others, "dashed: all events"))
    parts = [words for shown, words in drawn if shown]
    return f"▲ eases, ▼ tightens, ● neither{'; ' if parts else ''}{', '.join(parts)}."


EXPLANATION = explanation(line=True, band=True)

HOW_SURE = (
    "The range is where the line would lie in about four of five cases if other stories had been recorded by the same "
    "rules; fairly sure is a narrow range on one side of 0."
)
