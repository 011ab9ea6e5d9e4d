"""The text of a PDF. One that only holds pictures of its pages has none."""

import io
import logging
import re
from typing import TYPE_CHECKING

from tracker.errors import ArticleProblem

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_PAGES = 300
# A Chinese line that the page's width cut goes on without a space.
_WRAPPED = re.compile(r"([^\n]{19}[\u3400-\u9fff，、])\n(?=[\u3400-\u9fff])")


def read_pdf(data: bytes) -> str:
    """Return the text of a PDF, page by page.

    Raises:
        ArticleProblem: if it is damaged, locked, too long or without text.
    """
    from pypdf import PdfReader

    # The library reports every oddity of a file; the person gets one line.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        text = _text_of(PdfReader(io.BytesIO(data)))
    except ArticleProblem:
        raise
    except Exception as problem:  # a damaged PDF can fail anywhere in the library
        raise ArticleProblem("This PDF is damaged and cannot be read; save it again or paste its text.") from problem
    if not text:
        raise ArticleProblem("This PDF holds only pictures of its pages and no text; paste the text instead.")
    return text


def _text_of(reader: "PdfReader") -> str:
    if reader.is_encrypted and not reader.decrypt(""):
        raise ArticleProblem("This PDF is locked with a password; save an open copy or paste its text.")
    pages = len(reader.pages)
    if pages > _MOST_PAGES:
        raise ArticleProblem(f"This PDF has {pages} pages; at most {_MOST_PAGES} are read. Cut it into parts.")
    text = "\n\n".join(page.extract_text() for page in reader.pages).strip()
    return _WRAPPED.sub(r"\1", text)
