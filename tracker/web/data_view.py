"""Tables, charts and downloads as several pages draw them: with rows or marks to choose from, or behind a box."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from tracker.charts import CONFIG
from tracker.charts.picture import PictureWords, picture_parts
from tracker.charts.plain import picture_config
from tracker.web.plot import SentFigure, Zoom, can_draw, draw_figure, lay_over

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

_Item = TypeVar("_Item")

DECIMALS = 4


def table_key(key: str, table: "pd.DataFrame") -> str:
    """Name a table to choose from by its cells: Streamlit keeps what is chosen by the number of its row.

    On another page, or with another filter, other rows would inherit it, and the wrong thing would be opened.
    """
    import pandas as pd

    rows = pd.util.hash_pandas_object(table, index=False).to_numpy()
    return f"{key} {sha256(rows.tobytes()).hexdigest()[:16]}"


def render_rows(
    table: "pd.DataFrame",
    key: str,
    items: Sequence[_Item],
    choose: Callable[[_Item], None],
    **rest: Any,  # noqa: ANN401 - as of Streamlit's own table
) -> None:
    """Draw a table of which a row can be chosen.

    Args:
        table: the cells.
        key: what its key begins with; other rows have another one (``table_key``).
        items: what the rows are about, one by one.
        choose: is told what the chosen row is about.
        rest: as of Streamlit's own table.
    """
    own = table_key(key, table)

    def pick() -> None:
        for row in st.session_state[own].selection.rows:
            choose(items[row])

    st.dataframe(table, hide_index=True, key=own, on_select=pick, selection_mode="single-row", **rest)


def render_figure(
    figure: "Figure | SentFigure",
    key: str,
    *,
    alt: str,
    picture: str | Mapping[str, Any] | PictureWords | None = None,
    choose: Callable[[str], None] | None = None,
    zoom: Zoom | None = None,
    is_zoomed: bool = False,
    over: Sequence[Mapping[str, Any]] | None = None,
) -> None:
    """Draw a chart.

    Args:
        figure: the chart; where marks can be clicked, they hold their text as custom data, alone or first.
        key: key of the chart.
        alt: the chart in words.
        picture: name of the file that it can be saved in as a picture, without an ending; or the words around a picture
            that stands alone, or what ``picture_parts`` made of them.
        choose: is told the text of a clicked mark; nothing for none.
        zoom: is told the first and last day in view; none of both for everything.
        is_zoomed: whether less than everything is in view.
        over: traces that are drawn over it and sent apart, so that a change of them alone sends no chart.
    """
    bare = figure.figure if isinstance(figure, SentFigure) else figure
    if can_draw():
        saved = {"file": picture} if isinstance(picture, str) else picture
        saved = picture_parts(bare, saved) if isinstance(saved, PictureWords) else saved
        draw_figure(figure, key, alt=alt, picture=saved, choose=choose, zoom=zoom, is_zoomed=is_zoomed)
        if over is not None:
            lay_over(key, over)
    else:
        config = picture_config(picture) if isinstance(picture, str) else CONFIG
        shown = type(bare)(bare).add_traces(list(over)) if over else bare
        st.plotly_chart(shown, theme=None, key=key, config=config, alt=alt)


@st.fragment
def render_behind(label: str, key: str, make: Callable[[], "pd.DataFrame"], decimals: int = DECIMALS) -> None:
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


def render_download(
    label: str,
    key: str,
    file_name: str,
    make: Callable[[], bytes],
    *,
    mime: str = "text/csv",
    icon: str = ":material/download:",
    help_: str | None = None,
) -> None:
    """Draw a button that gives a file, which is made only when it is asked for."""
    st.download_button(
        label, data=make, file_name=file_name, mime=mime, key=key, icon=icon, on_click="ignore", help=help_
    )
