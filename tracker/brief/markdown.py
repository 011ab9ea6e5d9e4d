"""A brief as Markdown (CommonMark): readable as it stands, and every text from outside is text."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator

from tracker.brief.blocks import Block, BlockStyle, Run

_MARKS = {
    BlockStyle.TITLE: "# ",
    BlockStyle.SUBTITLE: "",
    BlockStyle.HEADING: "## ",
    BlockStyle.WORDS: "",
    BlockStyle.ITEM: "- ",
    BlockStyle.CHART: "",
}
_LISTED = (BlockStyle.ITEM, BlockStyle.SOURCE)

# What begins emphasis, a link, code, HTML, a formula or a reference to a sign wherever it stands, and what is taken for
# an address or a person's name. A hyphen or a dot is left alone, so that the text stays readable.
_SIGNS = re.compile(r"[\\`*_\[\]<>|~$&@^{}]|(?<=[a-zA-Z]):(?=//)|(?i:(?<=www)\.)|:(?=[\w+-]+:)")
_AT_START = re.compile(r"^([#=+-]|[0-9]{1,9}(?=[.)](?:\s|$)))")


def markdown_of(blocks: Iterable[Block], picture: bytes | None) -> Iterator[str]:
    """Yield a brief as Markdown, paragraph by paragraph.

    The picture is inside the file, as the definition of a reference at its very end: so the brief is one file that can
    be sent on, and no row of letters stands between its words.

    Args:
        blocks: its paragraphs.
        picture: the chart as PNG; None where there is none.
    """
    before = None
    for each in blocks:
        if before is not None:
            yield "\n" if each.style is before and each.style in _LISTED else "\n\n"
        before = each.style
        yield _paragraph(each)
    yield "\n"
    if picture is not None:
        yield f"\n[chart]: <data:image/png;base64,{b64encode(picture).decode()}>\n"


def _paragraph(each: Block) -> str:
    words = "".join(map(_run, each.runs))
    if each.style is BlockStyle.CHART:
        return f"![{escape_commonmark(each.alt)}][chart]\n\n*{words}*"
    if each.style is BlockStyle.SOURCE:
        return f"{each.number}. {_begun(words)}"
    return _MARKS[each.style] + _begun(words)


def _run(run: Run) -> str:
    words = escape_commonmark(run.text)
    if run.url and run.url == run.text:
        return f"<{run.url}>"
    if run.url:
        return f"[{words}](<{run.url}>)"
    if run.strong:
        inner = words.strip()
        return words.replace(inner, f"**{inner}**") if inner else words
    return run.text if run.note else words


def _begun(words: str) -> str:
    """Keep a paragraph that begins with a text from outside from being taken for a list or a heading."""
    return _AT_START.sub(lambda sign: f"{sign[0]}\\" if sign[0].isdigit() else f"\\{sign[0]}", words)


def escape_commonmark(text: str) -> str:
    """Return a text on one line as Markdown shows it as typed: no emphasis, links, HTML, formulas or names of icons."""
    return _SIGNS.sub(r"\\\g<0>", text)
