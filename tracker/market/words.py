"""What a study found in plain words: how shares moved around tightening and around easing, and whether by chance."""

from tracker.market.groupings import Grouping
from tracker.market.ranks import OF_REACH, OF_STANCE
from tracker.market.results import GroupResult, Placebo, RankCorrelation, StudyPart, StudyResult
from tracker.wording import count_of, listed

LIMIT = 0.05
"""From this probability on, by the test or by the placebo, a move is said to be possibly chance."""

VALIDITY_CAUTION = (
    "Prices are no check on the sign of one event. This checks the scale as a whole; it holds for the shares and "
    "years loaded, and cannot tell the news of a day from what had been expected: what was foreseen moves little."
)
"""What limits the rank correlation of stance with what shares did, wherever it is told."""

_ORDERS = {
    OF_STANCE: (
        "A lower stance tends to go with a lower reaction",
        "A lower stance tends to go with a higher reaction, against the scale",
        "Stance does not go with the reactions beyond chance",
    ),
    OF_REACH: (
        "A broader reach tends to go with a greater move in the direction of the stance",
        "A broader reach tends to go with a smaller move in the direction of the stance",
        "Reach does not go with moves in the direction of the stance beyond chance",
    ),
}
"""What a rank correlation above 0, below 0, and one that could be chance say of each code."""


def study_sentence(result: StudyResult) -> str:
    """Return the finding by direction in one sentence, or that nothing could be measured."""
    parts = result.parts_by(Grouping.DIRECTION)
    if not parts:
        return "No event could be measured."
    tickers = {one.ticker for one in result.events}
    who = next(iter(tickers)) if len(tickers) == 1 else "shares"
    clauses = [_clause(part, is_first=part is parts[0]) for part in parts]
    return f"Beside {result.market}, {who} {listed(clauses)}."


def _clause(part: StudyPart, *, is_first: bool) -> str:
    days = count_of(part.group.days, "event day") if is_first else f"{part.group.days:,}"
    chance = chance_words(part.group)
    return f"{move_words(part.group.percents[0])} around {_around(part)} ({days}; {chance})"


def _around(part: StudyPart) -> str:
    return "neutral events" if part.name == "Neutral" else part.name.lower()


def placebo_sentence(result: StudyResult) -> str:
    """Return how many calendars that were shifted along the trading days moved more, by direction."""
    parts = [(part, part.group.placebo) for part in result.parts_by(Grouping.DIRECTION)]
    found = [(part, placebo) for part, placebo in parts if placebo]
    if not found:
        return f"Placebo: {placebo_words(None)}."
    clauses = [f"{placebo_words(placebo, short=n > 0)} than {_around(part)}" for n, (part, placebo) in enumerate(found)]
    return f"Placebo: {listed(clauses)}."


def placebo_words(placebo: Placebo | None, *, short: bool = False) -> str:
    """Return how many shifted calendars moved more than a group; ``short`` where the words before said of what."""
    if placebo is None:
        return "too few prices to shift the event days along"
    what = "" if short else " shifted calendars moved"
    return f"{placebo.larger:,} of {placebo.calendars:,}{what} more"


def validity_sentences(result: StudyResult) -> str:
    """Return whether stance and reach go with the reactions over all event days; empty where that cannot be told."""
    ranks = result.group.ranks if result.group else ()
    return " ".join(f"{_order(rank)}: {rank_words(rank)}." for rank in ranks if rank.correlation is not None)


def _order(rank: RankCorrelation) -> str:
    above, below, chance = _ORDERS[rank.of]
    if rank.p is None or rank.p >= LIMIT:
        return chance
    return above if (rank.correlation or 0) > 0 else below


def rank_words(rank: RankCorrelation) -> str:
    """Return a rank correlation with its days and what shifted calendars gave; where it is not defined, why."""
    if rank.correlation is None:
        return f"rank correlation {rank.reason}"
    found = f"rank correlation {_signed(rank.correlation)} over {count_of(rank.days, 'event day')}"
    if rank.p is None:
        return f"{found}; {placebo_words(None)}"
    strong = f"{rank.as_strong:,} of {rank.calendars:,} shifted calendars give one as strong"
    return f"{found}; {strong} ({p_words(rank.p)})"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")


def method_sentence(result: StudyResult) -> str:
    """Return over which days the returns were added up, which test p comes from, and when a move is no chance."""
    first, last = result.window
    groups = [part.group for part in result.parts_by(Grouping.DIRECTION)]
    names = dict.fromkeys(group.telling_test.name for group in groups if group.telling_test.p is not None)
    days = (
        f"Added up over the trading days {_day(first)} to {_day(last)} around each event, in simple per cent; shares "
        "measured on one day are one observation, and a mean over days is the geometric one."
    )
    if result.after_close:
        days += " Each event is taken as known after the close and counts from the trading day after its own."
    if not names:
        return days
    return (
        f"{days} p by the {' and '.join(names)} test. Hardly chance only where both say so: p is below {LIMIT}, and of "
        "the real and the shifted calendars fewer than one in twenty moved as much."
    )


def _day(number: int) -> str:
    return f"{number:+d}".replace("-", "\N{MINUS SIGN}") if number else "0"


def move_words(mean: float) -> str:
    """Return a mean return, given in per cent, as a verb and its size."""
    size = f"{abs(mean):.1f}"
    return "did not move" if float(size) == 0 else f"{'rose' if mean > 0 else 'fell'} {size}\N{NO-BREAK SPACE}%"


def chance_words(group: GroupResult, *, short: bool = False) -> str:
    """Return whether the move of a group could be chance: hardly, only where its test and its placebo both say so.

    Where the test is not defined, that there is none; without a placebo the test speaks alone.

    Args:
        group: of event days.
        short: name the placebo with its numbers only, for a chart.
    """
    p, placebo = group.telling_test.p, group.placebo
    if p is None:
        return "too few to test"
    if p >= LIMIT:
        return f"could be chance: {p_words(p)}"
    if placebo and placebo.p >= LIMIT:
        more = f"placebo {placebo.larger:,} of {placebo.calendars:,}" if short else f"but {placebo_words(placebo)}"
        return f"could be chance: {p_words(p)}, {more}"
    return f"hardly chance: {p_words(p)}"


def p_words(p: float) -> str:
    """Return a probability with as many places as tell something."""
    if p < 0.0005:  # noqa: PLR2004 - the last place that is shown
        return "p < 0.001"
    return f"p = {p:.3f}" if p < 0.0995 else f"p = {p:.2f}"  # noqa: PLR2004 - from 0.1 on two places do


def p_value(p: float) -> str:
    """Return what ``p_words`` says without the letter, for a column that bears it."""
    return p_words(p).removeprefix("p ").removeprefix("= ").replace(" ", "")


def group_words(name: str, group: GroupResult) -> str:
    """Return a group with its numbers in one line; how stance goes with its reactions only where that can be told."""
    mean, low, high = group.percents
    tests = [
        f"{test.name} {test.reason}" if test.p is None else f"{test.name} {test.statistic:+.2f} ({p_words(test.p)})"
        for test in group.tests
    ]
    days = f"on {count_of(group.days, 'event day')}, {count_of(group.returns, 'return')}"
    placebo = f"placebo: {placebo_words(group.placebo)}"
    told = [rank for rank in group.ranks if rank.of == OF_STANCE and rank.correlation is not None]
    # The other numbers of the line have plain signs.
    ranks = [f"stance and reaction: {rank_words(rank)}".replace("\N{MINUS SIGN}", "-") for rank in told]
    numbers = [f"mean {mean:+.2f} % (95 % range {low:+.2f} to {high:+.2f}) {days}", *tests, placebo, *ranks]
    return f"{name}: {'; '.join(numbers)}"
