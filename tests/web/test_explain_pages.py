"""The pages that explain the index, without a browser."""

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


def go_to(app: AppTest, path: str) -> AppTest:
    """Open a page through the navigation, which empties the address; the first page has no path."""
    app._page_hash = calc_hash(path)
    app.query_params.clear()
    return app.run()


def open_link(app: AppTest, path: str, **params: str | list[str]) -> AppTest:
    """Open a shared link to a page."""
    app._page_hash = calc_hash(path)
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


def test_the_filter_goes_along_from_page_to_page(app: AppTest) -> None:
    """Whoever looks at one sector on the timeline finds it still chosen after reading the method."""
    app.run()
    go_to(app, "method")
    go_to(app, "")
    assert not app.exception
    app.multiselect(key="sectors").select("gaming").run()
    go_to(app, "method")
    go_to(app, "")
    assert not app.exception
    assert app.multiselect(key="sectors").value == ["gaming"]
    assert app.query_params["sectors"] == "gaming"
