"""A brief as a Word document (DOCX), with Word's own styles, lists and links, so that it can be worked on."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO

from tracker.brief.blocks import Block, BlockStyle, Run
from tracker.exports.workbook import SteadyArchive

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_LETTERS, _CHINESE_LETTERS = "Calibri", "Microsoft YaHei"
"""Both come with Word; another program takes what it has in their place."""

_LANGUAGE, _CHINESE = "en-GB", "zh-CN"
_LINK_COLOUR = "0B5394"
_TIGHT, _WIDE = "360", "540"
"""How far the text of a list's entry is from the margin in the template, and how far it is in a brief, in twips."""

_MOST_OF_PROPERTY = 255
"""The most characters that a property of a document may have."""


def write_docx(blocks: Iterable[Block], picture: bytes | None, stream: BinaryIO, *, subject: str, on: dt.date) -> None:
    """Write a brief as a Word document.

    Args:
        blocks: its paragraphs, the title first.
        picture: the chart as PNG; None where there is none.
        stream: where to; it is left open.
        subject: what it is made from.
        on: the day on which it is made.
    """
    from docx import Document

    document = Document()
    _set_page(document)
    _set_styles(document)
    _number_pages(document)
    title = ""
    before: Block | None = None
    for each in blocks:
        if before is not None and (before.style, each.style) == (BlockStyle.WORDS, BlockStyle.ITEM):
            # What leads to a list stands on the page on which it begins.
            document.paragraphs[-1].paragraph_format.keep_with_next = True
        before, title = each, title or each.text
        if each.style is BlockStyle.CHART and picture is not None:
            _add_picture(document, picture, each.alt)
        _add(document, each)
    _set_properties(document, title, subject, on)
    whole = io.BytesIO()
    document.save(whole)
    with zipfile.ZipFile(whole) as parts, SteadyArchive(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            # An archive's own time would make two equal briefs differ.
            archive.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)


def _set_page(document: "Document") -> None:
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(18)


def _number_pages(document: "Document") -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number: Any = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    number.append(footer.add_run("1")._r)  # noqa: SLF001 - a field holds the run itself
    footer._p.append(number)  # noqa: SLF001 - the library makes no fields


def _set_styles(document: "Document") -> None:
    """Set letters and languages where every style takes them from, and for the styles that have their own."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    styles: Any = document.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        # A theme's letters would win over those that are named.
        for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name}"), None)
        for name, letters in (("ascii", _LETTERS), ("hAnsi", _LETTERS), ("eastAsia", _CHINESE_LETTERS)):
            fonts.set(qn(f"w:{name}"), letters)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
        language.set(qn("w:eastAsia"), _CHINESE)
    plain: Any = document.styles
    plain[BlockStyle.TITLE].font.size = Pt(18)
    plain[BlockStyle.SUBTITLE].font.size = Pt(11)
    plain[BlockStyle.WORDS].font.size = Pt(10.5)
    plain[BlockStyle.HEADING].paragraph_format.space_after = Pt(4)
    for listed in (BlockStyle.ITEM, BlockStyle.SOURCE):
        form = plain[listed].paragraph_format
        form.space_after = Pt(4)
        for tight in list(form.element.pPr.iter(qn("w:contextualSpacing"))):
            # It would take the gap between two entries.
            tight.getparent().remove(tight)
    _set_lists(document)


def _set_lists(document: "Document") -> None:
    """Make room for numbers of three digits: the template's lists have some for one."""
    from docx.oxml.ns import qn

    numbering: Any = document.part.numbering_part.element
    for place in (*numbering.iter(qn("w:ind")), *numbering.iter(qn("w:tab"))):
        for name in ("left", "hanging", "pos"):
            if place.get(qn(f"w:{name}")) == _TIGHT:
                place.set(qn(f"w:{name}"), _WIDE)


def _set_properties(document: "Document", title: str, subject: str, on: dt.date) -> None:
    about = document.core_properties
    about.title, about.subject = title[:_MOST_OF_PROPERTY], subject[:_MOST_OF_PROPERTY]
    # The library's own template names itself as the author; a brief has none.
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.language = _LANGUAGE
    about.revision = 1
    about.created = about.modified = dt.datetime.combine(on, dt.time(), dt.UTC)


def _add_picture(document: "Document", picture: bytes, words: str) -> None:
    section = document.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    shape: Any = document.add_picture(io.BytesIO(picture), width=room)
    properties = shape._inline.docPr  # noqa: SLF001 - the library has no other way to what a picture says in words
    properties.set("descr", words)
    properties.set("name", "Chart")
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _add(document: "Document", each: Block) -> None:
    paragraph = document.add_paragraph(style=each.style.value)
    for run in each.runs:
        if run.url or run.note:
            _add_link(paragraph, run)
        else:
            paragraph.add_run(run.text).bold = True if run.strong else None
    if each.number:
        _add_bookmark(paragraph, each.number)


def _add_link(paragraph: "Paragraph", run: Run) -> None:
    """Add a real link: to an address, or to a source further down."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    link: Any = OxmlElement("w:hyperlink")
    if run.url:
        link.set(qn("r:id"), paragraph.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), _bookmark(run.note))
    shown = paragraph.add_run(run.text)
    shown.font.color.rgb = RGBColor.from_string(_LINK_COLOUR)
    shown.font.underline = bool(run.url)
    link.append(shown._r)  # noqa: SLF001 - a link holds the run itself
    paragraph._p.append(link)  # noqa: SLF001 - the library reads links and makes none


def _add_bookmark(paragraph: "Paragraph", number: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    start, end = (OxmlElement(f"w:bookmark{side}") for side in ("Start", "End"))
    for each in (start, end):
        each.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _bookmark(number))
    first = 1 if paragraph._p.pPr is not None else 0  # noqa: SLF001 - its properties have to stay first
    paragraph._p.insert(first, start)  # noqa: SLF001 - the library makes no bookmarks
    paragraph._p.append(end)  # noqa: SLF001 - likewise


def _bookmark(number: int) -> str:
    return f"source_{number}"
