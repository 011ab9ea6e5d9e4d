"""Open a page without a browser, and read what it says."""

import json
import re
from collections.abc import Iterator
from typing import Any
from zlib import decompress

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash


def go_to(app: AppTest, path: str) -> AppTest:
    """Open a page through the navigation, which empties the address; the first page has no path."""
    app._page_hash = calc_hash(path)
    app.query_params.clear()
    return app.run()


def open_page(app: AppTest, path: str, **params: str | list[str]) -> AppTest:
    """Open a page by its address, as a shared link does. Pages are functions, which ``switch_page`` cannot name."""
    app._page_hash = calc_hash(path)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def key_of(app: AppTest, key: str) -> str:
    """Return the key under which a box that the program has changed stands on the page now."""
    held = app.session_state["held"]
    return f"{key} {held[key].changes}" if held[key].changes else key


def said(app: AppTest) -> str:
    """Return all that the page says, in one text without the escapes and marks of Markdown."""
    texts = (app.title, app.subheader, app.markdown, app.caption, app.info, app.success, app.warning, app.error)
    words = "\n".join(str(each.value) for group in texts for each in group).replace("\\", "").replace("**", "")
    return re.sub(r":color\[([^\]]*)\]", r"\1", words)


def address(app: AppTest, name: str) -> list[str]:
    """Return the values that stand under a name in the address."""
    found = app.query_params[name]
    return [found] if isinstance(found, str) else list(found)


def table(app: AppTest, column: str) -> pd.DataFrame:
    """Return the first table of the page that has a column; one that cannot be chosen from has no key to find."""
    return next(each.value for each in app.dataframe if column in each.value)


def listed(app: AppTest) -> list[str]:
    """Return the slugs in the list of Events below the timeline, in its order; the browser shows it page by page."""
    return [row["slug"] for row in _reading_list(app)["rows"]]


def number_listed(app: AppTest) -> int:
    """Return how many Events the list below the timeline tells of, on all its pages."""
    return int(_reading_list(app)["total"])


def _reading_list(app: AppTest) -> dict[str, Any]:
    (found,) = (each.proto for each in app.get("bidi_component") if each.proto.component_name == "reading_list")
    told: dict[str, Any] = json.loads(decompress(found.bytes))
    return told


def open_boxes(app: AppTest, *keys: str) -> AppTest:
    """Open the boxes with the tables behind charts, which are made only then."""
    for key in keys:
        app.session_state[f"{key} open"] = True
    return app.run()


def texts_of(app: AppTest) -> Iterator[str]:
    """Yield all that a page shows: texts, labels, choices, helps, and the cells of tables."""
    for each in app.main:
        yield from texts_of_element(each)


def texts_of_element(each: Any) -> Iterator[str]:
    """Yield what one element shows."""
    for name in ("label", "value", "placeholder", "help", "caption", "captions", "options", "body", "delta"):
        found = getattr(getattr(each, "proto", None), name, None)
        if isinstance(found, str):
            yield found
        elif found is not None and not isinstance(found, int | float | bool):
            yield from (str(part) for part in found if isinstance(part, str))
    if each.type in {"arrow_data_frame", "table"}:
        frame = each.value
        yield from map(str, frame.columns)
        yield from (str(cell) for row in frame.to_numpy() for cell in row if isinstance(cell, str))
