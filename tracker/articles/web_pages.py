"""The main text, title and day of publication of a saved web page, from its bytes alone: nothing is ever fetched."""

import datetime as dt
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from tracker.encodings import choose_encoding
from tracker.errors import ArticleProblem

_BEGINNING = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|meta|title|article|main|div|section|p|h1|script|\?xml)",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(rb"^(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}", re.MULTILINE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_LOOKED_AT = 4000
_OLD_CHINESE = frozenset({"gb2312", "gbk", "gb18030"})


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a page gives."""

    text: str
    title: str
    published: str | None
    url: str
    publisher: str


def is_web_page(data: bytes) -> bool:
    """Tell whether a file begins like a web page."""
    return _BEGINNING.match(data[:_LOOKED_AT]) is not None


def is_saved_archive(data: bytes) -> bool:
    """Tell whether a file is a page that a browser saved with its pictures as one file (MHTML)."""
    return b"multipart/related" in data[:_LOOKED_AT].lower() and _MAIL.match(data) is not None


def page_of_archive(data: bytes) -> bytes:
    """Take the page out of such a file.

    Raises:
        ArticleProblem: if it holds no page.
    """
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    raise ArticleProblem("This saved page holds no text; save it as a web page (HTML) instead.")


def read_web_page(data: bytes, today: dt.date) -> WebPage:
    """Read a page's main text with what it says of itself.

    Args:
        data: the file.
        today: no day of publication after this one is believed.

    Raises:
        ArticleProblem: if it holds no main text.
    """
    import trafilatura

    # A tree is handed over, never text: the date finder would take text that begins like an address for one to fetch.
    tree = trafilatura.load_html(_decoded(data))
    about = {"original_date": True, "extensive_search": False, "max_date": today.isoformat()}
    found = None
    if tree is not None:
        found = trafilatura.bare_extraction(
            tree, include_comments=False, with_metadata=True, date_extraction_params=about
        )
    if found is None or isinstance(found, dict) or not (text := (found.text or "").strip()):
        raise ArticleProblem("This web page holds no main text; copy the text and paste it instead.")
    # Each element of the page is a paragraph of its own.
    text = re.sub(r"\n+", "\n\n", text)
    return WebPage(text, found.title or "", found.date, found.url or "", found.sitename or "")


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:_LOOKED_AT])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name in _OLD_CHINESE else name)
        except (LookupError, UnicodeDecodeError):
            pass
    return data.decode(choose_encoding(data).codec)
