"""The columns of exported tables: the one list behind the writers, the readers and ``docs/data.md``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an exported table.

    ``form`` is how a cell is written: text, date, day, word, number, names or addresses (explained in docs/data.md).
    A ``derived`` column is worked out from others; it is written for the reader's sake and ignored on the way in.
    """

    name: str
    form: str
    meaning: str
    example: str
    needed: bool = False
    derived: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("slug", "word", "The lasting name of the event in links; never changes.", "game-freeze-2018"),
    Column("title", "text", "What happened, in one line.", "Game licence approvals stop", needed=True),
    Column("title_zh", "text", "The official Chinese name, where a source gives one.", "中华人民共和国数据安全法"),
    Column("date", "date", "When it happened, as precisely as it is known.", "2018-03", needed=True),
    Column("date_text", "text", "The date in the words that were typed.", "March 2018"),
    Column("first_on", "day", "The first day that the date allows.", "2018-03-01", derived=True),
    Column("last_on", "day", "The last day that the date allows.", "2018-03-31", derived=True),
    Column("end", "date", "When it ended, where it lasted; `..` while it goes on.", "2018-12-29"),
    Column("end_text", "text", "The end in the words that were typed.", "29 December 2018"),
    Column("end_on", "day", "The last day that the end allows.", "2018-12-29", derived=True),
    Column("kind", "word", "What sort of act or signal it is.", "licensing", needed=True),
    Column("stance", "number", "From -3 (severe restriction) to 3 (strong opening).", "-3", needed=True),
    Column("stance_reason", "text", "Why this stance.", "A whole licensing regime stood still", needed=True),
    Column("reach", "number", "From 1 (one firm) to 4 (the whole economy).", "3", needed=True),
    Column("certainty", "word", "How sure the facts are: high, medium or low.", "high"),
    Column("sectors", "names", "The parts of the industry that it touches.", "gaming"),
    Column("agencies", "names", "Who acted.", "NRTA; NPPA"),
    Column("companies", "names", "The firms that it names or touches.", "Tencent; NetEase"),
    Column("people", "names", "The persons that it names.", "Liu He"),
    Column("thread", "word", "The story that it belongs to.", "game-licensing"),
    Column("summary", "text", "What happened and what followed, in a few sentences.", "From March 2018 no licences …"),
    Column("date_evidence", "text", "Which source gives which date.", "Reuters: stopped from March 2018"),
    Column("source_urls", "addresses", "The pages that support it.", "https://example.org/a", needed=True),
    Column("source_publishers", "names", "Who published each page.", "Reuters"),
    Column("source_dates", "names", "When each page was published, as precisely as it is known.", "2019-01-10"),
    Column("source_languages", "names", "The language of each page, as a short code.", "en"),
    Column("source_kinds", "names", "The sort of each page: official, news, law-firm, ….", "news"),
    Column("review_state", "word", "Where the event stands in review.", "accepted"),
    Column("origin", "word", "How the event came into the record.", "seed"),
)

COLUMN_NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)

DERIVED_NAMES: frozenset[str] = frozenset(column.name for column in COLUMNS if column.derived)

SOURCE_COLUMNS: dict[str, str] = {
    "source_urls": "url",
    "source_publishers": "publisher",
    "source_dates": "published_on",
    "source_languages": "language",
    "source_kinds": "kind",
}
"""Columns that run side by side, one place for each source, and the source's field that each of them holds."""
