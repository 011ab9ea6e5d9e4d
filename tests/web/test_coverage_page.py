from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

DASHBOARD = str(Path(__file__).parents[2] / "dashboard.py")


@pytest.fixture
def app(seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The dashboard on a database of this test's own."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)
    st.cache_data.clear()
    st.cache_resource.clear()
    yield AppTest.from_file(DASHBOARD, default_timeout=30)
    st.cache_resource.clear()


def test_counts_by_others_stand_beside_the_record_s_own(app: AppTest) -> None:
    """Each has its number, what of the record stands beside it, and the page where it can be read."""
    app._page_hash = calc_hash("coverage")
    app.run()
    assert not app.exception
    table = app.dataframe[0].value.set_index("What")
    dominance = table.loc["Abuse of a dominant position, cases dealt with in 2021"]
    assert (dominance["Counted"], dominance["Of"], dominance["Events here"]) == (11, "cases", 2)
    assert dominance["Page"].startswith("https://www.chinajusticeobserver.com/")
    assert dominance["Published"] == "18 July 2022"
    assert table.loc["Deals prohibited in 2021", "Counted"] == table.loc["Deals prohibited in 2021", "Events here"] == 1
    assert (table["Events here"] > 0).all()
