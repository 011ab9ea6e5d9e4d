"""Columns that their headings alone would take for the same: what the cells tell about them."""

import re
from collections.abc import Container, Sequence
from typing import Any

LEFT_OUT = "-"
"""What a person chooses for a column that is not to be read."""

_LINK_OF = "link of "
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_MOST = 0.5
_ONE_TEXT = ("title", "title_zh", "stance_reason", "summary", "thread", "date_evidence", "kind", "stance", "reach")


def link_heading(header: str) -> str:
    """Return the heading of a column made of the web addresses behind another column's cells."""
    return _LINK_OF + header


def settle_columns(
    headers: Sequence[str], columns: Sequence[Sequence[Any]], found: list[str | None], decided: Container[int] = ()
) -> None:
    """Settle in place which of several columns holds a field.

    Two columns of titles in different scripts are the title and the Chinese title. Of two columns for one text, one
    stays open where it says something else, since a person has to choose. The addresses behind another column are the
    sources where no column names them.

    Args:
        headers: the headings as they stand in the file.
        columns: some cells of each.
        found: the field that each heading alone would have, None where it is unknown.
        decided: the places of columns that a person decided about; these stay.
    """
    _settle_titles(columns, found, decided)
    for field in _ONE_TEXT:
        places = [place for place, name in enumerate(found) if name == field]
        places.sort(key=lambda place: place not in decided)
        for place in places[1:]:
            if place not in decided and list(columns[place]) != list(columns[places[0]]):
                found[place] = None
    _settle_links(headers, found, decided)


def _settle_titles(columns: Sequence[Sequence[Any]], found: list[str | None], decided: Container[int]) -> None:
    titles = [place for place, field in enumerate(found) if field == "title"]
    chinese = [place for place in titles if place not in decided and _is_chinese(columns[place])]
    if "title_zh" not in found and len(chinese) == 1 and len(titles) > 1:
        found[chinese[0]] = "title_zh"


def _is_chinese(cells: Sequence[Any]) -> bool:
    filled = [cell for cell in map(str, cells) if cell.strip()]
    return sum(1 for cell in filled if _HAN.search(cell)) > _MOST * len(filled)


def _settle_links(headers: Sequence[str], found: list[str | None], decided: Container[int]) -> None:
    links = {
        place: list(headers).index(header.removeprefix(_LINK_OF))
        for place, header in enumerate(headers)
        if header.startswith(_LINK_OF) and header.removeprefix(_LINK_OF) in headers and place not in decided
    }
    has_sources = "source_urls" in found
    for place in links:
        found[place] = LEFT_OUT
    if links and not has_sources:
        found[min(links, key=lambda place: found[links[place]] != "source_publishers")] = "source_urls"
