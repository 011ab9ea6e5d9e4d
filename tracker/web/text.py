"""Text from the record on a page that reads Markdown: it is shown as it was typed."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escape_markdown(text: str) -> str:
    """Return a text that Streamlit's Markdown shows as typed: no emphasis, links, pictures, formulas or icons."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def source_link(url: str, words: str) -> str:
    """Return a Markdown link to a stored source; stored addresses hold no angle brackets or spaces."""
    return f"[{escape_markdown(words)}](<{url}>)"
