"""The search of a published site: a small index in shards, of which a browser fetches those of the words that it asks.

English is cut into words, which are found by how they begin; Chinese into pairs of neighbouring characters and single
ones, since Chinese words have no blanks between them. Both are folded as the dashboard's search folds them, Traditional
characters into Simplified ones; the few that a reader may type otherwise come along as a table.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from operator import add
from unicodedata import category, normalize

from tracker.searching import fold_search, simplified

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_LATIN = re.compile(r"[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_LEAST, _LONGEST = 2, 24
"""The shortest and the longest word, in letters, that is looked for."""

_SHARD = 30_000
"""About so many entries a shard holds."""

HITS_IN_FILE = 250
"""So many things that can be found stand in one file."""

_CHARACTERS = range(0x3400, 0xA000)


@dataclass(frozen=True, slots=True)
class SearchThing:
    """One thing that can be found.

    Attributes:
        place: where its page lies.
        name: what it is called.
        name_zh: the same in Chinese.
        note: what is said beside it, such as its date.
        texts: all that is searched.
    """

    place: str
    name: str
    name_zh: str
    note: str
    texts: Sequence[str]


@lru_cache(maxsize=50_000)
def _folded(text: str) -> str:
    """Fold a text as the browser's script does: without accents as well, which few readers type."""
    folded = fold_search(text)
    if folded.isascii():
        return folded
    bare = "".join(sign for sign in normalize("NFKD", folded) if not category(sign).startswith("M"))
    return normalize("NFC", bare)


def search_words_of(texts: Iterable[str]) -> set[str]:
    """Return what texts are found by: their folded words, and the signs and the pairs of their Chinese parts."""
    found: set[str] = set()
    for text in map(_folded, texts):
        found.update(word[:_LONGEST] for word in _LATIN.findall(text) if len(word) >= _LEAST)
        for run in _CHINESE.findall(text):
            found.update(run)
            found.update(map(add, run, run[1:]))
    return found


def shard_of(word: str, shards: int) -> int:
    """Return in which shard a word stands: Chinese by its first character, others by their first two letters.

    The browser's script works it out in the same way.
    """
    first = word[:1] if _CHINESE.match(word) else word[:2]
    return sum(ord(sign) for sign in first) % shards


def index_files(things: Sequence[SearchThing]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index, each with its name; the first one, ``index.json``, tells of the others.

    Things are found in the order in which they are given.
    """
    words: dict[str, list[int]] = defaultdict(list)
    for number, thing in enumerate(things):
        for word in search_words_of(thing.texts):
            words[word].append(number)
    shards = max(sum(map(len, words.values())) // _SHARD, 1) * 4
    parts: list[dict[str, list[int]]] = [{} for _ in range(shards)]
    for word in sorted(words):
        parts[shard_of(word, shards)][word] = words[word]
    known = {sign for word in words for sign in word if _CHINESE.match(sign)}
    told = {
        "shards": shards,
        "things": len(things),
        "in_file": HITS_IN_FILE,
        "longest": _LONGEST,
        "simplified": _table(known),
    }
    yield "index.json", _json(told)
    for number, part in enumerate(parts):
        yield f"words-{number}.json", _json(part)
    for start in range(0, len(things), HITS_IN_FILE):
        rows = [[each.place, each.name, each.name_zh, each.note] for each in things[start : start + HITS_IN_FILE]]
        yield f"things-{start // HITS_IN_FILE}.json", _json(rows)


@lru_cache(maxsize=1)
def _others() -> dict[str, str]:
    every = "".join(map(chr, _CHARACTERS))
    return {sign: plain for sign, plain in zip(every, simplified(every), strict=True) if sign != plain}


def _table(known: set[str]) -> str:
    """Return pairs of characters: one that a reader may type, and the one of the index that it stands for."""
    return "".join(sign + plain for sign, plain in _others().items() if plain in known)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def folder_name(files: Iterable[tuple[str, bytes]]) -> str:
    """Return a name for the folder of an index that changes with what is in it, so that no browser mixes two."""
    digest = sha256()
    for name, content in files:
        digest.update(name.encode() + content)
    return f"search/{digest.hexdigest()[:12]}"
