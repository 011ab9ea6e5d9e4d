"""What is said beside a timeline to those who see one for the first time: its signs, and how sure the line is."""

ONE_SIDE = "The filter keeps only some stances, so the line shows only that side."

_SIGNS = (
    "▲ eases, ▼ tightens, ● neither, larger where it reaches further. The line is their "
    "average: newer and broader events count more, and where nothing new is recorded it goes back to 0. The range "
    "around it shows how much hangs on single stories. It tells what was announced, not how strictly it is applied."
)

EXPLANATION = f"Each mark is an event: {_SIGNS}"

SHADED = (
    "More events are in view than can be drawn one by one. A shade counts those of one {cell} at one stance and is "
    f"fuller where there are more; click one to look closer. The strongest are marks as well: {_SIGNS}"
)

HOW_SURE = (
    "The range is where the line would lie in about four of five cases if other stories had been recorded by the same "
    "rules; fairly sure is a narrow range on one side of 0."
)
