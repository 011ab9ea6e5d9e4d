"""How texts and lists are written into one cell of a table, and read back exactly.

Two rules, kept in one module because exports and imports have to agree on them to the letter: the escape that keeps a
spreadsheet from running a text as a formula, and the separator of lists. ``docs/data.md`` states both for users.
"""

import re
from collections.abc import Iterable, Sequence

FORMULA_STARTS = "=+-@\t\r＝＋－＠"
"""Characters with which a text becomes a formula when a spreadsheet opens it."""

# A spreadsheet set to another separator splits a comma file at semicolons, tabs and line breaks, quoted or not, so
# a formula may also begin behind one of those. Quotation marks, apostrophes and blanks in front are passed over.
# The start of the text has a pattern of its own, because a search that begins with a set of signs is quicker.
_SKIPPED = "[\"' ]*"
_BREAK = "[;\t\n\r]"
_FORMULA = f"(?=[{re.escape(FORMULA_STARTS)}])"
_PLAIN_START = re.compile(f"({_SKIPPED}){_FORMULA}")
_SAFE_START = re.compile(f"({_SKIPPED})'{_FORMULA}")
_PLAIN_BREAK = re.compile(f"({_BREAK}{_SKIPPED}){_FORMULA}")
_SAFE_BREAK = re.compile(f"({_BREAK}{_SKIPPED})'{_FORMULA}")
_SUSPECT_STARTS = frozenset(FORMULA_STARTS) | frozenset("\"' ")

_LIST_SIGNS = r"[\\;；、\n]"
_TO_ESCAPE = re.compile(f"({_LIST_SIGNS})")
_ESCAPED = re.compile(rf"\\({_LIST_SIGNS})")
_RARE_SIGN = re.compile(r"[\\；、\n]")
_NAME = re.compile(r"((?:\\[\\;；、\n]|[^;；、\n])*)[;；、\n]?")
_ADDRESS_BREAK = re.compile(r"[;；,，、]\s*(?=https?://)|[|\s]+")


def protect_cell(text: str) -> str:
    """Put an apostrophe before each sign that would start a formula; ``restore_cell`` takes it away again.

    An apostrophe that is part of the text gets a companion only where it stands before such a sign, so that every
    text comes back exactly and ordinary apostrophes stay as they are.
    """
    # Asked here and not by a function, since every text of an export comes by.
    if (";" in text or "\n" in text or "\t" in text or "\r" in text) and _PLAIN_BREAK.search(text):
        text = _PLAIN_BREAK.sub(r"\1'", text)
    if text[:1] in _SUSPECT_STARTS and (start := _PLAIN_START.match(text)):
        return f"{start.group()}'{text[start.end() :]}"
    return text


def restore_cell(text: str) -> str:
    """Read back a text that ``protect_cell`` wrote; any other text stays as it is."""
    if "'" not in text:
        return text
    if _has_break(text) and _SAFE_BREAK.search(text):
        text = _SAFE_BREAK.sub(r"\1", text)
    if text[0] in _SUSPECT_STARTS and (start := _SAFE_START.match(text)):
        return text[: start.end() - 1] + text[start.end() :]
    return text


def _has_break(text: str) -> bool:
    return ";" in text or "\n" in text or "\t" in text or "\r" in text


def join_names(names: Sequence[str]) -> str:
    r"""Write a list as ``first; second``. Separators and backslashes inside a name get a ``\`` before them."""
    text = "; ".join(names)
    if text.count(";") < len(names) and not _RARE_SIGN.search(text):
        return text
    return "; ".join([_TO_ESCAPE.sub(r"\\\1", name) for name in names])


def split_names(text: str) -> list[str]:
    """Read a list that ``join_names`` wrote or a person typed; ``;``, ``；``, ``、`` and line breaks separate.

    Blanks around a name go, empty names stay: lists that run side by side need their places.
    """
    if not text.strip():
        return []
    if "\\" not in text:
        plain = text.replace("；", ";").replace("、", ";").replace("\n", ";")
        return [name.strip() for name in plain.split(";")]
    # The pattern matches once more, empty, behind the last character; that one counts only after a separator.
    names = [match.group(1).strip() for match in _NAME.finditer(text) if match.group() or _ends_open(text)]
    return [_ESCAPED.sub(r"\1", name) for name in names]


def _ends_open(text: str) -> bool:
    return re.search(r"(?<!\\)(?:\\\\)*[;；、\n]\Z", text) is not None


def unescape_name(text: str) -> str:
    """Read a single name that ``join_names`` wrote, without taking it apart."""
    return _ESCAPED.sub(r"\1", text.strip()) if "\\" in text else text.strip()


def join_addresses(addresses: Iterable[str]) -> str:
    """Write web addresses as ``first; second``. They hold no blanks, so nothing has to be escaped.

    An address that ends in a semicolon gets a second one, also at the end of the list.
    """
    text = "; ".join(addresses)
    return f"{text};" if text.endswith(";") else text


def split_addresses(text: str) -> list[str]:
    """Read addresses that ``join_addresses`` wrote: blanks or line breaks separate, one semicolon before them goes."""
    return [part.removesuffix(";") for part in text.split() if part != ";"]


def split_typed_addresses(text: str) -> list[str]:
    """Read addresses from other people's files, where ``a;b``, ``a,b`` and ``a|b`` are lists as well."""
    parts = (part.strip(";；,，、") for part in _ADDRESS_BREAK.split(text))
    return [part for part in parts if part]
