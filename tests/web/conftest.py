from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.support.sources import REPOSITORY


@pytest.fixture
def app(seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The dashboard on a database of this test's own, without a browser; whoever is there may write."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_url)
    monkeypatch.setenv("TRACKER_EVERYONE_WRITES", "1")
    st.cache_data.clear()
    st.cache_resource.clear()
    yield AppTest.from_file(REPOSITORY / "dashboard.py", default_timeout=60)
    st.cache_resource.clear()
