"""The one table of an Event's fields: forms, commands, files, tables of the database and the documentation read it.

A new field is a row here, an attribute of the draft, of the row that reads return and of the table, and a migration.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.cleaning import NAME_LENGTH
from tracker.searching import fold_search
from tracker.vocabulary import Certainty, Kind, Origin, Reach, ReviewState, Stance, TermType

TITLE_LENGTH = 300
REASON_LENGTH = 1000
TEXT_LENGTH = 5000
NOTE_LENGTH = 500
MOST_PHRASES = 8


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an Event, or one column of an exported table.

    Attributes:
        name: in drafts, documents, tables and the database.
        label: what people call it on screens and in messages.
        form: how a cell is written: text, date, day, word, number, names or addresses (explained in docs/data.md);
            empty where it has no column of its own.
        meaning: what it holds, for the documentation.
        example: a cell.
        needed: whether it may not stay empty.
        derived: whether it is worked out from others; it is written for the reader and ignored on the way in.
        of_record: whether it tells where the Event stands in the record, which no draft says.
        most: the greatest length of a text in characters.
        blank: what a draft holds where nothing was given.
        lines: whether line breaks may stay in a text.
        members: its closed vocabulary.
        vocabulary: the open vocabulary of the names that it holds.
        words_of: the date whose typed words it holds.
        source: which field of each source the column holds.
        searched: its place in the text that is searched, which databases hold in this order; 0 where it is not in it.
        hint: what the form says beside it.
        asks: the help of its option of ``tracker add``; without one there is no option.
        changes: the help of its option of ``tracker edit``.
        option: its option's name, where it is another one.
        headings: what other people's tables call it, with bars between.
    """

    name: str
    label: str
    form: str = ""
    meaning: str = ""
    example: str = ""
    needed: bool = False
    derived: bool = False
    of_record: bool = False
    most: int = TEXT_LENGTH
    blank: Any = ""
    lines: bool = False
    members: Any = None
    vocabulary: TermType | None = None
    words_of: str = ""
    source: str = ""
    searched: int = 0
    hint: str = ""
    asks: str = ""
    changes: str = ""
    option: str = ""
    headings: str = ""


def _names(name: str, vocabulary: TermType, article: str, **rest: str) -> Field:
    label, one = name.capitalize(), vocabulary.value
    asks, changes = f"{article} {one}; may be repeated.", f"The {name} instead of those there; may be repeated."
    return Field(
        name, label, "names", blank=(), vocabulary=vocabulary, asks=asks, changes=changes, option=one, **rest  # type: ignore[arg-type]
    )  # fmt: skip


ALL_FIELDS: tuple[Field, ...] = (
    Field(
        "slug", "Name in links", "word", "The lasting name of the event in links; never changes.", "game-freeze-2018",
        of_record=True, searched=6,
    ),
    Field(
        "title", "Title", "text", "What happened, in one line.", "Game licence approvals stop",
        needed=True, most=TITLE_LENGTH, searched=1,
        hint="What happened, in a few words, as a sentence without a full stop.",
        asks="What happened, in a few words.", changes="A new title.",
        headings="event|event title|event name|headline|heading|name|标题|事件|事件名称|事件标题|名称|题目",
    ),
    Field(
        "title_zh", "Chinese title", "text", "The official Chinese name, where a source gives one.",
        "中华人民共和国数据安全法", most=TITLE_LENGTH, blank=None, searched=2,
        hint="Only as a source gives it; never translate a title yourself.",
        asks="The Chinese title, as a source gives it.", changes="A new Chinese title; empty takes it away.",
        headings="title chinese|chinese title|chinese name|title cn|name zh|name cn|中文标题|中文名|中文名称|标题中文",
    ),
    Field(
        "also_called", "Also called", "names", "Short phrases, in both languages, by which people refer to it.",
        "Game licence freeze; 版号停发", blank=(), searched=7,
        hint="Two to four short phrases, in English and Chinese, one to a line.",
        asks="A phrase by which people refer to it; may be repeated.",
        changes="The phrases instead of those there; may be repeated.",
        headings="also known as|aka|other names|nickname|nicknames|又称|别称|俗称|简称|也称",
    ),
    Field(
        "document_number", "Document number", "text", "The number under which it was issued.",
        "国办发〔2021〕33号", most=NAME_LENGTH, blank=None, searched=8,
        hint="Only as a source gives it.",
        asks="The number of the document, as a source gives it.", changes="A new number; empty takes it away.",
        headings="document no|doc no|doc number|official number|reference number|文号|发文字号|文件编号|发文号",
    ),
    Field(
        "date", "Date", "date", "When it happened, as precisely as it is known.", "2018-03",
        needed=True, most=NAME_LENGTH,
        hint="17 May 2022, May 2022, Q3 2021, mid-May 2022, 2022年5月17日 or 17-20 May 2022",
        asks="When, as far as it is known: 17 May 2022, May 2022, 2022年5月17日.", changes="A new date.",
        headings="event date|day|when|start|start date|date start|begin|from"
        "|日期|时间|事件日期|事件时间|发生日期|发生时间|开始日期|起始日期|开始时间",
    ),
    Field(
        "date_text", "Date as it was typed", "text", "The date in the words that were typed.", "March 2018",
        most=NAME_LENGTH, words_of="date",
    ),
    Field("first_on", "First day", "day", "The first day that the date allows.", "2018-03-01", derived=True),
    Field("last_on", "Last day", "day", "The last day that the date allows.", "2018-03-31", derived=True),
    Field(
        "end", "End", "date", "When it ended, where it lasted; `..` while it goes on.", "2018-12-29",
        most=NAME_LENGTH, blank=None, hint="The same forms; .. where it has not ended",
        asks="When it ended; .. where it has not.", changes="A new end; .. while it goes on, empty takes it away.",
        headings="end date|date end|finish|until|to|结束日期|结束时间|终止日期",
    ),
    Field(
        "end_text", "End as it was typed", "text", "The end in the words that were typed.", "29 December 2018",
        most=NAME_LENGTH, blank=None, words_of="end",
    ),
    Field(
        "end_on", "Last day of the end", "day", "The last day that the end allows.", "2018-12-29",
        derived=True,
    ),
    Field(
        "public_on", "Known since", "date",
        "The day from which it was known, where that is not its beginning; index and event study count from it.",
        "2018-08-15", most=NAME_LENGTH, blank=None, hint="Only where it was not known from its beginning on",
        asks="When it became known, where that is not when it began.",
        changes="A new day from which it was known; empty takes it away.",
        headings="known since|public since|became known|reported first|公开日期|披露日期|曝光日期",
    ),
    Field(
        "kind", "Kind", "word", "What sort of act or signal it is.", "licensing", needed=True, members=Kind,
        asks="What sort of act or signal, such as rule or enforcement.", changes="A new kind.",
        headings="type|category|event type|event kind|类型|类别|事件类型|分类|种类",
    ),
    Field(
        "stance", "Stance", "number", "From -3 (severe restriction) to 3 (strong opening).", "-3",
        needed=True, members=Stance,
        hint="From the standpoint of technology firms in mainland China, on the day of the event.",
        asks="From -3 severe restriction to 3 strong opening.", changes="A new stance.",
        headings="score|sentiment|direction|policy stance|stance score|立场|态度|评分|政策立场",
    ),
    Field(
        "stance_reason", "Why this stance", "text", "Why this stance.", "A whole licensing regime stood still",
        needed=True, most=REASON_LENGTH, searched=4,
        hint="One line; it is shown beside the stance as our reading.",
        asks="Why this stance, in one line.", changes="A new reason for the stance.", option="reason",
        headings="reason|rationale|justification|why|stance rationale|理由|原因|立场理由|评分理由",
    ),
    Field(
        "reach", "Reach", "number", "From 1 (one firm) to 4 (the whole economy).", "3", needed=True, members=Reach,
        asks="From 1 one firm to 4 the whole economy.", changes="A new reach.",
        headings="scope|breadth|coverage|范围|影响范围|波及范围",
    ),
    Field(
        "certainty", "Certainty", "word", "How sure the facts are: high, medium or low.", "high",
        members=Certainty, blank=Certainty.HIGH, asks="high, medium or low.", changes="A new certainty.",
        headings="confidence|确定性|可信度|置信度",
    ),
    _names(
        "sectors", TermType.SECTOR, "A", meaning="The parts of the industry that it touches.", example="gaming",
        headings="sector|industry|industries|field|fields|行业|领域|产业|板块|所属行业|涉及行业|行业领域",
    ),
    _names(
        "agencies", TermType.AGENCY, "An", meaning="Who acted.", example="NRTA; NPPA",
        headings="agency|regulator|regulators|authority|authorities|body|issuing body|issuer|department|ministry"
        "|government body|监管部门|监管机构|机构|部门|发布机构|发布部门|主管部门|政府部门|发文机关",
    ),
    _names(
        "companies", TermType.COMPANY, "A", meaning="The firms that it names or touches.", example="Tencent; NetEase",
        headings="company|firm|firms|company name|companies affected|affected companies|target|targets|enterprise"
        "|公司|企业|公司名称|企业名称|涉及公司|涉及企业|相关公司|相关企业",
    ),
    _names(
        "people", TermType.PERSON, "A", meaning="The persons that it names.", example="Liu He",
        headings="person|persons|official|officials|人物|人员|相关人物",
    ),
    Field(
        "thread", "Story", "word", "The story that it belongs to.", "game-licensing",
        most=NAME_LENGTH, blank=None, vocabulary=TermType.THREAD, hint="The story that it belongs to, if any",
        asks="The story that it belongs to.", changes="A new thread; empty takes it away.",
        headings="story|case|topic|专题|主题|案件",
    ),
    Field(
        "summary", "Summary", "text", "What happened and what followed, in a few sentences.",
        "From March 2018 no licences …", lines=True, searched=3, hint="Two or three sentences of your own.",
        asks="What happened, in two or three sentences.", changes="A new summary.",
        headings="description|details|detail|abstract|text|content|摘要|描述|说明|简介|内容|概述|概要|详情",
    ),
    Field(
        "date_evidence", "What the date rests on", "text", "Which source gives which date.",
        "Reuters: stopped from March 2018", lines=True, searched=5,
        hint="Which source says which date; name what they disagree on.",
        asks="Which source says which date; doubts are named.", changes="New evidence for the date.",
        option="evidence", headings="date evidence|日期依据",
    ),
    Field("sources", "Sources", blank=()),
    Field(
        "source_urls", "Addresses of the sources", "addresses", "The pages that support it.", "https://example.org/a",
        needed=True, source="url",
        headings="url|urls|link|links|source url|source link|source links|web address|address|hyperlink"
        "|链接|网址|来源链接|来源网址|原文链接|新闻链接",
    ),
    Field(
        "source_publishers", "Publishers of the sources", "names", "Who published each page.", "Reuters",
        source="publisher",
        headings="publisher|publishers|source name|media|outlet|newspaper|媒体|来源名称|来源媒体|发布者",
    ),
    Field(
        "source_dates", "Dates of the sources", "names",
        "When each page was published, as precisely as it is known.", "2019-01-10",
        source="published_on",
        headings="published|published on|publication date|source date|date published|发布日期|发表日期|来源日期",
    ),
    Field(
        "source_languages", "Languages of the sources", "names", "The language of each page, as a short code.", "en",
        source="language", headings="language|lang|source language|语言|语种",
    ),
    Field(
        "source_kinds", "Sorts of the sources", "names", "The sort of each page: official, news, law-firm, ….", "news",
        source="kind", headings="source kind|source type|来源类型",
    ),
    Field(
        "source_seen", "What was seen of the sources", "names",
        "`link` where only the address and its label were seen, on another page; empty where the page was.", "link",
        source="seen",
    ),
    Field(
        "source_notes", "Notes on the sources", "names", "What is to be said about each page.",
        "Gives the text without its annex", source="note",
    ),
    Field(
        "review_state", "Review", "word", "Where the event stands in review.", "accepted",
        of_record=True, members=ReviewState,
    ),
    Field(
        "origin", "Came in by", "word", "How the event came into the record.", "seed",
        of_record=True, members=Origin,
    ),
)  # fmt: skip
"""Every field, in the order of the exported columns."""

CONTENT: Mapping[str, Field] = {
    each.name: each for each in ALL_FIELDS if not (each.derived or each.of_record or each.source)
}
"""What a draft holds, by name."""

EVENT_FIELDS: tuple[str, ...] = tuple(CONTENT)
"""The names of a draft's fields, in the order in which documents and files hold them."""

SOURCE_LABELS: Mapping[str, str] = {
    "url": "Address (URL)",
    "publisher": "Publisher",
    "published_on": "Published on",
    "language": "Language",
    "kind": "Sort",
    "seen": "Seen",
    "note": "Note",
}
"""What people call the fields of one source."""

SOURCE_FIELDS: tuple[str, ...] = tuple(SOURCE_LABELS)

SOURCE_BLANKS: Mapping[str, Any] = {"seen": None, "note": ""}
"""What stands for a field of a source in a document that is older than the field."""

COLUMNS: tuple[Field, ...] = tuple(each for each in ALL_FIELDS if each.form)
COLUMN_NAMES: tuple[str, ...] = tuple(each.name for each in COLUMNS)
DERIVED_NAMES: tuple[str, ...] = tuple(each.name for each in ALL_FIELDS if each.derived)

SOURCE_COLUMNS: Mapping[str, str] = {each.name: each.source for each in ALL_FIELDS if each.source}
"""Columns that run side by side, one place for each source, and the source's field that each of them holds."""

VOCABULARY_OF: Mapping[str, TermType] = {each.name: each.vocabulary for each in ALL_FIELDS if each.vocabulary}
"""The fields that hold names of a vocabulary, and which one."""

NAME_LISTS: Mapping[str, TermType] = {
    name: kind for name, kind in VOCABULARY_OF.items() if CONTENT[name].form == "names"
}
"""The lists among them; an Event is of one thread only."""

PHRASES: tuple[str, ...] = tuple(
    name for name, field in CONTENT.items() if field.form == "names" and not field.vocabulary
)
"""The fields that hold a list of free phrases."""

LISTED: tuple[str, ...] = (*NAME_LISTS, *PHRASES)
"""Every field that holds a list of texts."""

FILTERED_NAMES: Mapping[str, TermType] = {**NAME_LISTS, "threads": TermType.THREAD}
"""The same as conditions of a filter, which may name several threads."""

CLOSED: dict[str, Any] = {each.name: each.members for each in ALL_FIELDS if each.members}
"""The fields that take the words or numbers of a closed vocabulary, and its members."""

DATES: tuple[str, ...] = tuple(each.name for each in CONTENT.values() if each.form == "date")
WORDS_OF: Mapping[str, str] = {each.words_of: each.name for each in CONTENT.values() if each.words_of}
"""By a date's field, the field of the words from which it was read; one without words holds its date alone."""

STORED: tuple[str, ...] = tuple(
    each.name for each in ALL_FIELDS if each.form and not (each.derived or each.source or each.vocabulary)
)
"""What documents and the table of Events hold in the same plain form."""

BLANKS: dict[str, Any] = {each.name: each.blank for each in CONTENT.values() if not each.needed}
"""What stands for a field in a document that is older than the field."""


def whole_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return an Event's document with what stands for the fields, its own and its sources', that it is older than."""
    blanks = {name: list(blank) if isinstance(blank, tuple) else blank for name, blank in BLANKS.items()}
    sources = [{**SOURCE_BLANKS, **source} for source in document["sources"]]
    return {**blanks, **document, "sources": sources}


SEARCHED: tuple[str, ...] = tuple(
    each.name for each in sorted(ALL_FIELDS, key=lambda each: each.searched) if each.searched
)
"""The fields whose texts a search looks through, in the order in which they are joined."""


def searched_text(values: Mapping[str, Any]) -> str:
    """Return all that is searched of an Event, as a search compares it; its first line are the two titles."""
    titles = " ".join(filter(None, (values["title"], values["title_zh"])))
    others = (values[name] for name in SEARCHED if name not in {"title", "title_zh"} and values[name])
    return fold_search(f"{titles}\n{' '.join(each if isinstance(each, str) else ' '.join(each) for each in others)}")
