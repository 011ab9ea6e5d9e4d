import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

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


def zoomed(since: str, until: str) -> None:
    """Take days in view as the period, and say which the filter then holds."""
    import datetime as dt
    from types import SimpleNamespace

    import streamlit as st

    from tests.support.makers import event_row
    from tracker.filters import EventFilter, filter_words
    from tracker.read_models import events_extent
    from tracker.web import address
    from tracker.web.filter_bar import choose_period, current_filter

    events = [event_row("first", "2018-03"), event_row("last", "2026-04-02")]
    extent = events_extent(events, dt.date(2026, 5, 8))
    record = SimpleNamespace(view=lambda _: SimpleNamespace(extent=extent), eras=lambda: (), today=dt.date(2026, 5, 8))
    address.fill_boxes(EventFilter())
    choose_period(record, dt.date.fromisoformat(since), dt.date.fromisoformat(until))  # type: ignore[arg-type]
    chosen = current_filter(record)  # type: ignore[arg-type]
    filter_words(chosen, {})
    st.text(f"{chosen.since} {chosen.until}")


@pytest.mark.parametrize(
    ("seen", "kept"),
    [
        (("2020-01-01", "2021-10-31"), "2020-01-01 2021-10-31"),
        (("1930-05-01", "2021-10-31"), "None 2021-10-31"),
        (("2021-10-31", "9999-12-31"), "2021-10-31 None"),
        (("0001-01-01", "9999-12-31"), "None None"),
        (("2018-03-01", "2026-04-02"), "None None"),
        (("0001-01-01", "0002-01-01"), "None 1949-01-01"),
        (("9998-01-01", "9999-12-31"), "2100-12-31 None"),
    ],
)
def test_what_is_zoomed_to_ends_where_the_record_does(seen: tuple[str, str], kept: str) -> None:
    """Beyond the first and the last event there is no limit, and no day is one that no date can have."""
    app = AppTest.from_function(zoomed, args=seen).run()
    assert not app.exception
    assert app.text[0].value == kept
