"""Synthetic events as rows, as a record would hold them: a stream in which nothing grows with their number."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from random import Random

from tracker.dates import PartialDate, describe, from_edtf
from tracker.dates.partial import about, half_of, month_of, quarter_of, year_of
from tracker.read_models import OPEN_END, EventRow, SourceRow
from tracker.slugs import plain_words
from tracker.synth.acts import ActMaker, InventedAct, agency_name, firm_name
from tracker.synth.sentences import REACHES, REASONS, SORTS
from tracker.synth.words import GIVEN, MARK, POSTS, PUBLISHERS, SCALES, SECTORS, SURNAMES
from tracker.vocabulary import Certainty, Kind, Origin, ReviewState, Stance

_LASTING = frozenset({Kind.RULE, Kind.LICENSING, Kind.PUBLIC_HEALTH, Kind.ENFORCEMENT, Kind.SUPPORT})
_CERTAIN = (*[Certainty.HIGH] * 8, Certainty.MEDIUM, Certainty.LOW)
_SOURCE_KINDS = ("official", "news", "news", "state-media", "law-firm", None)
_SLUG_STEM = 48


def synthetic_events(count: int, seed: int) -> Iterator[EventRow]:
    """Yield so many invented Events; the same seed gives the same ones, and more of them begin with the same.

    They lie in the ten years from 2015 to 2024 and are accepted. They come in no order of days, but those of a story
    come in theirs. Every name says that it is synthetic, and so does the origin of each.
    """
    chance = Random(f"synthetic events {seed}")
    maker = ActMaker(chance)
    acts = islice(maker.acts(), count)
    return (_event(chance, maker, seed, number, act) for number, act in enumerate(acts, start=1))


def _event(chance: Random, maker: ActMaker, seed: int, number: int, act: InventedAct) -> EventRow:
    firm = firm_name(act.firm)
    agencies = [agency_name(act.agency), *(agency_name(maker.agency_place()) for _ in range(chance.random() < 0.15))]
    title, title_zh = _titles(chance, act, agencies[0], firm)
    stance = Stance(chance.choice(SORTS[act.kind].stances))
    edtf, text = _date(chance, act.day)
    when = from_edtf(edtf)
    end, end_text = _end(chance, act) if act.kind in _LASTING else (None, None)
    return EventRow(
        slug=_slug(title, seed, number),
        title=title,
        title_zh=title_zh if chance.random() < 0.9 else None,
        date=edtf,
        date_text=text,
        first_on=when.start,
        last_on=_last(when),
        precision=when.precision,
        approximate=when.approximate,
        end=end,
        end_text=end_text,
        end_on=from_edtf(end).end if end and end != OPEN_END else None,
        kind=act.kind,
        stance=stance,
        stance_reason=REASONS[stance].format(matter=act.matter[0]),
        reach=chance.choice(REACHES[act.kind]),
        certainty=chance.choice(_CERTAIN),
        thread=act.story,
        summary=_summary(chance, act, agencies[0][0], firm),
        date_evidence=f"Invented for the day {edtf}." if chance.random() < 0.1 else "",
        review_state=ReviewState.ACCEPTED,
        origin=Origin.SYNTHETIC,
        version=1,
        sectors=_sectors(chance, act),
        agencies=tuple(dict.fromkeys(name for name, _ in agencies)) if act.kind != Kind.FOREIGN_MEASURE else (),
        companies=_companies(chance, maker, number, firm[0]),
        people=(_person(chance),) if chance.random() < 0.06 else (),
        also_called=(f"{act.matter[0]} case {number}", f"{act.matter[1]}{number}号案")
        if chance.random() < 0.05
        else (),
        document_number=f"{MARK[1]}发〔{act.day.year}〕{number}号" if act.kind == Kind.RULE else None,
        public_on=_later(chance, act.day) if len(edtf) == len("2020-01-01") and chance.random() < 0.03 else None,
        sources=tuple(_source(chance, act, number, place) for place in range(chance.choice((1, 1, 1, 2, 2, 3)))),
    )


def _titles(chance: Random, act: InventedAct, agency: tuple[str, str], firm: tuple[str, str]) -> tuple[str, str]:
    told, scale = SORTS[act.kind].told[act.told], chance.choice(SCALES)
    english = told.english.format(agency=agency[0], firm=firm[0], matter=act.matter[0], scale=scale[0])
    return english, told.chinese.format(agency=agency[1], firm=firm[1], matter=act.matter[1], scale=scale[1])


def _slug(title: str, seed: int, number: int) -> str:
    stem = "-".join(word for word in plain_words(title)[0] if word != MARK[0].lower())[:_SLUG_STEM].strip("-")
    return f"{stem}-{seed}-{number}"


def _date(chance: Random, day: dt.date) -> tuple[str, str]:
    """Return a day as it is known, most as days, and the words in which it was typed."""
    drawn = chance.random()
    if drawn < 0.88:
        iso = day.isoformat()
        words = (iso, iso, describe(iso), f"{day.year}年{day.month}月{day.day}日")
        return iso, words[int(drawn * 100) % 4]
    if drawn < 0.95:
        edtf = month_of(day.year, day.month)
    elif drawn < 0.975:
        edtf = quarter_of(day.year, (day.month + 2) // 3)
    elif drawn < 0.99:
        edtf = half_of(day.year, (day.month + 5) // 6)
    else:
        edtf = year_of(day.year)
    edtf = about(edtf) if drawn * 1000 % 10 < 1 else edtf
    return edtf, edtf


def _last(when: PartialDate) -> dt.date:
    return when.end or when.start


def _end(chance: Random, act: InventedAct) -> tuple[str | None, str | None]:
    drawn = chance.random()
    if drawn < 0.05:
        return OPEN_END, OPEN_END
    if drawn < 0.13:
        # A date that is known by its year alone can last a year, and no end may lie before it.
        end = (act.day + dt.timedelta(370 + chance.randrange(700))).isoformat()
        return end, end
    return None, None


def _later(chance: Random, day: dt.date) -> str:
    return (day + dt.timedelta(3 + chance.randrange(40))).isoformat()


def _summary(chance: Random, act: InventedAct, agency: str, firm: tuple[str, str]) -> str:
    if chance.random() < 0.5:
        return ""
    scale = chance.choice(SCALES)
    told = f"Invented, so that a large record can be tried: {agency} turns to {act.matter[0]} {scale[0]}."
    if chance.random() < 0.5:
        return told
    return f"{told} {firm[0]} said that it would follow.\n{firm[1]}表示将配合{act.matter[1]}工作，{scale[1]}落实。"


def _sectors(chance: Random, act: InventedAct) -> tuple[str, ...]:
    own = SECTORS[act.firm % len(SECTORS)]
    return tuple(dict.fromkeys((own, chance.choice(SECTORS)))) if chance.random() < 0.2 else (own,)


def _companies(chance: Random, maker: ActMaker, number: int, firm: str) -> tuple[str, ...]:
    others = chance.randrange(1, 4) if chance.random() < 0.15 else 0
    return tuple(dict.fromkeys([firm, *(firm_name(maker.firm_place(number))[0] for _ in range(others))]))


def _person(chance: Random) -> str:
    return f"{MARK[0]} {chance.choice(SURNAMES)[0]} {chance.choice(GIVEN)[0]}, {chance.choice(POSTS)[0]}"


def _source(chance: Random, act: InventedAct, number: int, place: int) -> SourceRow:
    drawn = chance.randrange(len(PUBLISHERS))
    # One page in fifty tells of all that happened on its day.
    own = f"{number}-{place}" if chance.random() < 0.98 else "digest"
    published = act.day + dt.timedelta(chance.randrange(3))
    return SourceRow(
        url=f"https://paper{drawn}.example/{act.day:%Y/%m/%d}/{own}",
        publisher=PUBLISHERS[drawn],
        published_on=published.isoformat() if chance.random() < 0.9 else None,
        language="en" if PUBLISHERS[drawn].isascii() else "zh",
        kind=chance.choice(_SOURCE_KINDS),
    )
