"""The table behind a chart: made and sent only when its reader opens it, and then without drawing the page anew."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st


@st.fragment
def render_behind(
    label: str, key: str, make: Callable[[], pd.DataFrame], column_config: Mapping[str, Any] | None = None
) -> None:
    """Draw a closed box with a table in it.

    Args:
        label: what stands on the box.
        key: key of the table; the box has the same with "open" added.
        make: makes the table when it is needed.
        column_config: how Streamlit is to show columns.
    """
    box = st.expander(label, key=f"{key} open", on_change="rerun")
    if box.open:
        box.dataframe(make(), hide_index=True, key=key, column_config=dict(column_config or {}))
