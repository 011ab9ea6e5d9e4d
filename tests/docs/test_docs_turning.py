"""What docs/method.md says of turning points, rivals and thinner records, against its tables and the record of 280."""

import re
from datetime import date

import figures
import pytest

from tests.support.record_of_280 import evidence_of_280
from tests.support.sources import text_of
from tracker.sentiment import Weighting, sensitivity
from tracker.sentiment.course import TOLD_APART
from tracker.sentiment.fewer import FEWER, FEWER_DRAWS
from tracker.sentiment.turning import FLAT

PAGE = text_of("docs/method.md")
SENTENCES = " ".join(PAGE.split())


def cells_of(name: str) -> list[list[str]]:
    """Return the rows of a computed table, as it stands on the page."""
    lines = PAGE.partition(f"<!-- table: {name} -->\n")[2].partition("<!-- end -->")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_index_errs_less_than_some_rivals_and_no_less_than_others() -> None:
    """On the record of 280 the errors are those of code that nobody here wrote; the order holds on today's record."""
    old = figures.rival_errors(evidence_of_280())
    weak = ("mean of all earlier stances", "mean of the last 5", "always 0")
    assert [old[rival] for rival in weak] == pytest.approx([2.42, 2.02, 2.73], abs=0.005)
    assert figures.index_error(evidence_of_280(), 60.0) < min(old[rival] for rival in weak)
    today, own = figures.rival_errors(figures.record().counted), figures.index_error(figures.record().counted, 60.0)
    assert own < min(today[rival] for rival in (*weak, "mean of the last 10"))
    assert own > max(today["mean of the last 15"], today["mean of the last 20"])
    assert "The index errs no less than a plain mean of the last 15 or 20 events" in SENTENCES


def test_the_news_of_the_rise_by_sign_are_told() -> None:
    """What easing, neutral and tightening events brought adds up to the news that the table gives of the stretch."""
    brought = figures.news_of_the_rise()
    words = [f"{news:+.2f} from {number} {name} events" for name, (news, number) in brought.items()]
    assert f"was mostly news: {words[0]}, {words[1]} and {words[2]}" in SENTENCES
    [told] = [cells[4] for cells in cells_of("news") if cells[0].startswith("lowest point")]
    assert f"{sum(news for news, _ in brought.values()):+.2f}" == told


def test_the_readings_that_move_the_lowest_point_are_named() -> None:
    """Two of all readings put it outside the summer of 2021; the rise is told without the one of 2018."""
    known = figures.record()
    codings = {coder: figures.coded_by(coder) for coder in figures.CODERS[1:]}
    found = sensitivity(known.counted, since=known.since, until=known.until, codings=codings)
    read = list(zip(found.variants, found.troughs(), found.turns(), strict=True))
    summer = (date(2021, 7, 4), date(2021, 9, 28))
    apart = [(each, low.day, turn) for each, low, turn in read if not summer[0] <= low.day <= summer[1]]
    named = [(each.weighting, each.half_life, each.shrinkage, day, turn) for each, day, turn in apart]
    assert named == [
        (Weighting.LINEAR, 30, 0, date(2018, 8, 20), date(2018, 12, 29)),
        (Weighting.EQUAL, 365, 16, date(2021, 10, 8), None),
    ]
    assert "In all but two of these readings the lowest point lies between 4 July and 28 September 2021" in SENTENCES
    rises = [turn for _, low, turn in read if turn and low.day.year == 2021]
    assert (min(rises), max(rises)) == (date(2022, 3, 5), date(2024, 11, 22))
    assert "it lies between 5 March 2022 and 22 November 2024" in SENTENCES
    never = [(each.half_life, each.weighting) for each, _, turn in read if turn is None]
    assert never == [(365, Weighting.EQUAL)] * 5


def test_the_days_as_low_as_the_lowest_are_named() -> None:
    """Their number and their days are those of the table."""
    [days] = [cells[1] for cells in cells_of("turning") if cells[0] == f"days within {FLAT:g} of it"]
    number, first, last = re.fullmatch(r"(\d+), (\S+) to (\S+)", days).groups()
    assert number == "5"
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    assert f"five days, {start.day} to {end.day} {end:%B}, lie within {FLAT:g} of it" in SENTENCES


def test_no_sector_is_called_first_that_the_table_does_not_show_as_first() -> None:
    """The sentence that none can be told stands as long as no share reaches the limit."""
    shares = [int(cells[-1].removesuffix(" %")) for cells in cells_of("eased")]
    assert max(shares) < 100 * TOLD_APART
    assert f"No sector is first in {100 * TOLD_APART:.0f} % of the draws" in SENTENCES
    again = [cells[0] for cells in cells_of("eased") if cells[1] == "not again"]
    assert f"unless they are first in {100 * figures.OFTEN_FIRST:.0f} % of the draws or more, as " in SENTENCES
    assert sorted(again) == ["`ai`", "`cloud`"]
    lowest = figures.lowest_day()
    assert f"counts rises after {lowest.day} {lowest:%B %Y}, the lowest point of the whole line" in SENTENCES


def test_the_numbers_of_events_from_which_the_years_can_be_told() -> None:
    """With 27 both ranges lie in one year, with fewer they do not; the sentence names the years."""
    one_year = {
        int(cells[0]): all(len(set(re.findall(r"\b(\d{4})-", cell))) == 1 for cell in (cells[1], cells[3]))
        for cells in cells_of("fewer")
    }
    assert one_year == {10: False, 18: False, 27: True}
    assert tuple(one_year) == FEWER
    assert (
        "With 27 events a year the lowest point stays in 2021 and the rise in 2022. With 18 or 10 neither" in SENTENCES
    )
    assert f"are kept at random, {FEWER_DRAWS} times" in SENTENCES
