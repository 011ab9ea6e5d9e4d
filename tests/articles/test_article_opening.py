"""Files and pasted texts become articles, or one clear line; nothing is ever fetched."""

import datetime as dt
import io
import socket

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pypdf import PdfWriter

from tracker.articles import Article, ArticleProblem, open_article, paste_article
from tracker.errors import DateProblem, TrackerError

TODAY = dt.date(2026, 5, 31)
SENTENCE = "The Ministry of Transport summoned Moonrabbit Mobility on Wednesday and warned it against cutting pay."
SENTENCE_ZH = "交通运输部周三约谈月兔出行，要求其立即整改，保障司机的合法权益。"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ministry summons Moonrabbit</title>
<meta property="article:published_time" content="2024-09-12T08:00:00+08:00">
<meta property="og:site_name" content="Moonrabbit Daily"><link rel="canonical" href="https://news.example/moonrabbit">
<script>document.write("<p>On 1 May 2020 the CAC fined everybody.</p>"); fetch("https://evil.example/")</script></head>
<body><nav>Home | News | Login</nav><article><h1>Ministry summons Moonrabbit</h1>
<p>{SENTENCE}</p><p>{SENTENCE} It said so in a statement.</p><p>{SENTENCE_ZH}</p></article>
<footer>Copyright, all rights reserved</footer></body></html>"""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an article may never be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def opened(data: bytes, **about: str) -> Article:
    """Open a file as of the tests' day."""
    return open_article(data, today=TODAY, **about)


def pdf_of(*lines: str, locked: bool = False) -> bytes:
    """Write a small PDF with lines of plain text; without lines its page is empty, as a scan without text is."""
    text = " ".join(f"({line}) Tj T*" for line in lines)
    content = f"BT /F1 12 Tf 14 TL 40 700 Td {text} ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    if not locked:
        return out.getvalue()
    writer = PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    writer.encrypt("secret", algorithm="RC4-128")
    closed = io.BytesIO()
    writer.write(closed)
    return closed.getvalue()


def test_a_web_page_gives_its_main_text_and_what_it_says_of_itself() -> None:
    """Scripts, menus and footers are no text; title, day, address and publisher are the page's own."""
    article = opened(PAGE.encode())
    assert SENTENCE in article.text
    assert SENTENCE_ZH in article.text
    assert "Login" not in article.text
    assert "fined everybody" not in article.text
    assert article.title == "Ministry summons Moonrabbit"
    assert article.published == dt.date(2024, 9, 12)
    assert article.url == "https://news.example/moonrabbit"
    assert article.publisher == "Moonrabbit Daily"
    assert any("12 September 2024" in note for note in article.notes)


def test_what_is_typed_wins_over_what_the_page_says() -> None:
    """The person knows best; a page's own metadata is often wrong."""
    article = opened(PAGE.encode(), url="https://other.example/a", published="13 Sept 2024", publisher="Other")
    assert (article.url, article.published, article.publisher) == (
        "https://other.example/a",
        dt.date(2024, 9, 13),
        "Other",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_plain_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    """Chinese text keeps its characters, whatever editor saved it."""
    article = opened((SENTENCE_ZH * 3).encode(encoding))
    assert article.text == SENTENCE_ZH * 3
    assert article.language == "zh"


def test_a_page_in_an_old_chinese_encoding_says_so_itself() -> None:
    """What the page declares is believed where it fits."""
    page = PAGE.replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030")
    assert SENTENCE_ZH in opened(page).text


def test_a_page_saved_as_one_file_is_read() -> None:
    """Browsers save a page and its pictures as one MHTML file."""
    archive = (
        "From: <Saved by a browser>\r\nSubject: Moonrabbit\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n'
        "----b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{PAGE}\r\n----b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n"
        "----b--\r\n"
    )
    assert SENTENCE in opened(archive.encode()).text


def test_the_text_of_a_pdf_is_read() -> None:
    """Lines that the page's width cut stay in one article."""
    article = opened(pdf_of("Notice", "The bureau summoned Moonrabbit on 12 March 2024", "and asked for a report."))
    assert "summoned Moonrabbit on 12 March 2024\nand asked" in article.text


def test_a_day_of_publication_behind_its_label_is_found() -> None:
    """Pasted pages often carry it in a line of their own."""
    assert paste_article(f"Headline\nPublished: 12 September 2024\n\n{SENTENCE}", today=TODAY).published == dt.date(
        2024, 9, 12
    )
    assert paste_article(f"发布时间：2024年9月12日 10:00\n{SENTENCE_ZH}", today=TODAY).published == dt.date(2024, 9, 12)
    assert paste_article(f"月兔周刊　2024-09-12 09:30　记者\n{SENTENCE_ZH}", today=TODAY).published == dt.date(
        2024, 9, 12
    )
    assert paste_article(f"{SENTENCE} Published September 12, 2024, 9:14 AM", today=TODAY).published == dt.date(
        2024, 9, 12
    )
    assert paste_article(SENTENCE, today=TODAY).published is None
    assert paste_article("It was fined on 2024-09-12 for a reason.", today=TODAY).published is None


def test_pasted_markup_is_read_as_a_page_and_other_angle_brackets_stay() -> None:
    """A pasted source text is a page; a text that only speaks of markup is a text."""
    assert paste_article(PAGE, today=TODAY).title == "Ministry summons Moonrabbit"
    assert paste_article("<3 was what they wrote on 1 May 2024.", today=TODAY).text.startswith("<3")
    assert paste_article("https://example.org/page", today=TODAY).text == "https://example.org/page"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "There is no text"),
        (b" \n\t ", "There is no text"),
        (b"12345 67890 ---", "There is no text"),
        (bytes(range(256)) * 40, "NUL"),
        (b"PK\x03\x04rest of a document", "Word or Excel"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"a" * 50_000_000, "50.0 MB"),
        (("字" * 2_000_001).encode(), "2,000,001 characters"),
        (f"{SENTENCE_ZH}\n".encode() * 3 + f"{SENTENCE_ZH}\n".encode("gb18030") * 3, "Line 4 is written in another"),
        ("网络安全审查办法\n".encode() * 3 + f"{SENTENCE_ZH}\n".encode("gb18030") * 9, "another encoding"),
        (b"<html><head><script>alert(1)</script></head><body></body></html>", "no main text"),
        (b"%PDF-1.7 this is not really one", "damaged"),
        (pdf_of(), "only pictures"),
        (pdf_of("text", locked=True), "password"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, words: str) -> None:
    """No traceback, and a sentence that says what to do."""
    with pytest.raises(ArticleProblem) as refused:
        opened(data)
    message = str(refused.value)
    assert words in message
    assert "\n" not in message
    assert message.endswith(".")


def test_a_day_of_publication_in_the_future_is_refused() -> None:
    """Every relative date would be wrong; a page's own future date is only not believed."""
    with pytest.raises(DateProblem, match="future"):
        paste_article(SENTENCE, today=TODAY, published="1 June 2026")
    article = opened(PAGE.replace("2024-09-12T", "2027-09-12T").encode())
    assert article.published is None


@pytest.mark.parametrize("published", ["May 2024", "2024", "1 May 2024 to 3 May 2024", "some day"])
def test_a_day_of_publication_has_to_be_one_day(published: str) -> None:
    """A month would make "on Sunday" mean four days."""
    with pytest.raises(DateProblem):
        paste_article(SENTENCE, today=TODAY, published=published)


def test_an_address_that_could_not_be_stored_is_refused() -> None:
    """The source of a draft has to be a web address."""
    with pytest.raises(ArticleProblem, match="address"):
        paste_article(SENTENCE, today=TODAY, url="javascript:alert(1)")


def test_invisible_and_reversing_characters_are_dropped() -> None:
    """They would hide what a person has to check."""
    assert paste_article("On\u200b 1 May\u202e 2024\x07 it\r\nwas", today=TODAY).text == "On 1 May 2024 it\nwas"


@given(st.binary(max_size=400))
@example(b"\xef")
def test_any_bytes_give_an_article_or_one_line(data: bytes) -> None:
    """Whatever is uploaded, nothing but a problem with a sentence comes back."""
    try:
        text = opened(data).text
    except TrackerError as problem:
        text = str(problem)
    assert text
