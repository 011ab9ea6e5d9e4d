"""Write the tables of the pages below: ``make docs``, or ``python docs/make_tables.py``.

A table stands between ``<!-- table: name -->`` and ``<!-- end -->``; everything else in a page is left as it is.
"""  # noqa: INP001

import re
from collections.abc import Callable
from pathlib import Path

from agreement_figures import AGREEMENT
from figures import FIGURES, record
from house import house_picture, layer_table
from list_figures import LISTS
from markdown_table import table
from vintage_table import vintage_table

from tracker.codebook import DECISIONS
from tracker.event.fields import COLUMNS, EVENT_FIELDS, SOURCE_COLUMNS
from tracker.exports.workbook import INDEX_MEANINGS
from tracker.formats import FORMATS
from tracker.market.results import STUDY_COLUMNS
from tracker.sentiment import ANNOUNCED_MEANINGS
from tracker.settings import SETTINGS
from tracker.vocabulary import Kind, Reach, Role, Stance

PAGES = tuple(Path(__file__).with_name(name) for name in ("method.md", "data.md", "design.md", "exports.md"))
_BLOCK = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def kind_table() -> str:
    """The kinds, with what belongs where and whether the index counts them."""
    rows = [(f"`{kind.value}`", kind.definition, "yes" if kind.counts else "no") for kind in Kind]
    return table(("kind", "when", "in the index"), rows)


def stance_table() -> str:
    """The levels of stance."""
    return table(("stance", "label", "when"), [(each.signed, each.label, each.definition) for each in Stance])


def reach_table() -> str:
    """The levels of reach."""
    return table(("reach", "touches"), [(each.value, each.label) for each in Reach])


def decision_table() -> str:
    """The decisions of the codebook, each with an event of the record and its accepted codes."""
    accepted = dict(record().events)
    rows = []
    for each in DECISIONS:
        shown = accepted.get(each.example)
        codes = f"`{each.example}`: {shown.stance.signed}, reach {shown.reach.value}" if shown else "none in the record"
        rows.append((each.question, each.answer, codes))
    return table(("where", "code", "example, as accepted"), rows)


def role_table() -> str:
    """The roles, each with the rights of those before it."""
    return table(("role", "may"), [(f"`{each.value}`", each.definition) for each in Role])


def column_table() -> str:
    """The columns of an exported table, and where else each of them stands."""
    rows = [(f"`{each.name}`", each.form, _places(each.name), each.meaning, f"`{each.example}`") for each in COLUMNS]
    return table(("column", "form", "elsewhere", "what it holds", "example"), rows)


def _places(name: str) -> str:
    if name in SOURCE_COLUMNS:
        return f"JSON and seed: `{SOURCE_COLUMNS[name]}` of each source"
    return "JSON and seed" if name in EVENT_FIELDS else "JSON"


def setting_table() -> str:
    """The environment variables."""
    return table(("variable", "default", "what it does"), [(f"`{s.name}`", s.default, s.meaning) for s in SETTINGS])


def format_table() -> str:
    """The formats of files, what each holds and what it leaves out."""
    rows = []
    for each in FORMATS.values():
        where = "screen and command" if each.takes_filter else "command; always everything"
        rows.append((f"`.{each.suffix}`", each.purpose.value, each.holds, each.leaves_out or "nothing", where))
    return table(("file", "to", "holds", "leaves out", "by"), rows)


def index_table() -> str:
    """The columns of the index."""
    return table(("column", "meaning"), [(f"`{name}`", meaning) for name, meaning in INDEX_MEANINGS.items()])


def announced_table() -> str:
    """The columns of the series by week or month."""
    return table(("column", "meaning"), [(f"`{name}`", meaning) for name, meaning in ANNOUNCED_MEANINGS.items()])


def study_table() -> str:
    """The columns of an event study."""
    return table(("column", "meaning"), [(f"`{name}`", meaning) for name, meaning in STUDY_COLUMNS.items()])


TABLES: dict[str, Callable[[], str]] = FIGURES | {
    "kinds": kind_table,
    "stance": stance_table,
    "reach": reach_table,
    "decisions": decision_table,
    "roles": role_table,
    "columns": column_table,
    "settings": setting_table,
    "formats": format_table,
    "index": index_table,
    "vintages": vintage_table,
    "announced": announced_table,
    "study": study_table,
    "layers": layer_table,
    "house": house_picture,
    **AGREEMENT,
    **LISTS,
}


def rendered(page: str) -> str:
    """Return a page with every table made anew."""
    return _BLOCK.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}{found[3]}", page)


if __name__ == "__main__":
    for file in PAGES:
        file.write_text(rendered(file.read_text(encoding="utf-8")), encoding="utf-8")
