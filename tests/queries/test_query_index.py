"""The index of a search: right as a scan of all texts, in every language, and used instead of one."""

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlmodel import Session

from tests.support.makers import ANN, make_draft
from tests.support.searched import found_ids
from tests.support.synthetic import synthetic_database
from tracker.actors import Actor
from tracker.database import open_engine, reading, writing
from tracker.errors import NotFound
from tracker.filters import EventFilter
from tracker.models import Event
from tracker.queries import best_hits, count_found, events, get_event, list_events, strict_filter
from tracker.queries.conditions import conditions_of
from tracker.read_models import TermRow
from tracker.store import NewEvent, add_events, add_terms, merge_names, rebuild_tables, revise_event, revise_name
from tracker.store.replay import find_drift
from tracker.store.search_index import SEARCHED_TABLES, make_search_index
from tracker.vocabulary import Origin, Role, TermType

AddEvent = Callable[..., str]

RITA = Actor("Rita", Role.REVIEWER)
PIECES = (
    *re.split(" ", "didi DiDi data security law the enforcement a e Z 5 42 2021 AND NOT OR NEAR"),
    *re.split(" ", "滴滴 出行 数据安全法 數據 網絡 网络 审查 国 の カタ é ß ﬁ Ⅷ ％ – –law 🙂 👩‍👩‍👧 𠮷 Ａ ؋ i̇"),
    *"%_\\'\"()*-:\u200b\u3000\n\t",
)
"""Words, parts of words and signs that mean something to one database or the other, to be stuck together."""


def made_up(chance: random.Random, most: int) -> str:
    """Return a text of some pieces, about half of them with a blank between."""
    return "".join(chance.choice(PIECES) + chance.choice(("", " ")) for _ in range(1 + chance.randrange(most)))


def fill(session: Session, chance: random.Random, number: int) -> None:
    """Add Events with texts and names of such pieces, some of whose names are called otherwise by now."""

    def one_line(most: int) -> str:
        return " ".join(f"so {made_up(chance, most)}".split())

    vocabulary = [f"{one_line(3)} {place}" for place in range(30)]
    new = []
    for place in range(number):
        named = {
            field: chance.sample(vocabulary, chance.randrange(3))
            for field in ("sectors", "agencies", "companies", "people")
        }
        thread = chance.choice(vocabulary) if chance.random() < 0.3 else None
        draft = make_draft(
            title=one_line(6),
            title_zh=one_line(4) if chance.random() < 0.5 else None,
            summary=made_up(chance, 20),
            also_called=[one_line(2)] if chance.random() < 0.2 else [],
            thread=thread,
            **named,
        )
        new.append(NewEvent(draft, f"event-{place}"))
    add_events(session, new, origin=Origin.FORM, actor=ANN)


def texts(session: Session) -> dict[int, list[str]]:
    """Return by an Event's number the folded texts that a search looks through, read without any index."""
    held = {number: [own] for number, own in session.execute(text("SELECT id, search_text FROM event"))}
    names = (
        "SELECT event_id, search_text FROM event_term JOIN term ON term.id = term_id",
        "SELECT event.id, term.search_text FROM event JOIN term ON term.id = thread_id",
    )
    for statement in names:
        for number, name in session.execute(text(statement)):
            held[number].append(name)
    return held


def queries(chance: random.Random, held: list[list[str]], number: int) -> Iterator[tuple[str, ...]]:
    """Yield words that a person could type: pieces, parts of what is there, single signs, several words."""
    for _ in range(number):
        searches = []
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            if chance.random() < 0.5:
                inside = chance.choice(chance.choice(held))
                start = chance.randrange(len(inside) or 1)
                searches.append(inside[start : start + 1 + chance.randrange(8)])
            else:
                searches.append(made_up(chance, 3))
        if words := EventFilter(search=" ".join(searches)).words:
            yield words


def assert_as_a_scan(session: Session, number: int, seed: int) -> None:
    """Let every query find exactly the Events of which each word stands in some text."""
    held, hits = texts(session), 0
    for words in queries(random.Random(seed), list(held.values()), number):
        scanned = sorted(each for each, own in held.items() if all(any(word in one for one in own) for word in words))
        assert found_ids(session, words) == scanned, words
        hits += bool(scanned)
    assert hits > number / 3


@pytest.mark.slow
def test_an_index_finds_what_a_scan_finds(engine: Engine) -> None:
    """In 10,000 queries on SQLite and 2,000 on PostgreSQL, over texts that were changed and names that were merged."""
    chance = random.Random(20)
    number = 10_000 if engine.dialect.name == "sqlite" else 2_000
    with writing(engine) as session:
        fill(session, chance, 200)
        for row in list_events(session)[::3]:
            changed = make_draft(title="Another 數據 title", summary=made_up(chance, 9), companies=["Other name"])
            revise_event(session, row.slug, changed, version=1, actor=ANN)
    with reading(engine) as session:
        assert_as_a_scan(session, number, 1)


def test_a_few_hundred_queries_find_what_a_scan_finds(engine: Engine) -> None:
    """The same in small, for every run of the tests; and again once the tables were written anew."""
    with writing(engine) as session:
        fill(session, random.Random(3), 60)
        assert_as_a_scan(session, 200, 2)
        rebuild_tables(session, actor=RITA)
        assert_as_a_scan(session, 200, 4)


def found(session: Session, search: str) -> list[str]:
    """Return the slugs that a search finds."""
    return [event.slug for event in list_events(session, EventFilter(search=search))]


def test_either_form_of_chinese_finds_the_other(engine: Engine, add: AddEvent) -> None:
    """In titles, summaries and names, whatever was typed and whatever is stored."""
    add("traditional", title_zh="網絡安全審查辦法", companies=["螞蟻集團"])
    add("simplified", title_zh="网络安全审查办法", summary="蚂蚁集团")
    with reading(engine) as session:
        for search in ("網絡", "网络", "審查辦法", "审查办法", "螞蟻", "蚂蚁", "审", "審"):
            assert sorted(found(session, search)) == ["simplified", "traditional"], search


def test_a_traditional_name_in_a_filter_means_the_simplified_one(engine: Engine, add: AddEvent) -> None:
    """A person may type either; two entries that differ in nothing else stay two."""
    add("one", companies=["蚂蚁集团"])
    with reading(engine) as session:
        assert strict_filter(session, EventFilter(companies=("螞蟻集團",))).companies == ("蚂蚁集团",)
    add("two", companies=["螞蟻集團"])
    with reading(engine) as session:
        for key in ("蚂蚁集团", "螞蟻集團"):
            assert strict_filter(session, EventFilter(companies=(key,))).companies == (key,)
            assert len(list_events(session, EventFilter(companies=(key,)))) == 1


def test_a_name_is_found_by_what_it_is_called_now(engine: Engine, add: AddEvent) -> None:
    """After a change of the name and after a merge, without a word of the Event being written."""
    with writing(engine) as session:
        rows = [TermRow(TermType.COMPANY, key, key, None) for key in ("Oldname", "Otherfirm")]
        add_terms(session, rows, actor=ANN)
    add("one", companies=["Oldname"])
    add("two", thread="Stórythread")
    with writing(engine) as session:
        changes = {"name": "Freshname", "name_zh": "新名字", "aliases": ("別號",)}
        revise_name(session, TermType.COMPANY, "Oldname", changes, version=1, actor=ANN)
        called = ("freshname", "新名", "别号", "stórythread")
        assert [found(session, each) for each in called] == [["one"], ["one"], ["one"], ["two"]]
        revise_name(session, TermType.COMPANY, "Oldname", {"aliases": ()}, version=2, actor=ANN)
        assert found(session, "别号") == []
        merge_names(session, TermType.COMPANY, "Otherfirm", "Oldname", kept_version=1, gone_version=3, actor=ANN)
        assert found(session, "otherfirm") == ["one"]


def test_hits_are_ranked_and_say_where_the_words_stand(engine: Engine, add: AddEvent) -> None:
    """A title comes before a name, a name before a text, a beginning before an inside, the latest before the rest."""
    add("in-summary", date="2022-09-01", title="A", summary="About games")
    add("in-name", date="2022-09-01", title="B", sectors=["games"])
    add("inside", date="2022-09-02", title="Endgames")
    add("title-old", date="2020-01-01", title="The games rule")
    add("title-new", date="2021-01-01", title="Games", title_zh="遊戲")
    add("other", title="C")
    with reading(engine) as session:
        chosen = EventFilter(search="GAMES")
        hits = best_hits(session, chosen, 10)
        assert [hit.event.slug for hit in hits] == ["title-new", "title-old", "inside", "in-name", "in-summary"]
        assert count_found(session, chosen) == 5
        places = [[(place.word, place.label) for place in hit.places] for hit in hits]
        assert places == [[("games", label)] for label in ("Title", "Title", "Title", "Sector", "Summary")]
        (both,) = best_hits(session, EventFilter(search="games 游戏"), 10)
        assert [(place.label, place.text) for place in both.places] == [("Title", "Games"), ("Chinese title", "遊戲")]
        assert [hit.event.slug for hit in best_hits(session, chosen, 2)] == ["title-new", "title-old"]


def plan_of(session: Session, engine: Engine, chosen: EventFilter) -> str:
    """Return how the database would answer a filter."""
    statement = select(func.count()).select_from(Event).where(*conditions_of(chosen))
    compiled = statement.compile(engine, compile_kwargs={"render_postcompile": True})
    if engine.dialect.name == "sqlite":
        values = tuple(compiled.params[name] for name in compiled.positiontup or ())
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
        return "\n".join(row[3] for row in rows)
    session.execute(text("SET LOCAL enable_seqscan = off"))
    return "\n".join(row[0] for row in session.connection().exec_driver_sql(f"EXPLAIN {compiled}", compiled.params))


@pytest.mark.parametrize("search", ["滴滴", "审", "enforcement", "数据 rule"])
def test_no_table_is_scanned(engine: Engine, add: AddEvent, search: str) -> None:
    """A search, in the accepted record and in a period, goes through the index on both databases."""
    add("one", title_zh="滴滴")
    with reading(engine) as session:
        for chosen in (EventFilter(search=search), EventFilter(search=search, since=dt.date(2020, 1, 1), stance_max=2)):
            plan = plan_of(session, engine, chosen)
            assert not re.search(r"SCAN (event|term)$|Seq Scan on (event|term)", plan, re.MULTILINE), plan
            assert "review_state" not in plan or engine.dialect.name == "postgresql", plan
            assert "event_search" in plan
            assert "term_search" in plan


@pytest.fixture
def indexed(engine: Engine, add: AddEvent) -> Engine:
    """A record of two Events whose index is right."""
    add("one", title_zh="滴滴", companies=["Tencent"])
    add("two", title="Another rule")
    with reading(engine) as session:
        assert find_drift(session) == []
    return engine


BREAKS = {
    "sqlite": (
        "DELETE FROM event_search_data WHERE id > 10",
        "UPDATE event_search_data SET block = x'00ff00' WHERE id > 10",
        "INSERT INTO event_search (event_search) VALUES ('delete-all')",
        "INSERT INTO term_search (rowid, tokens) VALUES (1, 'xy')",
        "INSERT INTO event_search (event_search, rowid, tokens) VALUES ('delete', 1, '滴滴')",
        "DROP TABLE event_search",
    ),
    "postgresql": ("DROP INDEX ix_event_search", "DROP INDEX ix_term_search"),
}


def test_a_broken_index_of_many_words_is_told(tmp_path: Path) -> None:
    """The first difference of a large index is told as such, and not as a database that is busy."""
    engine = open_engine(synthetic_database(tmp_path, 300, seed=3))
    with writing(engine) as session:
        session.connection().exec_driver_sql("INSERT INTO event_search (rowid, tokens) VALUES (1, 'aa')")
    with reading(engine) as session:
        assert [each for each in find_drift(session) if "search" in each]


@pytest.mark.parametrize("place", range(6))
def test_a_broken_index_is_found_and_mended(indexed: Engine, place: int) -> None:
    """The check says which and what to do; after that the index is whole."""
    breaks = BREAKS[indexed.dialect.name]
    with writing(indexed) as session:
        session.connection().exec_driver_sql(breaks[place % len(breaks)])
    with reading(indexed) as session:
        (sentence,) = find_drift(session)
        assert re.fullmatch(r"(event|term) search: the index is not .*; tracker rebuild writes it anew\.", sentence)
    with writing(indexed) as session:
        rebuild_tables(session, actor=RITA)
    with reading(indexed) as session:
        assert find_drift(session) == []
        assert found(session, "滴滴") == found(session, "tencent") == ["one"]


def test_what_the_migration_makes_is_what_a_rebuild_makes(engine: Engine) -> None:
    """Both spell out the same index."""
    statement = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE name LIKE '%_search' ORDER BY name",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE '%_search' ORDER BY indexname",
    }[engine.dialect.name]
    with engine.connect() as connection, connection.begin():
        made = connection.execute(text(statement)).all()
        assert len(made) == len(SEARCHED_TABLES)
        make_search_index(connection)
        assert connection.execute(text(statement)).all() == made


@pytest.mark.parametrize("slug", ["didi-app-removel", "didy-app-removal", "didi-ap-removal", "idi-app-removal"])
def test_a_mistyped_slug_is_looked_up_in_a_large_record(
    engine: Engine, add: AddEvent, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    """Where not every slug is compared, neighbours and those with the other words are."""
    monkeypatch.setattr(events, "_ALL_COMPARED", 3)
    for each in ("didi-app-removal", "didi-ipo", *(f"rule-number-{number}" for number in range(60))):
        add(each)
    with reading(engine) as session, pytest.raises(NotFound) as refusal:
        get_event(session, slug)
    assert "Their slugs: didi-app-removal" in str(refusal.value)


@pytest.mark.parametrize(
    "slug", ["", "DiDi-IPO", "a\x00b", "\ud800", "x" * 100_000, "%", "' OR 1=1 --", "网络", "a-%-b"]
)
def test_any_text_can_be_asked_for_in_a_large_record(
    engine: Engine, add: AddEvent, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    """What an address holds never breaks a database."""
    monkeypatch.setattr(events, "_ALL_COMPARED", 0)
    add("other-rule")
    with reading(engine) as session, pytest.raises(NotFound):
        get_event(session, slug)
