"""What a heading says: turns and stand of a line, Events where no line can be read, never more than is known."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.makers import event_row
from tracker.read_models import EventRow
from tracker.sentiment import (
    Acts,
    Course,
    Sureness,
    Telling,
    counted_events,
    course_of,
    evidence_of,
    few_events,
    policy_index,
    resampling_band,
    tell,
    trough,
    turn_above_zero,
)
from tracker.sentiment.acts import last_day, last_event
from tracker.sentiment.course import month_of_easing, silence_in_words
from tracker.vocabulary import Kind, Reach

TODAY = date(2022, 6, 30)
SPRING = date(2021, 5, 31)


def on(day: str, stance: int, number: int = 0, **changes: object) -> EventRow:
    """Return an Event for the whole economy that is a story of its own."""
    return event_row(f"on-{day}-{number}", day, stance, reach=Reach.ECONOMY, **changes)


HARD = [
    on(f"2021-{month:02}-{day:02}", -2, sectors=(sector,))
    for month in (1, 2, 3)
    for day, sector in ((5, "games"), (15, "chips"), (25, "games"))
]
SOFT = [on(f"2021-{month:02}-{day:02}", 2, sectors=("chips",)) for month in (6, 7, 8) for day in (5, 15, 25)]


def told(
    events: Sequence[EventRow], since: date | None = None, until: date | None = None, today: date = TODAY
) -> Telling:
    """Tell what happened in some Events, all of which are shown and count as the index has it."""
    counted = counted_events(events)
    days = {"since": counted[0].first_on, "until": max(today, counted[-1].last_on)}
    index = (policy_index(evidence_of(counted), **days), resampling_band(evidence_of(counted), **days))
    shown = [
        event
        for event in events
        if (since is None or event.last_on >= since) and (until is None or event.first_on <= until)
    ]
    return tell(Acts.of(shown), Acts.of(counted), index, {"games": "Games"}, since=since, until=until, today=today)


def test_a_line_is_told_by_its_turns() -> None:
    """From when it tightened, where the line was lowest, when it rose and eased, who was first, and how it stood."""
    found = told([*HARD, *SOFT], today=date(2021, 11, 1))
    assert found.happened == (
        "Regulation tightened from January 2021; the line was lowest in March 2021 (−1.7). It rises from April 2021; "
        "June 2021 was the first month after that in which more of the events that count in the line eased than "
        "tightened. First to ease: chips. "
        "Since then the line was highest in August 2021 (+1.2)."
    )
    assert found.stands.startswith("At the last recorded event, 25 August 2021, it was easing, clearly since ")
    assert found.silence == "Nothing recorded since."


def test_a_bottom_that_is_flat_over_months_is_told_by_its_days() -> None:
    """No single month was lowest where a later one was as low; within one month its name is enough."""
    again = [on(f"2021-{month:02}-{day:02}", -2) for month in (4, 5) for day in (5, 15, 25)]
    found = told([*HARD, *again, *SOFT])
    assert found.course is not None
    bottom = found.course.bottom
    assert bottom is not None
    assert (bottom.first, bottom.last) == (date(2021, 5, 5), date(2021, 6, 2))
    assert "was lowest between 5 May and 2 June 2021 (−1.8)" in found.happened


def test_sectors_that_draws_do_not_tell_apart_are_not_named() -> None:
    """Two sectors that ease day by day in turn, each in stories of its own, are first in half of the draws."""
    in_turn = [
        on(f"2021-{month:02}-{day:02}", 2, number, sectors=(sector,))
        for month in (6, 7, 8)
        for day in (5, 15, 25)
        for number, sector in enumerate(("chips", "games"))
    ]
    found = told([*HARD, *in_turn])
    assert "First to ease" not in found.happened
    one = [replace(event, sectors=("chips",)) for event in [*HARD, *SOFT]]
    assert "First to ease" not in told(one).happened


def test_a_line_that_only_fades_is_no_easing() -> None:
    """However long nothing is recorded, the numbers are those of the last Event, and no turn is made of the fading."""
    short, long = (told(HARD, today=HARD[-1].last_on + timedelta(days=days)) for days in (1, 400))
    assert (short.happened, short.silence, short.course) == (long.happened, long.silence, long.course)
    assert long.course is not None
    assert (long.course.above_zero, long.course.rises_from, long.course.highest) == (None, None, None)
    assert "eas" not in long.happened + long.stands
    assert long.happened.endswith("The line has stayed below 0 since.")


def test_after_ninety_silent_days_no_direction_is_claimed_of_today() -> None:
    """The last reading is told with its day, and beside it the average without the pull with its own range."""
    day = HARD[-1].last_on
    last, after = (told(HARD, today=day + timedelta(days=days)) for days in (90, 91))
    assert last.stands.startswith("At the last recorded event, 25 March 2021, it was tightening")
    assert after.stands == (
        "No recent evidence; last reading: tightening, −1.7 (range −1.7 to −1.7, scale −3 to +3) as of 25 March 2021. "
        "Without the pull towards 0: −2.0 (−2.0 to −2.0)."
    )
    assert after.silence == "Nothing recorded since."
    period = told([*HARD, *SOFT], since=date(2021, 1, 1), until=date(2021, 6, 1), today=date(2021, 11, 1))
    assert period.stands.startswith("At the last event of this period, 25 March 2021, it was tightening")
    ended = told([*HARD, on("2022-05-05", 1)], until=date(2021, 12, 31))
    assert ended.stands.startswith("No recent evidence at the end of this period; last reading: tightening, −1.7 (")


def test_a_last_reading_of_few_events_names_no_level(curated: tuple[list[EventRow], Course]) -> None:
    """Its words say why there is no direction, and where the range is open they say that."""
    few = replace(curated[1].last, mass=1.0)
    assert few.as_last("May 2026") == (
        "No recent evidence; last reading: too few events to name a direction as of May 2026"
    )
    assert "last reading: no clear direction, " in replace(curated[1].last, lower=-3.0, upper=3.0).as_last("May 2026")


def test_a_period_is_told_as_of_its_last_event() -> None:
    """Nothing that came later is in the words, and they do not say that nothing is recorded since."""
    found = told([*HARD, *SOFT], until=date(2021, 5, 1))
    assert found.stands.startswith("At the last event of this period, 25 March 2021, it was tightening")
    assert found.silence == ""
    assert found.happened.endswith("The line stayed below 0 to the end of this period.")
    later = told([*HARD, *SOFT], since=date(2021, 2, 1), until=date(2021, 5, 1))
    assert later.happened.startswith(
        "Regulation was tightening when this period began; the line was lowest in March 2021"
    )
    assert later.course is not None
    assert later.course.tightened_from is None


def test_few_events_are_told_one_by_one() -> None:
    """Number, days, ways, the hardest, the one that eased most, the last; never a number of the line."""
    case = [on("2021-07-04", -3, title="Out of the stores", thread="case"), on("2021-07", -1, 1, thread="case")]
    case = [*case, on("2022-06", 1, title="“Soon”", thread="case"), on("2022-06-20", 0, 2, thread="case")]
    found = told(case)
    assert found.happened == (
        "Of 4 events, 4 July 2021 to 20 June 2022, 2 tightened, 1 eased and 1 did neither. "
        "Hardest: “Out of the stores”, 4 July 2021. Strongest easing: ““Soon””, June 2022. "
        "Last: “On 2022 06 20 2”, 20 June 2022."
    )
    assert (found.stands, found.course) == ("", None)
    assert told(case[:1]).happened == "One event: “Out of the stores”, 4 July 2021."
    assert told(case[:2]).happened.startswith("All 2 events, 4 July 2021 to July 2021, tightened. Hardest: ")
    assert tell(Acts.of(case), Acts.of(()), None, {}, since=None, until=None, today=TODAY) == found


@pytest.mark.parametrize(
    ("date", "words"), [("2021-04", "April 2021"), ("2021", "2021"), ("2021-04-05", "5 April 2021")]
)
def test_the_last_event_is_told_as_its_date_is_known(date: str, words: str) -> None:
    """No day is said that no source gives; of a later one that does not count none is said."""
    earlier = [event for event in HARD if event.first_on.month < 3]
    found = told([*earlier, on(date, -2)], today=SPRING)
    assert found.stands.startswith(f"At the last recorded event, {words}, ")
    assert f" as of {words}" in told([*earlier, on(date, -2)]).stands
    assert told([*HARD, on(date, 0, kind=Kind.IN_FORCE)]).silence == "Later events are of kinds not counted."
    assert last_event(Acts.of([on("2021-04", -2), on("2021-04-30", -2)]), TODAY) == on("2021-04-30", -2)


def test_a_reading_is_told_by_the_day_on_which_its_event_became_known() -> None:
    """The line moves on that day, so that another one beside its numbers would be a day with other numbers."""
    late = on("2021-03-28", -2, public_on="2021-04-20")
    assert told([*HARD, late], today=SPRING).stands.startswith(
        "At the last recorded event, known since 20 April 2021, it was tightening"
    )
    assert " as of 20 April 2021." in told([*HARD, late]).stands
    assert silence_in_words(Acts.of([*HARD, late]), date(2021, 7, 19)) == ""
    assert "since 20 April 2021:" in silence_in_words(Acts.of([*HARD, late]), date(2021, 7, 20))


def test_events_of_one_sort_of_one_day_and_of_equal_strength() -> None:
    """What is neutral is told as such, a day is said once, and what is as strong as the strongest is counted."""
    same = [on("2021-03-01", 0, number, title="A") for number in (1, 2)]
    assert told(same).happened == "All 2 events, 1 March 2021, neither tightened nor eased. Last: “A”, 1 March 2021."
    tied = [on(f"2021-03-0{day}", -3, title=f"Of {day}") for day in (1, 2, 3)]
    tied.append(replace(on("2021-03-04", -3, title="Narrow"), reach=Reach.FIRM))
    assert "Hardest: “Of 1”, 1 March 2021 (and 2 more). Last: “Narrow”" in told(tied).happened


def test_what_is_to_come_is_not_told_as_past() -> None:
    """Events of which none has begun are ahead, a single one too; one that has begun is not."""
    ahead = [on("2022-07-01", -1, title="One"), on("2022-09", 1, title="Two")]
    assert told(ahead).happened == (
        "2 events still to come, 1 July 2022 to September 2022: 1 tightening and 1 easing. "
        "Hardest: “One”, 1 July 2022. Last: “Two”, September 2022."
    )
    assert told(ahead[:1]).happened == "One event still to come: “One”, 1 July 2022."
    assert "to come" not in told([on("2022-06-30", 1), *ahead]).happened


def test_events_that_do_not_count_are_no_last_event_of_the_line() -> None:
    """The line stands where the last Event that counts left it, and what came later is told apart."""
    found = told([*HARD, on("2021-04-20", -1, kind=Kind.COMPANY_RESPONSE)], today=SPRING)
    assert found.stands.startswith("At the last event that counts in the line, 25 March 2021, ")
    assert found.silence == "Later events are of kinds not counted."


def test_a_month_of_easing_has_two_acts_and_more_of_them() -> None:
    """One easing act alone is none, nor is one beside as many that tightened, nor what came before."""
    after, until = date(2021, 1, 5), date(2021, 12, 31)
    one, two = on("2021-02-05", 1), on("2021-03-05", 1)
    assert month_of_easing(Acts.of([one, two]), after, until) is None
    assert month_of_easing(Acts.of([one, on("2021-02-06", 1), on("2021-02-07", -1)]), after, until) == date(2021, 2, 1)
    assert (
        month_of_easing(Acts.of([one, on("2021-02-06", 1), on("2021-02", -1), on("2021-02", -1, 1)]), after, until)
        is None
    )
    assert month_of_easing(Acts.of([one, on("2021-02-06", 1)]), date(2021, 2, 1), until) is None


def test_the_last_day_is_never_later_than_asked() -> None:
    """A month may have been until the day that is asked for, and no longer."""
    events = [on("2021-02", 1), on("2021-04-05", 1)]
    days = [date(2021, 1, 31), date(2021, 2, 10), date(2021, 3, 10), date(2021, 5, 1)]
    assert [last_day(Acts.of(events), day) for day in days] == [None, days[1], date(2021, 2, 28), date(2021, 4, 5)]


@pytest.fixture(scope="module")
def curated(record_events: tuple[EventRow, ...]) -> tuple[list[EventRow], Course]:
    """The curated record's Events that count, and the course of its index."""
    counted = counted_events(record_events)
    days = {"since": counted[0].first_on, "until": counted[-1].last_on + timedelta(days=200)}
    evidence = evidence_of(counted)
    found = course_of(
        Acts.of(counted), policy_index(evidence, **days), resampling_band(evidence, **days), until=days["until"]
    )
    assert found is not None
    return counted, found


def test_the_course_of_the_record_agrees_with_its_line(curated: tuple[list[EventRow], Course]) -> None:
    """Lowest point, turn and last reading are what the plain functions of the index give."""
    counted, course = curated
    end = max(event.last_on for event in counted)
    series = policy_index(evidence_of(counted), since=counted[0].first_on, until=end)
    lowest = trough(series, within=~few_events(series))
    assert course.lowest == lowest
    assert course.above_zero == turn_above_zero(series, lowest.day)
    assert (course.last.day, course.last.index) == (end, series.at(end))
    assert course.tightened_from is not None
    assert course.rises_from is not None
    assert course.above_zero is not None
    assert course.tightened_from < lowest.day < course.rises_from < course.above_zero
    assert course.eased_in is not None
    assert lowest.day < course.eased_in


def test_the_record_is_told_in_two_short_paragraphs(
    record_events: tuple[EventRow, ...], curated: tuple[list[EventRow], Course]
) -> None:
    """They fit the first screen, name every turn, and of the words of the method only that evidence is wanting."""
    found = told(counted_events(record_events), today=curated[1].last.day + timedelta(days=100))
    words = f"{found.happened} {found.stands} {found.silence}"
    assert len(words) < 500
    assert len(re.findall(r"\b[A-Z][a-z]+ 20\d\d\b", words)) >= 6
    assert words.count("evidence") == words.count("No recent evidence; last reading: tightening, ") == 1
    assert not re.search(r"stor(?:y|ies)\b|memory|mass|resampl|shrink|0\.00", words)


@pytest.mark.parametrize(
    ("index", "bounds", "mass", "sureness"),
    [
        (-1.0, (-1.3, -0.8), 20.0, Sureness.FAIRLY),
        (-1.0, (-1.6, -0.5), 20.0, Sureness.LIKELY),
        (-0.4, (-0.8, -0.05), 20.0, Sureness.LIKELY),
        (0.4, (0.05, 0.8), 20.0, Sureness.LIKELY),
        (0.4, (-0.01, 0.8), 20.0, Sureness.OPEN),
        (0.05, (0.01, 0.2), 20.0, Sureness.OPEN),
        (-1.0, (-1.3, -0.8), 3.9, Sureness.FEW),
        (-1.0, (None, None), 20.0, Sureness.FEW),
        (0.05, (0.04, 0.06), 20.0, Sureness.OPEN),
    ],
)
def test_how_sure_follows_from_the_range(
    curated: tuple[list[EventRow], Course],
    index: float,
    bounds: tuple[float | None, float | None],
    mass: float,
    sureness: Sureness,
) -> None:
    """A narrow range clear of 0 is fairly sure; a wide one or one near 0 likely; one across 0 leaves it open."""
    lower, upper = bounds
    reading = replace(curated[1].last, index=index, lower=lower, upper=upper, mass=mass, stories=8.0)
    assert reading.sureness is sureness
    named = reading.direction in {"easing", "tightening"}
    assert named == reading.is_clear == (sureness in {Sureness.FAIRLY, Sureness.LIKELY})


def test_a_reading_after_ninety_silent_days_has_no_direction(curated: tuple[list[EventRow], Course]) -> None:
    """However narrow its range has become by then."""
    reading = replace(curated[1].last, index=-1.0, lower=-1.1, upper=-0.9, mass=20.0, stories=8.0)
    recent, old = (replace(reading, silent=days) for days in (90.0, 91.0))
    assert (recent.sureness, recent.direction, recent.is_clear) == (Sureness.FAIRLY, "tightening", True)
    assert (old.sureness, old.direction, old.is_clear) == (Sureness.SILENT, "no recent evidence", False)


def test_numbers_are_written_with_one_digit_and_their_range(curated: tuple[list[EventRow], Course]) -> None:
    """What rounds to nothing has no sign, and a range that is open is not called sure."""
    reading = replace(curated[1].last, index=-1.04, lower=-1.26, upper=-0.81)
    assert reading.numbers == "−1.0 (scale −3 to +3), fairly sure: range −1.3 to −0.8"
    assert replace(reading, index=-0.04, upper=0.31).numbers == "0.0 (scale −3 to +3), range −1.3 to +0.3"


def test_a_period_within_a_clear_stretch_does_not_begin_it() -> None:
    """What the line did before the period is not looked at, so that its first day is not told as the beginning."""
    whole = told(HARD, until=SPRING)
    assert "tightening, clearly since " in whole.stands
    within = told(HARD, since=date(2021, 2, 10), until=SPRING)
    assert "tightening, clearly throughout this period: " in within.stands
    assert "since February" not in within.stands
