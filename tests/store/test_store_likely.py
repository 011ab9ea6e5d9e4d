"""What a draft may repeat, found by indexes in a record that is too large to be compared whole."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import accumulate

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from tests.support.makers import ANN, make_draft
from tracker.database import reading, writing
from tracker.duplicates import DuplicateSearch
from tracker.event.draft import EventDraft
from tracker.likeness import nearby
from tracker.queries import likely, list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.store import NewEvent, add_events, prepare_draft
from tracker.vocabulary import Kind, Origin

WORDS = [
    f"{first}{second}" for first in ("data", "chip", "game", "loan", "app", "rule") for second in "abcdefghijklmnop"
]
SHARES = list(accumulate(1 / place for place in range(1, len(WORDS) + 1)))
SIGNS = "网信办数据安全法平台反垄断游戏版号芯片算法"
EVENTS, DAYS = 1500, 400


def told(chance: random.Random, number: int) -> EventDraft:
    """Make up an event; words and names return as they do in a record."""
    day = dt.date(2020, 1, 1) + dt.timedelta(days=chance.randrange(DAYS))
    date = chance.choices([str(day), f"{day:%Y-%m}", f"{day:%Y}"], weights=(80, 15, 1))[0]
    title = " ".join(dict.fromkeys(chance.choices(WORDS, cum_weights=SHARES, k=8)))
    return make_draft(
        title=title,
        title_zh="".join(chance.choices(SIGNS, k=8)),
        summary=" ".join(chance.choices(WORDS, k=12)),
        date=date,
        kind=chance.choice(list(Kind)),
        companies=[f"Firm {chance.randrange(60)}" for _ in range(chance.randrange(3))],
        agencies=[f"Office {chance.randrange(12)}"],
        sources=[{"url": f"https://example.org/{number}"}],
    )


def again(chance: random.Random, draft: EventDraft) -> EventDraft:
    """Tell an event in fewer of its words, on its day or some days later."""
    words = draft.title.split()
    day = draft.when.start + dt.timedelta(days=chance.choice([0, 0, 1, 5]))
    return make_draft(
        title=" ".join(chance.sample(words, max(2, len(words) - 2))),
        date=str(day),
        kind=draft.kind,
        companies=draft.companies,
        sources=[{"url": f"https://example.com/{chance.random()}"}],
    )


def fill(engine: Engine) -> list[EventDraft]:
    """Put the events into a record, some four a day."""
    chance = random.Random(7)
    drafts = [told(chance, number) for number in range(EVENTS)]
    with writing(engine) as session:
        new = [NewEvent(draft, f"event-{number}") for number, draft in enumerate(drafts)]
        add_events(session, new, origin=Origin.IMPORT, actor=ANN)
    return drafts


def whole(session: Session) -> DuplicateSearch:
    """Return the search that looks at everything."""
    rows = list_events(session, EVERY_STATE)
    return DuplicateSearch({row.slug: row for row in rows}, list_terms(session))


def asked(drafts: list[EventDraft], count: int) -> Iterator[EventDraft]:
    """Yield drafts of known events told again, and as many of new ones."""
    chance = random.Random(11)
    for draft in chance.sample(drafts, count):
        yield again(chance, draft)
        yield told(chance, EVENTS + 1)


@pytest.mark.slow
def test_what_indexes_find_is_what_a_look_at_everything_finds(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Little of what is likely is lost, less than by the search for pairs (a quarter), and little is shown besides."""
    monkeypatch.setattr(nearby, "_FEW", EVENTS)
    drafts = fill(engine)
    shown = lost = more = 0
    with reading(engine) as session:
        every = whole(session)
        for draft in asked(drafts, 150):
            old = {each.slug for each in every.find(draft)}
            new = {each.slug for each in prepare_draft(session, draft).alike}
            shown, lost, more = shown + len(old), lost + len(old - new), more + len(new - old)
    assert shown > 200
    assert lost * 8 <= shown
    assert more * 20 <= shown


def test_the_likeliest_is_found_by_each_way(engine: Engine) -> None:
    """By its page, by a firm's name in another language, by Chinese words and by a date known to the month."""
    drafts = fill(engine)
    one = next(draft for draft in drafts if draft.companies and draft.date.count("-") == 2)
    slug = f"event-{drafts.index(one)}"
    by_page = make_draft(title="Nothing alike", date=one.date, sources=[{"url": one.sources[0].url}])
    in_words = make_draft(title=one.title, date=one.date[:7], companies=one.companies, kind=one.kind)
    in_chinese = make_draft(title=one.title_zh or "", date=one.date, companies=one.companies, kind=one.kind)
    with reading(engine) as session:
        for draft in (by_page, in_words, in_chinese):
            assert slug in {each.slug for each in prepare_draft(session, draft).alike}


def test_a_small_record_is_compared_whole(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The warnings are those of a look at everything, each with its reason."""
    monkeypatch.setattr(likely, "SMALL", EVENTS)
    drafts = fill(engine)
    with reading(engine) as session:
        every = whole(session)
        for draft in asked(drafts, 20):
            assert prepare_draft(session, draft).alike == every.find(draft)


def test_a_second_look_costs_nothing_while_nobody_has_written(engine: Engine) -> None:
    """What was found before the lock stands; after somebody's change it is looked for again."""
    draft = make_draft(title="Regulator fines a firm for hidden prices", date="2022-05-17")
    with reading(engine) as session:
        before = prepare_draft(session, draft)
    with reading(engine) as session:
        assert prepare_draft(session, draft, before) is before
    with writing(engine) as session:
        add_events(session, [NewEvent(draft, "first")], origin=Origin.IMPORT, actor=ANN)
    with writing(engine) as session:
        assert [each.slug for each in prepare_draft(session, draft, before).alike] == ["first"]


def test_no_event_is_read_that_is_not_near(engine: Engine) -> None:
    """The statements read a part of the record only, whatever its size."""
    drafts = fill(engine)
    rows = 0

    def count(*_: object) -> None:
        nonlocal rows
        rows += 1

    with reading(engine) as session:
        event.listen(engine, "after_cursor_execute", count)
        prepare_draft(session, drafts[0])
        event.remove(engine, "after_cursor_execute", count)
    assert rows <= 30
