"""Events for the round trips: as a hypothesis strategy, and many at once from a seed."""

import calendar
import datetime as dt
import random
from typing import Any

from hypothesis import strategies as st

from tests.support.own_reader import OwnEvent
from tracker.cleaning import without_invisible
from tracker.dates import is_still_going, parse_date
from tracker.errors import DateProblem
from tracker.event.fields import EVENT_FIELDS, SOURCE_FIELDS
from tracker.exports import event_document
from tracker.read_models import OPEN_END, EventRow, SourceRow
from tracker.vocabulary import Certainty, Kind, Origin, Precision, Reach, ReviewState, SourceKind, Stance

# Signs that mean something to a CSV reader, a spreadsheet, a list or an XML file, and some of other scripts.
NASTY_SIGNS = "=+-@＝＋－＠'\"“’;；、,，|\\ \n\t<>&{}[]%$_x00AD#滴网𠮷éß🙂"

REAL_ORIGINS = [origin for origin in Origin if origin is not Origin.SYNTHETIC]
"""How an Event comes in that an import takes unasked; synthetic ones have tests of their own."""

REFUSED_SIGNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
"""Signs beyond the control characters that no draft takes."""

_any_sign = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=REFUSED_SIGNS)


def _texts(*, lines: bool, most: int) -> st.SearchStrategy[str]:
    nasty = NASTY_SIGNS if lines else NASTY_SIGNS.replace("\n", "").replace("\t", "")
    texts = st.text(st.sampled_from(nasty), max_size=most) | st.text(_any_sign, max_size=most)
    return texts.map(lambda text: without_invisible(text).strip())


_lines = _texts(lines=True, most=40)
_line = _texts(lines=False, most=25)
_needed_line = _line.filter(bool)
# Words that say another date are refused, so a record holds none.
_date_words = _needed_line.filter(lambda words: not (is_still_going(words) or _says_a_date(words)))
_names = st.lists(_needed_line, max_size=3, unique=True).map(tuple)
_word = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
_url = st.text(st.sampled_from("abz09;,-=+@/?&%.~:#'()"), max_size=12).map(lambda rest: f"https://example.org/{rest}")
_url = _url.filter(lambda url: "'" not in url)
_day = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
_known_as = st.sampled_from([Precision.DAY, Precision.MONTH, Precision.YEAR])


def date_parts(day: dt.date, precision: Precision) -> dict[str, Any]:
    """Return the date fields of a row for a day that is known so precisely."""
    if precision is Precision.YEAR:
        return {"date": f"{day.year}", "first_on": dt.date(day.year, 1, 1), "last_on": dt.date(day.year, 12, 31)}
    if precision is Precision.MONTH:
        last = calendar.monthrange(day.year, day.month)[1]
        return {"date": f"{day:%Y-%m}", "first_on": day.replace(day=1), "last_on": day.replace(day=last)}
    return {"date": day.isoformat(), "first_on": day, "last_on": day}


def _says_a_date(words: str) -> bool:
    try:
        parse_date(words)
    except DateProblem:
        return False
    return True


@st.composite
def source_rows(draw: st.DrawFn) -> SourceRow:
    """Draw one source."""
    return SourceRow(
        url=draw(_url),
        publisher=draw(_line),
        published_on=draw(st.none() | _day.map(dt.date.isoformat)),
        language=draw(st.sampled_from([None, "en", "zh"])),
        kind=draw(st.sampled_from([None, *(kind.value for kind in SourceKind)])),
        seen=draw(st.sampled_from([None, "link"])),
        note=draw(_line),
    )


@st.composite
def event_rows(draw: st.DrawFn, slug: str | None = None) -> EventRow:
    """Draw one Event as the record would hold it."""
    day, precision = draw(_day), draw(_known_as)
    end_on = draw(st.none() | st.integers(400, 800).map(lambda days: day + dt.timedelta(days)))
    end = draw(st.just(OPEN_END)) if end_on is None and draw(st.booleans()) else end_on and end_on.isoformat()
    return EventRow(
        slug=slug or draw(_word),
        title=draw(_needed_line),
        title_zh=draw(st.none() | _needed_line),
        date_text=draw(_date_words),
        **date_parts(day, precision),
        precision=precision,
        approximate=False,
        end=end,
        end_text=draw(_date_words) if end else None,
        end_on=end_on,
        kind=draw(st.sampled_from(Kind)),
        stance=draw(st.sampled_from(Stance)),
        stance_reason=draw(_needed_line),
        reach=draw(st.sampled_from(Reach)),
        certainty=draw(st.sampled_from(Certainty)),
        thread=draw(st.none() | _needed_line),
        summary=draw(_lines),
        date_evidence=draw(_lines),
        review_state=draw(st.sampled_from(ReviewState)),
        origin=draw(st.sampled_from(REAL_ORIGINS)),
        version=draw(st.integers(1, 9)),
        sectors=draw(_names),
        agencies=draw(_names),
        companies=draw(_names),
        people=draw(_names),
        also_called=draw(_names),
        document_number=draw(st.none() | _needed_line),
        public_on=draw(st.none() | _day.map(dt.date.isoformat)),
        sources=tuple(draw(st.lists(source_rows(), min_size=1, max_size=4))),
    )


def seeded_events(count: int, seed: int) -> list[EventRow]:
    """Make many Events whose texts hold the nasty signs in every place."""
    chance = random.Random(seed)
    return [_seeded_event(chance, number) for number in range(count)]


def _seeded_event(chance: random.Random, number: int) -> EventRow:
    day = dt.date(1990, 1, 1) + dt.timedelta(chance.randrange(30_000))
    precision = chance.choice([Precision.DAY, Precision.MONTH, Precision.YEAR])
    end_on = day + dt.timedelta(chance.randrange(400, 800)) if chance.random() < 0.3 else None
    return EventRow(
        slug=f"event-{number}",
        title=_text(chance) or "Title",
        title_zh=_text(chance) or None,
        date_text=_text(chance) or "then",
        **date_parts(day, precision),
        precision=precision,
        approximate=False,
        end=end_on.isoformat() if end_on else None,
        end_text=(_text(chance) or "later") if end_on else None,
        end_on=end_on,
        kind=chance.choice(list(Kind)),
        stance=chance.choice(list(Stance)),
        stance_reason=_text(chance) or "Reason",
        reach=chance.choice(list(Reach)),
        certainty=chance.choice(list(Certainty)),
        thread=_text(chance) or None,
        summary=_text(chance, lines=True),
        date_evidence=_text(chance, lines=True),
        review_state=chance.choice(list(ReviewState)),
        origin=chance.choice(REAL_ORIGINS),
        version=1,
        sectors=_some_names(chance),
        agencies=_some_names(chance),
        companies=_some_names(chance),
        people=_some_names(chance),
        also_called=_some_names(chance),
        document_number=_text(chance) or None,
        public_on=chance.choice([None, "2019-01-10", "2019-01"]),
        sources=tuple(_seeded_source(chance) for _ in range(chance.randrange(1, 4))),
    )


def _seeded_source(chance: random.Random) -> SourceRow:
    return SourceRow(
        url="https://example.org/" + "".join(chance.choices("ab;,-=+@/?&.", k=chance.randrange(8))),
        publisher=_text(chance),
        published_on=chance.choice([None, "2019-01-10", "2019-01", "2019"]),
        language=chance.choice([None, "en", "zh"]),
        kind=chance.choice([None, "official", "news"]),
        seen=chance.choice([None, "link"]),
        note=_text(chance),
    )


def _some_names(chance: random.Random) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _ in range(chance.randrange(4)) if (name := _text(chance))))


def _text(chance: random.Random, *, lines: bool = False) -> str:
    signs = chance.choices([*NASTY_SIGNS, "words", "China's", "数据安全法"], k=chance.randrange(9))
    return "".join(sign for sign in signs if lines or sign not in "\n\t").strip()


def row_of(event: OwnEvent, like: EventRow) -> EventRow:
    """Make the row again that an event read from a file stands for; only derived days come from ``like``."""
    fields = {name: getattr(event.draft, name) for name in EVENT_FIELDS if name != "sources"}
    sources = tuple(
        SourceRow(**{name: getattr(source, name) for name in SOURCE_FIELDS}) for source in event.draft.sources
    )
    derived = {name: getattr(like, name) for name in ("first_on", "last_on", "end_on", "precision", "approximate")}
    return EventRow(
        slug=event.slug,
        **fields,
        **derived,
        sources=sources,
        review_state=event.review_state,
        origin=event.origin,
        version=like.version,
    )


def documents_of(rows: list[EventRow]) -> list[dict[str, Any]]:
    """Return the documents of rows, as the record would give them."""
    return [event_document(row) for row in rows]
