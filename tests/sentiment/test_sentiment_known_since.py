"""An event counts from the days on which it became known, wherever it is counted from."""

from datetime import date

import pytest

from tests.support.makers import event_row
from tracker.market.cases import on_tickers
from tracker.sentiment import Acts, evidence_of, first_counted_day, policy_index
from tracker.sentiment.acts import last_day
from tracker.sentiment.course import month_of_easing
from tracker.sentiment.groups import strongest_on
from tracker.vocabulary import Reach

BEGUN, KNOWN = date(2021, 7, 22), date(2021, 9, 8)


def test_the_index_counts_from_the_day_on_which_it_was_known() -> None:
    """Before it there is nothing, on it there is all of its weight, and it fades from then on."""
    halt = event_row("halt", "2021-07-22", -3, reach=Reach.ECONOMY, public_on="2021-09-08")
    series = policy_index(evidence_of([halt]), since=BEGUN, until=date(2021, 12, 31))
    assert series.at(date(2021, 9, 7)) == 0
    assert series.at(KNOWN) == pytest.approx(-1.5)
    plain = event_row("plain", "2021-09-08", -3, reach=Reach.ECONOMY)
    assert series.at(date(2021, 12, 1)) == policy_index(evidence_of([plain]), since=BEGUN, until=date(2021, 12, 31)).at(
        date(2021, 12, 1)
    )


@pytest.mark.parametrize("known", ["2021-09", "2021-09-08", "2021-05-01", None])
def test_the_days_are_those_of_the_day_given(known: str | None) -> None:
    """A month stays a month, an earlier day counts earlier, and without one the date itself does."""
    event = event_row("halt", "2021-07-22", -3, public_on=known)
    same = event_row("halt", known or "2021-07-22", -3)
    assert event.counted_days == (same.first_on, same.last_on)
    assert (event.first_on, event.last_on) == (BEGUN, BEGUN)


def test_the_line_begins_where_the_first_event_began_or_was_known() -> None:
    """One that was announced early is in the line from that day on; one that was known late begins it all the same."""
    early = event_row("early", "2021-07-22", public_on="2021-05-01")
    late = event_row("late", "2021-06-01", public_on="2021-09-08")
    for events, first in (([early], date(2021, 5, 1)), ([late], date(2021, 6, 1))):
        assert Acts.of(events).begins == first


def test_what_lifts_the_line_is_what_became_known() -> None:
    """The event above zero that comes in on a day is found by the day on which it was known."""
    pledge = event_row("pledge", "2021-07-22", 2, public_on="2021-09-08")
    assert strongest_on(Acts.of([pledge]), KNOWN) is pledge
    assert strongest_on(Acts.of([pledge]), BEGUN) is None


def test_an_event_study_measures_the_day_on_which_it_was_known() -> None:
    """A halt that began in some month can be measured once a day is given, and one known in some month cannot."""
    (case,), problems = on_tickers([event_row("halt", "2018-03", public_on="2018-08-15")], ["TCEHY"])
    assert (case.day, problems) == (date(2018, 8, 15), ())
    cases, (problem,) = on_tickers([event_row("halt", "2021-07-22", public_on="2021-09")], ["TCEHY"])
    assert (cases, problem.reason) == ((), "its day is not known, only 2021-09.")


def test_the_first_counted_day_is_found_wherever_a_line_is_made() -> None:
    """An event that was announced before it began gives the first day, whatever its place by date."""
    events = [event_row("first", "2021-06-01"), event_row("second", "2021-07-22", public_on="2021-05-01")]
    assert first_counted_day(events) == date(2021, 5, 1)
    assert first_counted_day(events[:1]) == date(2021, 6, 1)


def test_easing_is_told_in_the_month_in_which_it_became_known() -> None:
    """Two acts that began in July and were known in September ease in September, and are the last from then on."""
    acts = [event_row(f"act-{day}", f"2021-07-{day}", 2, public_on=f"2021-09-{day}") for day in (20, 22)]
    assert month_of_easing(Acts.of(acts), BEGUN, date(2021, 12, 31)) == date(2021, 9, 1)
    assert last_day(Acts.of(acts), date(2021, 12, 31)) == date(2021, 9, 22)
    assert last_day(Acts.of(acts), date(2021, 8, 31)) is None
