import datetime as dt

from tracker.read_models import EraRow
from tracker.web.periods import EVERYTHING, LAST_YEAR, OWN, bounds_of, period_name, period_names

FIRST, LAST = dt.date(2021, 1, 1), dt.date(2022, 6, 30)
ERAS = (
    EraRow("quiet", "Quiet", None, FIRST, LAST, "Why.", ()),
    EraRow("loud", "Loud", None, dt.date(2022, 7, 1), None, "Why.", ()),
)
TODAY = dt.date(2026, 5, 8)


def test_eras_stand_between_everything_and_the_last_year() -> None:
    """Each is named with its months; one that goes on has no last month."""
    assert period_names(ERAS) == {
        EVERYTHING: EVERYTHING,
        "quiet": "Quiet, Jan 2021 to Jun 2022",
        "loud": "Loud, since Jul 2022",
        LAST_YEAR: LAST_YEAR,
        OWN: OWN,
    }


def test_a_period_and_its_days_say_the_same() -> None:
    """Days lead to the period that has them; without its era a key limits nothing."""
    for period in (EVERYTHING, "quiet", "loud"):
        assert period_name(*bounds_of(period, TODAY, (FIRST, FIRST), ERAS), ERAS) == period
    assert bounds_of(OWN, TODAY, (FIRST, None), ERAS) == (FIRST, None)
    assert bounds_of(LAST_YEAR, TODAY, (None, None), ERAS) == (dt.date(2025, 5, 8), None)
    assert period_name(FIRST, LAST, ()) == OWN
    assert bounds_of("quiet", TODAY, (FIRST, FIRST), ()) == (None, None)
