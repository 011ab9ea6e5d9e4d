"""Pages as HTML: the templates with what every page of a site shares. All texts are escaped by the templates."""

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.charts.still import colour_rules
from tracker.citation import LICENCE, TRACKER_NAME
from tracker.dates import describe
from tracker.event.labels import source_remarks, when
from tracker.publish.places import event_place, measure_place, up_from
from tracker.resources import favicon_file, plotly_file, room_file
from tracker.theme import level_name
from tracker.vocabulary import Stance

_HERE = Path(__file__).parent

SITE_SECTIONS = (
    ("index.html", "Timeline"),
    ("names.html", "Names"),
    ("measures.html", "Rules and cases"),
    ("changes.html", "What changed"),
    ("search.html", "Search"),
    ("about.html", "About"),
)
"""The pages that every page links to: where they lie, and what they are called."""


def stance_units(value: float) -> str:
    """Return a number of stance units with its sign, to a hundredth."""
    text = f"{value:+.2f}"
    return "0.00" if float(text) == 0 else text.replace("-", "\N{MINUS SIGN}")


def signed_level(stance: Stance) -> str:
    """Return a level with its sign, the minus as wide as the plus."""
    return level_name(stance, short=True)


def templates() -> Environment:
    """Return the templates; every text that they are given is escaped, whatever the file is called."""
    found = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    found.globals |= {
        "when": when,
        "describe": describe,
        "event_place": event_place,
        "measure_place": measure_place,
        "source_remarks": source_remarks,
        "number": stance_units,
        "signed": signed_level,
    }
    return found


def style_text() -> str:
    """Return the style sheet, with the colours of the drawings, light and dark."""
    rules = colour_rules()
    light, dark = ("; ".join(f"{rule[0]}: {rule[side]}" for rule in rules) for side in (1, 2))
    own = (_HERE / "assets" / "site.css").read_text(encoding="utf-8")
    return f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n{own}"


def script_text(name: str) -> str:
    """Return one of the scripts; that of all pages brings along what it fits charts by."""
    fitting = room_file().read_text(encoding="utf-8") if name == "site.js" else ""
    return fitting + (_HERE / "assets" / name).read_text(encoding="utf-8")


def colour_pairs() -> dict[str, str]:
    """Return the dark colour for each light one that a figure holds."""
    return {light: dark for _, light, dark in colour_rules()}


@dataclass(frozen=True)
class SiteWords:
    """What every page says.

    Attributes:
        title: of the site.
        base_url: the address of its top folder with a slash at the end; empty where it is not known.
        kept: what its filter keeps, part by part; nothing where that is the whole record.
    """

    title: str
    base_url: str = ""
    kept: tuple[str, ...] = ()
    sections = SITE_SECTIONS
    licence = LICENCE
    source = TRACKER_NAME

    def url(self, place: str) -> str:
        """Return the address of a page; empty where that of the site is not known."""
        return self.base_url and self.base_url + place.removesuffix("index.html")


class Pages:
    """The pages of one site: what they share, and each as bytes."""

    def __init__(self, words: SiteWords) -> None:
        self.words = words
        self._templates = templates()

    @cached_property
    def assets(self) -> dict[str, tuple[str, bytes]]:
        """The files that pages need, by what they are called in templates: where they lie, and what is in them.

        The place changes with the content, so that browsers may keep a file for good.
        """
        files = {
            "style": ("site.css", style_text().encode()),
            "script": ("site.js", script_text("site.js").encode()),
            "search": ("search.js", script_text("search.js").encode()),
            "colours": ("colours.json", json.dumps(colour_pairs()).encode()),
            "plotly": ("plotly.js", plotly_file().read_bytes()),
            "icon": ("icon.svg", favicon_file().read_bytes()),
        }
        return {name: (_with_digest(file, content), content) for name, (file, content) in files.items()}

    def render(self, template: str, place: str, **values: Any) -> bytes:  # noqa: ANN401 - what the template takes
        """Return a page.

        Args:
            template: the name of its template.
            place: where it lies.
            values: what the template shows.
        """
        shared = {
            "site": self.words,
            "up": up_from(place),
            "url": self.words.url(place),
            "section": place,
            "assets": {name: at for name, (at, _) in self.assets.items()},
            "interactive": False,
        }
        return self._templates.get_template(template).render(shared | values).encode()


def _with_digest(file: str, content: bytes) -> str:
    stem, _, ending = file.rpartition(".")
    return f"assets/{stem}-{sha256(content).hexdigest()[:10]}.{ending}"
