"""What the program accepts, its own check accepts: driven through every entrance with whatever people type."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
import tomlkit
from hypothesis import HealthCheck, event, given, settings, strategies
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.support.command_line import status_of
from tests.support.sources import REPOSITORY
from tracker.database import open_engine, reading, writing
from tracker.migrations import upgrade
from tracker.queries import get_event, list_events, list_terms
from tracker.queries.events import EVERY_STATE
from tracker.seeds import load_seeds, read_seeds
from tracker.seeds.reading import SeedProblem
from tracker.vocabulary import Kind, Reach, Stance

FIELDS = {"sectors": "sector", "agencies": "agency", "companies": "company", "people": "person"}
Entrance = Callable[[Path, dict[str, Any]], bool]

_name = strategies.one_of(
    strategies.sampled_from(
        [
            "Robotics",
            "robotics",
            " ROBOTICS ",
            "Robot rules",
            "robot-rules",
            "Robot  Rules!",
            "机器人",
            "AI大模型",
            "C++",
            "C",
        ]
    ),
    strategies.text(strategies.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=12),
    strategies.text("aB-_ .'机器人é", min_size=1, max_size=6),
)
_names = strategies.lists(_name, max_size=3)
_event = strategies.fixed_dictionaries(
    {
        "title": strategies.sampled_from(["Robots must register", "机器人须登记", "…"]),
        "title_zh": strategies.sampled_from(["", "机器人须登记", "Not Chinese"]),
        "date": strategies.sampled_from(["2022-05-17", "May 2022", "2022", "2031-02-03", "2022-05-17/2022-06-01"]),
        "kind": strategies.sampled_from(["rule", "in-force", "signal", "foreign-measure"]),
        "thread": strategies.one_of(strategies.just(""), _name),
        "sectors": _names,
        "agencies": _names,
        "companies": _names,
        "people": _names,
        "sources": strategies.lists(
            strategies.sampled_from(
                ["https://example.org/a", "https://example.org/a?utm_source=x", "http://b.gov.cn/c"]
            ),
            min_size=1,
            max_size=3,
        ),
    }
)
_events = strategies.lists(_event, min_size=1, max_size=3)
_REST = {"stance": "-1", "stance_reason": "It binds", "reach": "3"}


def by_command(folder: Path, values: dict[str, Any]) -> bool:
    """Add with ``tracker add``."""
    del folder
    words = ["add", "--stance=-1", "--reason=It binds", "--reach=3", "--force"]
    words += [f"--{name.replace('_', '-')}={values[name]}" for name in ("title", "title_zh", "date", "kind", "thread")]
    words += [f"--{option}={name}" for field, option in FIELDS.items() for name in values[field]]
    return status_of(*words, *(f"--source={url}" for url in values["sources"])) == 0


def by_import(folder: Path, values: dict[str, Any]) -> bool:
    """Add with ``tracker import``, from a CSV file or from JSON as chance has it."""
    lists = {field: values[field] for field in (*FIELDS, "sources")}
    plain = {name: value for name, value in values.items() if name not in lists} | _REST
    if len(values["title"]) % 2:
        file = folder / "events.json"
        sources = [{"url": url} for url in values["sources"]]
        file.write_text(json.dumps([plain | lists | {"sources": sources}]), encoding="utf-8")
    else:
        file = folder / "events.csv"
        names = {field: "; ".join(value) for field, value in lists.items() if field != "sources"}
        row = plain | names | {"source_urls": "; ".join(values["sources"])}
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(row))
            writer.writeheader()
            writer.writerow(row)
    return status_of("import", str(file), "--accept") == 0


def by_article(folder: Path, values: dict[str, Any]) -> bool:
    """Add with ``tracker draft``: a text that speaks of the names that were typed before."""
    file = folder / "story.txt"
    names = " and ".join([*values["companies"], *values["agencies"], "Tencent"])
    file.write_text(
        f"The CAC fined {names} on 9 September 2024.\n\n2024年9月3日,市场监管总局约谈了腾讯。", encoding="utf-8"
    )
    return status_of("draft", str(file), f"--url={values['sources'][0]}", "--save") == 0


def by_seed(folder: Path, values: dict[str, Any]) -> bool:
    """Load a folder of the record that a hand wrote: one file of an Event, and entries for some of its names."""
    seeds = folder / "seeds"
    shutil.rmtree(seeds, ignore_errors=True)
    (seeds / "events" / "2022").mkdir(parents=True)
    filled = {name: value for name, value in values.items() if value and name not in {"sources", "thread", "sectors"}}
    document = filled | {"stance": -1, "stance_reason": "It binds", "reach": 3, "sectors": ["robotics"]}
    document["sources"] = [{"url": url} for url in values["sources"]]
    (seeds / "events" / "2022" / "from-a-file.toml").write_text(tomlkit.dumps(document), encoding="utf-8")
    sector = {"key": "robotics", "name": "Robots", "name_zh": "机器人", "aliases": ["Robot-rules", "C"]}
    (seeds / "sectors.toml").write_text(tomlkit.dumps({"sector": [sector]}), encoding="utf-8")
    try:
        record = read_seeds(seeds)
    except SeedProblem:
        return False
    with writing(open_engine(_url(folder))) as session:
        load_seeds(session, record)
    return True


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'tracker.db'}"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables and no rows, of which each example gets a copy."""
    folder = tmp_path_factory.mktemp("empty")
    engine = open_engine(_url(folder))
    upgrade(engine)
    engine.dispose()  # What the write-ahead log holds goes into the file.
    return folder / "tracker.db"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose database the program uses."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", _url(tmp_path))
    return tmp_path


def begin(folder: Path, empty: Path) -> None:
    """Begin with an empty record."""
    for old in folder.glob("tracker.db*"):
        old.unlink()
    shutil.copy(empty, folder / "tracker.db")


ENTRANCES: tuple[Entrance, ...] = (by_command, by_import, by_article, by_seed)


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=strategies.lists(strategies.tuples(strategies.sampled_from(ENTRANCES), _event), min_size=1, max_size=4))
def test_what_an_entrance_accepts_the_check_accepts(
    folder: Path, empty: Path, steps: list[tuple[Entrance, dict[str, Any]]]
) -> None:
    """After any inputs through commands, imports, articles and seeds in any order the check finds no error."""
    begin(folder, empty)
    for entrance, values in steps:
        event(f"{entrance.__name__}: {'taken' if entrance(folder, values) else 'refused'}")
        assert status_of("check") == 0


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_each_entrance_takes_plain_input(folder: Path, empty: Path, entrance: Entrance) -> None:
    """The property above would say nothing of an entrance that refuses all."""
    begin(folder, empty)
    names = {field: ["Robotics", "机器人"] for field in FIELDS}
    values = {"title": "Robots", "title_zh": "", "date": "2022-05-17", "kind": "rule", "thread": "Robot rules"}
    if entrance is by_article:
        # An article speaks of what the record knows.
        assert by_command(folder, values | names | {"agencies": ["CAC"], "sources": ["https://example.org/b"]})
    assert entrance(folder, values | names | {"sources": ["https://example.org/a"]})
    with reading(open_engine(_url(folder))) as session:
        assert len(list_events(session, EVERY_STATE)) >= (2 if entrance is by_article else 1)
    assert status_of("check") == 0


@pytest.fixture
def app(folder: Path, empty: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The dashboard on an empty record; whoever is there may write."""
    monkeypatch.setenv("TRACKER_EVERYONE_WRITES", "1")
    begin(folder, empty)
    st.cache_data.clear()
    st.cache_resource.clear()
    yield AppTest.from_file(REPOSITORY / "dashboard.py", default_timeout=60)
    st.cache_resource.clear()


@pytest.mark.parametrize(
    ("sectors", "companies", "kept"),
    [
        (["Robotics", "机器人", " robotics"], ["Robo  Corp", "robo-corp"], {"Robotics", "机器人", "Robo Corp"}),
        (["C++", "C", "c++"], ["腾讯"], {"C++", "C", "腾讯"}),
        (["Robot rules!", "ROBOT RULES!"], ["=1", "A; B"], {"Robot rules!", "=1", "A; B"}),
    ],
)
def test_what_the_form_accepts_the_check_accepts(
    app: AppTest, folder: Path, sectors: list[str], companies: list[str], kept: set[str]
) -> None:
    """The same names typed twice make one entry each, with a key that the check takes and the words as their name."""
    for number in range(2):
        name = f"add {number}" if number else "add"
        app._page_hash = calc_hash("add")
        app.run()
        for key, text in (("title", f"Title {number}"), ("date", "2022-05-17"), ("stance_reason", "It binds")):
            app.text_input(key=f"{name} {key}").set_value(text)
        app.text_input(key=f"{name} source 0 url").set_value(f"https://example.org/{number}")
        app.selectbox(key=f"{name} kind").set_value(Kind.RULE)
        app.radio(key=f"{name} stance").set_value(Stance.TIGHTENING)
        app.selectbox(key=f"{name} reach").set_value(Reach.SECTOR)
        app.multiselect(key=f"{name} sectors").set_value(sectors)
        app.multiselect(key=f"{name} companies").set_value(companies)
        app.button(key="add save").click().run()
        assert not app.exception
        if any(button.key == "add save alike" for button in app.button):
            app.button(key="add save alike").click().run()
    with reading(open_engine(_url(folder))) as session:
        first, second = list_events(session, EVERY_STATE)
        names = {term.name for term in list_terms(session)}
    assert (first.sectors, first.companies) == (second.sectors, second.companies)
    assert names == kept
    assert status_of("check") == 0


def test_the_example_of_the_first_trial(folder: Path, empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A thread and a sector as people type them: a slug, the words as the name, and both are found later."""
    begin(folder, empty)
    plain = ("--date=2024-03-05", "--kind=rule", "--stance=-1", "--reason=x", "--reach=3")
    names = ("--thread=Robot rules", "--sector=Robotics")
    assert status_of("add", "--title=Robots register", *plain, *names, "--source=https://example.org/1") == 0
    again = ("--thread=robot  RULES", "--sector=robotics")
    assert status_of("add", "--title=Makers answer", *plain, *again, "--source=https://example.org/2", "--force") == 0
    assert status_of("check") == 0
    capsys.readouterr()
    assert status_of("list", "--sector=ROBOTICS", "--thread=Robot rules", "--format=json") == 0
    assert [each["thread"] for each in json.loads(capsys.readouterr().out)] == ["robot-rules"] * 2
    with reading(open_engine(_url(folder))) as session:
        assert {(term.key, term.name) for term in list_terms(session)} == {
            ("robotics", "Robotics"),
            ("robot-rules", "Robot rules"),
        }
        assert get_event(session, "robots-register").sectors == ("robotics",)
