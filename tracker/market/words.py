"""What a study found in plain words: how shares moved around tightening and around easing, and whether by chance."""

from tracker.market.groupings import Grouping
from tracker.market.results import GroupResult, GroupTest, StudyPart, StudyResult
from tracker.wording import count_of, listed

LIMIT = 0.05
"""From this probability on, a move is said to be possibly chance."""


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
    what = "neutral events" if part.name == "Neutral" else part.name.lower()
    days = count_of(part.group.days, "event day") if is_first else f"{part.group.days:,}"
    return f"{move_words(part.group.mean_car)} around {what} ({days}; {chance_words(part.group.telling_test)})"


def method_sentence(result: StudyResult) -> str:
    """Return over which days the returns were added up, which test p comes from, and how to read it."""
    first, last = result.window
    groups = [part.group for part in result.parts_by(Grouping.DIRECTION)]
    names = list(dict.fromkeys(group.telling_test.name for group in groups)) or [""]
    days = f"Added up over the trading days {_day(first)} to {_day(last)} around each event."
    allows = ", which allows for shares that move together and for events close in time" if len(names) == 1 else ""
    if groups and all(group.events == 1 for group in groups):
        allows = ""
    return f"{days} p by the {' and '.join(names)} test{allows}: where it is {LIMIT} or more, the move can be chance."


def _day(number: int) -> str:
    return f"{number:+d}".replace("-", "\N{MINUS SIGN}") if number else "0"


def move_words(mean: float) -> str:
    """Return a mean return as a verb and per cent."""
    size = f"{abs(100 * mean):.1f}"
    return "did not move" if float(size) == 0 else f"{'rose' if mean > 0 else 'fell'} {size}\N{NO-BREAK SPACE}%"


def chance_words(test: GroupTest) -> str:
    """Return what a test says in words; where it is not defined, that there is none."""
    if test.p is None:
        return "too few to test"
    return f"{'could be chance' if test.p >= LIMIT else 'hardly chance'}: {p_words(test.p)}"


def p_words(p: float) -> str:
    """Return a probability with as many places as tell something."""
    if p < 0.0005:  # noqa: PLR2004 - the last place that is shown
        return "p < 0.001"
    return f"p = {p:.3f}" if p < 0.0995 else f"p = {p:.2f}"  # noqa: PLR2004 - from 0.1 on two places do


def p_value(p: float) -> str:
    """Return what ``p_words`` says without the letter, for a column that bears it."""
    return p_words(p).removeprefix("p ").removeprefix("= ").replace(" ", "")


def group_words(name: str, group: GroupResult) -> str:
    """Return a group with its numbers in one line."""
    tests = [
        f"{test.name} {test.reason}" if test.p is None else f"{test.name} {test.statistic:+.2f} ({p_words(test.p)})"
        for test in group.tests
    ]
    mean = f"mean CAR {100 * group.mean_car:+.2f} % (SE {100 * group.spread_se:.2f})"
    return f"{name}: {'; '.join([f'{mean}, {group.events} measured on {group.days} days', *tests])}"
