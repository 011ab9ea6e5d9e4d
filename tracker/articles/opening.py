"""An article from a file: text, a saved page, an archive of one, or a PDF."""

import datetime as dt
import io
import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TYPE_CHECKING

from tracker.addresses import address_problem
from tracker.articles.article import Article
from tracker.articles.body import page_lines, written_lines
from tracker.articles.datelines import own_day
from tracker.articles.languages import language_of
from tracker.articles.scripts import with_plain_characters
from tracker.cleaning import NAME_LENGTH, unseen_in, without_invisible
from tracker.dates import describe, parse_one
from tracker.dates.finding import find_dates
from tracker.errors import ArticleProblem, DateProblem
from tracker.tables.encodings import UnknownEncoding, choose_encoding
from tracker.vocabulary import Precision

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
    text = with_plain_characters("\n\n".join(page.extract_text() for page in reader.pages)).strip()
    return _WRAPPED.sub(r"\1", text)


_BEGINNING = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype|html|head|body|meta|title|article|main|div|section|p|h1|script|\?xml)",
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
    tree = trafilatura.load_html(decode_page(data))
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


def decode_page(data: bytes, sent_as: str = "", *, is_whole: bool = True) -> str:
    """Return a web page's text, by the encoding that is declared, else by the one that explains it.

    Args:
        data: the page.
        sent_as: the encoding that its server named; it wins over what the page says of itself.
        is_whole: whether every byte has to be explained; else the others are replaced by a sign that says so.

    Raises:
        UnknownEncoding: if none explains all of it and that is asked for.
    """
    within = _CHARSET.search(data[:_LOOKED_AT])
    declared = [name.lower() for name in (sent_as, within[1].decode("ascii") if within else "") if name]
    names = ["gb18030" if name in _OLD_CHINESE else name for name in declared]
    for name in [] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else names:
        with suppress(LookupError, UnicodeDecodeError):
            return data.decode(name)
    try:
        return data.decode(choose_encoding(data).codec)
    except UnknownEncoding:
        if is_whole:
            raise
    for name in (*names, "utf-8"):
        with suppress(LookupError):
            return data.decode(name, "replace")
    return ""


MOST_BYTES = 20_000_000
"""The largest file that is read."""

_MOST_CHARACTERS = 2_000_000
"""The longest text that is read."""

_OTHER_KINDS: dict[bytes, str] = {
    b"PK\x03\x04": "a Word or Excel document or an archive",
    b"PK\x05\x06": "an empty archive",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel document",
    b"\x1f\x8b": "a compressed file",
    b"{\\rtf": "a text document (RTF)",
    b"SQLite format 3\0": "a database",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or a sound",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LETTERS = re.compile(r"[A-Za-z\u3400-\u9fff]")
_PUBLISHED_LABEL = re.compile(
    r"(?im)^\W{0,4}(?:(?:first )?published|posted|date|发布时间|发布日期|发表时间|时间|日期)(?:\s+on)?\s*[:：]?\s*"
    r"(?P<date>[^\n]{4,40})"
)
_PUBLISHED_LATER = re.compile(r"\b(?:Published|Posted)(?: on)?:? (?P<date>[^\n]{4,40})")
_TIMED = re.compile(r"(?m)^[^\n]{0,60}?(?P<date>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)\s+\d{1,2}:\d{2}")
_HEAD, _TAIL = 800, 400
_LONGEST_TITLE = 120
_SURELY_UTF_8 = 8
"""How many bytes more than characters a line needs to be UTF-8 by more than chance."""


def open_article(data: bytes, *, today: dt.date, url: str = "", published: str = "", publisher: str = "") -> Article:
    """Read a file as an article: a web page, a saved page, a PDF or plain text.

    Args:
        data: the file's bytes.
        today: a day of publication after this one is refused.
        url: the page's address, where it is known; it is never visited.
        published: the day of publication as typed; it wins over what the page says.
        publisher: who published it; it wins over what the page says.

    Raises:
        ArticleProblem: with one line on what is wrong and what to do.
        DateProblem: if the day of publication cannot be read.
    """
    _check_kind(data)
    try:
        page = _read(data, today)
    except UnknownEncoding as problem:
        raise ArticleProblem(f"{problem}; save the page again as UTF-8.") from problem
    return _article(page, today=today, url=url, published=published, publisher=publisher)


def paste_article(text: str, *, today: dt.date, url: str = "", published: str = "", publisher: str = "") -> Article:
    """Read pasted text as an article; text that begins like a web page is read as one.

    Raises:
        ArticleProblem: with one line on what is wrong and what to do.
        DateProblem: if the day of publication cannot be read.
    """
    data = text.encode("utf-8", "replace")
    if len(data) > MOST_BYTES or is_web_page(data):
        return open_article(data, today=today, url=url, published=published, publisher=publisher)
    page = WebPage(text, "", None, "", "")
    return _article(page, today=today, url=url, published=published, publisher=publisher)


def _check_kind(data: bytes) -> None:
    if not data.strip():
        raise ArticleProblem("There is no text here; paste an article or choose another file.")
    if len(data) > MOST_BYTES:
        size, most = len(data) / 1e6, MOST_BYTES // 1_000_000
        raise ArticleProblem(f"The file has {size:.1f} MB; at most {most} MB are read. Save only the article's text.")
    for mark, kind in _OTHER_KINDS.items():
        if data.startswith(mark):
            raise ArticleProblem(f"This is {kind}, whatever its name says; save it as text, HTML or PDF.")


def _read(data: bytes, today: dt.date) -> WebPage:
    if data.startswith(b"%PDF"):
        return WebPage(read_pdf(data), "", None, "", "")
    if is_saved_archive(data):
        data = page_of_archive(data)
    if is_web_page(data):
        return read_web_page(data, today)
    # GB18030 explains nearly every byte, so that a file of two encodings could be read without an error.
    if line := _mixed_at(data):
        raise ArticleProblem(f"Line {line} is written in another encoding than the rest; save the page again as UTF-8.")
    return WebPage(data.decode(choose_encoding(data).codec), "", None, "", "")


def _mixed_at(data: bytes) -> int | None:
    """Return the first line that is not UTF-8 where others surely are; None where all may be of one encoding."""
    other, surely = None, False
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.isascii():
            continue
        try:
            read = line.decode("utf-8")
        except UnicodeDecodeError:
            other = other or number
        else:
            surely = surely or len(line) - len(read) >= _SURELY_UTF_8
    return other if surely else None


def _article(page: WebPage, *, today: dt.date, url: str, published: str, publisher: str) -> Article:
    text = with_plain_characters(without_invisible(_CONTROL.sub("", _BREAKS.sub("\n", page.text)))).strip()
    if not _LETTERS.search(text):
        raise ArticleProblem("There is no text here; paste an article or choose another file.")
    if len(text) > _MOST_CHARACTERS:
        raise ArticleProblem(f"The text has {len(text):,} characters; at most {_MOST_CHARACTERS:,} are read. Cut it.")
    address = without_invisible(url).strip() or ("" if address_problem(page.url) else page.url)
    if address and (problem := address_problem(address)):
        raise ArticleProblem(f"The article's address cannot be used: {problem}")
    day, how = _published(page, text, published.strip(), today)
    publisher = without_invisible(_CONTROL.sub("", publisher.strip() or page.publisher))[:NAME_LENGTH]
    language = language_of(text)
    title = " ".join(without_invisible(_CONTROL.sub("", page.title)).split()) or _first_line(text)
    if names := unseen_in(page.text):
        how = (*how, f"Invisible characters were taken out of the article: {', '.join(names)}.")
    if not language:
        how = (*how, "This text is in neither English nor Chinese, as it seems; only these are read.")
    return Article(text, title, day, address, publisher, language, how)


def _first_line(text: str) -> str:
    """Return the first line that is no part of the page around the article, where it is short and others follow."""
    beside = {line.start for line in page_lines(text)}
    lines = (line.of(text) for line in written_lines(text) if line.start not in beside)
    first = next(lines, None)
    return " ".join(first.split()) if first and len(first) <= _LONGEST_TITLE and next(lines, None) else ""


def _published(page: WebPage, text: str, typed: str, today: dt.date) -> tuple[dt.date | None, tuple[str, ...]]:
    """Return the day of publication: the one that was typed, else the page's own, with a note on where it is from."""
    if typed:
        day = _day(typed, today)
        if day > today:
            raise DateProblem(f"The day of publication, {describe(day.isoformat())}, lies in the future; check it.")
        return day, ()
    own = page.published or _labelled(text) or _of_byline(text)
    if own is None:
        return None, ("The day of publication is not known; words such as “on Sunday” cannot be read without it.",)
    day = dt.date.fromisoformat(own)
    if day > today:
        return None, (
            f"The page says that it was published on {describe(own)}, which lies in the future; give the day.",
        )
    return day, (f"Published on {describe(own)}, as the page says.",)


def _day(typed: str, today: dt.date) -> dt.date:
    read = parse_one(typed, base=today)
    if read.precision is not Precision.DAY or read.is_interval:
        raise DateProblem(f"The day of publication has to be one day, like 17 May 2022; “{typed[:40]}” is longer.")
    return read.start


def _of_byline(text: str) -> str | None:
    day = own_day(text)
    return day.isoformat() if day else None


def _labelled(text: str) -> str | None:
    """Return the day that stands behind a word such as "Published" near the top or the end, or before a time of day."""
    labels = (
        *_PUBLISHED_LABEL.finditer(text[:_HEAD]),
        *_TIMED.finditer(text[:_HEAD]),
        *_PUBLISHED_LATER.finditer(text, max(0, len(text) - _TAIL)),
    )
    for match in labels:
        for found in find_dates(match["date"], None)[:1]:
            date = found.reading.date if found.reading else None
            if date is not None and date.precision is Precision.DAY and not date.is_interval:
                return date.edtf
    return None
