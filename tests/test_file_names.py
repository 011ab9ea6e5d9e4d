"""Names of files that a reader takes along."""

import datetime as dt
import re

from hypothesis import given
from hypothesis import strategies as st

from tracker.file_names import FILE_NAME_LENGTH, file_name

DAY = dt.date(2026, 5, 8)


def test_a_name_says_filter_period_and_day() -> None:
    """The parts stand in one order, and what is not there leaves no gap."""
    since, until = dt.date(2021, 4, 1), dt.date(2021, 12, 31)
    name = file_name("timeline", "csv", kept=("Company: DiDi",), since=since, until=until, recorded_on=DAY)
    assert name == "china-tech-timeline_didi_2021-04-01_2021-12-31_record-2026-05-08.csv"
    assert file_name("timeline", "csv", recorded_on=DAY) == "china-tech-timeline_record-2026-05-08.csv"
    assert file_name("index", "csv", since=since) == "china-tech-index_from-2021-04-01.csv"
    assert file_name("index", "csv", until=until) == "china-tech-index_to-2021-12-31.csv"


def test_chinese_words_are_told_apart() -> None:
    """A filter that Latin letters cannot write has a mark of its own."""
    names = {file_name("timeline", "csv", kept=(f"Search: {word}",)) for word in ("滴滴", "游戏", "DiDi 滴滴")}
    assert len(names) == 3
    assert all(re.fullmatch(r"china-tech-timeline_(didi-)?[0-9a-f]{8}\.csv", name) for name in names)


@given(
    st.lists(st.text(max_size=80), max_size=6), st.none() | st.dates(), st.none() | st.dates(), st.none() | st.dates()
)
def test_every_system_takes_a_name(
    kept: list[str], since: dt.date | None, until: dt.date | None, recorded_on: dt.date | None
) -> None:
    """Whatever the filter, a name has at most 100 letters, digits, hyphens and underlines, and its ending."""
    name = file_name("spread of stance", "xlsx", kept=kept, since=since, until=until, recorded_on=recorded_on)
    assert re.fullmatch(r"china-tech-[a-z0-9_-]*[a-z0-9]\.xlsx", name)
    assert len(name) <= FILE_NAME_LENGTH
