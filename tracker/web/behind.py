"""The table behind a chart: made and sent only when its reader opens it, and then without drawing the page anew."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

DECIMALS = 4


@st.fragment
def render_behind(label: str, key: str, make: Callable[[], pd.DataFrame], decimals: int = DECIMALS) -> None:
    """Draw a closed box with a table in it. A cell without a value stays empty.

    Args:
        label: what stands on the box.
        key: key of the table; the box has the same with "open" added.
        make: makes the table when it is needed.
        decimals: places of each number of a column that does not hold whole numbers only.
    """
    box = st.expander(label, key=f"{key} open", on_change="rerun")
    if box.open:
        table = make()
        number = st.column_config.NumberColumn(format=f"%.{decimals}f")
        broken = [str(name) for name in table.select_dtypes("float") if table[name].mod(1).any()]
        box.dataframe(table, hide_index=True, key=key, placeholder="", column_config=dict.fromkeys(broken, number))
