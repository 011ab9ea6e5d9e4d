"""A published site as a reader's program sees it: its pages, their links and their texts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

VOID = {"meta", "link", "input", "br", "img", "hr"}


@dataclass
class ReadPage(HTMLParser):
    """One page: where it leads, the ids that links can lead to, its texts, and what could run or be fetched."""

    text: str
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    data: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the page."""
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(self.text)
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an element leads and what it fetches."""
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        self.ids |= {values["id"]} if "id" in values else set()
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag in {"script", "img", "iframe", "object", "embed", "source"} and "src" in values:
            self.fetched.append(values["src"])
        if tag == "link" and values.get("rel") in {"stylesheet", "icon"}:
            self.fetched.append(values["href"])
        if tag == "figure":
            places = ("data-figure", "data-plotly", "data-colours")
            self.fetched += [values[name] for name in places if values.get(name)]
        if tag not in VOID:
            self._open.append((tag, values))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that holds nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Hold each end to its beginning."""
        opened, _ = self._open.pop()
        assert opened == tag, f"{tag} ends where {opened} is open"

    def handle_data(self, data: str) -> None:
        """Note words, and read data."""
        tag, values = self._open[-1] if self._open else ("", {})
        if tag == "script":
            if values.get("type", "").endswith("json"):
                self.data.append(json.loads(data))
        elif tag != "style":
            self.words.append(data)

    @property
    def told(self) -> str:
        """All words of the page, with single blanks."""
        return " ".join(" ".join(self.words).split())


def pages_of(folder: Path) -> Iterator[tuple[str, ReadPage]]:
    """Yield every page of a site with its place."""
    for file in sorted(folder.rglob("*.html")):
        yield file.relative_to(folder).as_posix(), ReadPage(file.read_text(encoding="utf-8"))


def led_to(place: str, link: str) -> tuple[str, str]:
    """Return the place and the id within it that a link of a page leads to."""
    parts = urlsplit(link)
    target = normpath(join(place.rpartition("/")[0], unquote(parts.path))) if parts.path else place
    return target, parts.fragment
