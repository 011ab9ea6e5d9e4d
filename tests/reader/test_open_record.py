"""The record from Python: typed values, tables of both libraries, and nothing heavy before it is asked for."""

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from sqlalchemy import Engine, make_url

from tests.support.makers import ANN, SEED_EVENTS, add_half_accepted_measures, add_one, make_draft, new_database
from tests.support.synthetic import synthetic_database
from tracker import open_record
from tracker.database import open_engine, reading, writing
from tracker.errors import DatabaseProblem, DateProblem, NotFound, TrackerError, UnknownValue
from tracker.filters import EventFilter
from tracker.queries import columns, list_events, list_measures
from tracker.queries.news import list_news
from tracker.read_models import EventRow
from tracker.sentiment import INDEX_COLUMNS
from tracker.store import rebuild_tables, revise_event
from tracker.vocabulary import Kind, ReviewState


def test_events_of_a_filter_are_the_read_models(seeded_url: str, seeded_engine: Engine) -> None:
    """The same rows as every page reads, by keys, names or words of the codebook, one or several."""
    with open_record(seeded_url) as record, reading(seeded_engine) as session:
        assert list(record.events()) == list(list_events(session))
        by_name = record.events(sectors="Gaming", since="2018", until="2022-12", stance_max=-1)
        chosen = EventFilter(sectors=("gaming",), since=dt.date(2018, 1, 1), until=dt.date(2022, 12, 31), stance_max=-1)
        assert list(by_name) == list(list_events(session, chosen))
        signals = record.events(kinds=["signal", "rule"], states=["accepted", "draft"])
        wanted = EventFilter(kinds=(Kind.SIGNAL, Kind.RULE), states=(ReviewState.ACCEPTED, ReviewState.DRAFT))
        assert list(signals) == list(list_events(session, wanted))
        one = record.event("game-freeze-2018")
        assert isinstance(one, EventRow)
        assert one in by_name
        assert [each.slug for each in by_name[:2]] == [by_name[0].slug, by_name[1].slug]
        assert list(record.measures()) == list(list_measures(session))
        assert record.events(search="nothing holds these words").to_pandas().empty


def test_the_index_is_the_published_one(seeded_url: str) -> None:
    """Its columns are those of files, its days those of the period; the range is left out where it is not asked for."""
    with open_record(seeded_url) as record:
        index = record.index("2022-01-01", "2022-06", band=False)
        assert (index[0].date, index[-1].date, len(index)) == (dt.date(2022, 1, 1), dt.date(2022, 6, 30), 181)
        assert index[0].lower is None
        assert tuple(index.to_pandas().columns) == INDEX_COLUMNS
        slower = record.index("2022-01-01", "2022-01-01", half_life=120, band=False)
        assert slower[0].index != index[0].index
        assert not record.index(search="nothing holds these words", band=False)
        (day,) = record.index("2022-05-17", "2022-05-17")
        assert day.lower is not None
        assert day.upper is not None
        assert day.lower < day.index < day.upper


def test_changes_since_a_number_and_a_day(seeded_url: str, seeded_engine: Engine, recorded_on: dt.date) -> None:
    """As ``tracker changes`` tells them, and as a table."""
    with open_record(seeded_url) as record, reading(seeded_engine) as session:
        every = record.changes()
        assert list(every) == list(list_news(session, EventFilter()))
        assert repr(every) == f"<{len(every)} of News>"
        assert len(record.changes(every[3].revision.id)) == 3
        assert record.changes(record.state().change).to_polars().is_empty()
        assert len(record.changes(recorded_on)) == len(every) > len(record.changes(recorded_on, sectors="gaming")) > 0
        assert not record.changes(recorded_on + dt.timedelta(days=1))
        assert list(every.to_pandas()["what"].unique()) == ["added"]


def test_tables_of_both_libraries(seeded_url: str) -> None:
    """The same columns and values; days are days, names are lists, an end that is far away fits."""
    with open_record(seeded_url) as record:
        events = record.events()
        first, second = events.to_pandas(), events.to_polars()
        assert isinstance(first, pd.DataFrame)
        assert isinstance(second, pl.DataFrame)
        assert list(first.columns) == list(second.columns)
        assert len(first) == len(second) == len(events)
        assert str(first["first_on"].dtype) == "datetime64[s]"
        assert second["first_on"].dtype == second["end_on"].dtype == pl.Date
        assert list(first["stance"]) == second["stance"].to_list() == [int(each.stance) for each in events]
        assert second["sources"][0][0]["url"] == first["sources"][0][0]["url"] == events[0].sources[0].url
        assert first["end_on"].isna().sum() == second["end_on"].null_count()
        for table in (record.measures(), record.index("2022-05-01", "2022-05-31"), record.changes()):
            assert len(table.to_pandas()) == len(table.to_polars()) == len(table)


@pytest.mark.parametrize("call", ["events", "index", "measures", "changes"])
def test_a_column_has_one_type_whatever_it_holds(
    seeded_url: str, tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables of all rows, of one and of none go together in both libraries, and each is a file of Parquet."""
    monkeypatch.chdir(tmp_path)
    with open_record(seeded_url) as record:
        rows = record.index(2022, 2022, band=False) if call == "index" else getattr(record, call)()
    parts = [rows, rows[:1], rows[:0]]
    polars = [each.to_polars() for each in parts]
    assert len({str(each.schema) for each in polars}) == 1
    assert pl.concat(polars).height == len(rows) + 1
    assert not {pl.Null, pl.Object} & {each.base_type() for each in polars[0].dtypes}
    polars[2].write_parquet("none.parquet")
    assert pl.read_parquet("none.parquet").schema == polars[0].schema
    pandas = [each.to_pandas() for each in parts]
    assert all(each.dtypes.equals(pandas[0].dtypes) for each in pandas)
    for each in pandas:
        each.to_parquet("some.parquet")
        assert len(pd.read_parquet("some.parquet")) == len(each)


def test_changes_have_their_moment(seeded_url: str) -> None:
    """In UTC, to the second, and what a correction changed is a list whose parts have names of their own."""
    with open_record(seeded_url) as record:
        changes = record.changes()
        latest = changes[0].revision
    table, frame = changes.to_polars(), changes.to_pandas()
    assert table["at"].dtype == pl.Datetime("us", "UTC")
    assert str(frame["at"].dtype) == "datetime64[s, UTC]"
    moment = latest.recorded_at.replace(tzinfo=dt.UTC, microsecond=0)
    assert (table["number"][0], table["at"][0], frame["at"][0]) == (latest.id, moment, pd.Timestamp(moment))
    fields = dict.fromkeys(("field", "former", "new"), pl.String)
    assert table["fields"].dtype == pl.List(pl.Struct(fields))


def test_a_correction_tells_its_fields_in_the_table(tmp_path: Path) -> None:
    """Each with its words before and after."""
    url = f"sqlite:///{tmp_path / 'few.db'}"
    engine = new_database(url)
    add_one(engine, "one")
    with writing(engine) as session:
        revise_event(session, "one", make_draft(title="Another title"), version=1, actor=ANN)
    engine.dispose()
    with open_record(url) as record:
        (first, *_) = record.changes().to_polars()["fields"]
    assert {"field": "title", "former": "Title of one", "new": "Another title"} in first.to_list()


def test_an_index_is_asked_for_in_one_way(seeded_url: str) -> None:
    """Years as numbers; a day that is given twice, and a choice that is no number, are told."""
    with open_record(seeded_url) as record:
        index = record.index(2021, 2021, band=False)
        assert (index[0].date, index[-1].date) == (dt.date(2021, 1, 1), dt.date(2021, 12, 31))
        assert list(record.index(since=2021, until=2021, band=False)) == list(index)
        assert list(record.index(2021, 2021, band=False, half_life=None, shrinkage=None)) == list(index)
        with pytest.raises(UnknownValue, match=r"^first and since are both given; leave one of them out\.$"):
            record.index("2021", since="2020")
        for name in ("half_life", "shrinkage"):
            with pytest.raises(UnknownValue, match=f"^{name}: This has to be a number"):
                record.index(**{name: "60"})  # type: ignore[arg-type]
        with pytest.raises(TrackerError):
            record.index(half_life=float("nan"))


@pytest.mark.parametrize("wrong", [True, 1.5, [1], b"x"])
def test_what_changes_are_told_since_is_a_number_or_a_day(seeded_url: str, wrong: object) -> None:
    """All else is told; nothing is all."""
    with open_record(seeded_url) as record:
        assert len(record.changes(None)) == len(record.changes(0)) > 0
        with pytest.raises(UnknownValue, match=r"^since: "):
            record.changes(wrong)  # type: ignore[arg-type]
        with pytest.raises(UnknownValue, match=r"^slug: This has to be a text"):
            record.event(wrong)  # type: ignore[arg-type]


def test_a_record_that_was_closed_says_so(seeded_url: str) -> None:
    """Nothing is opened anew behind one's back."""
    with open_record(seeded_url) as record:
        assert record.events()
    for call in (record.events, record.measures, record.changes, record.index, record.state):
        with pytest.raises(TrackerError, match=r"^This record was closed; open it anew\.$"):
            call()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """It is called what it is."""
    with pytest.raises(DatabaseProblem, match=r" is a folder; name the file of the database in it\.$"):
        open_record(tmp_path)


def test_what_is_not_there_is_one_sentence(seeded_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No such database, condition, name, day, kind, event or library."""
    with pytest.raises(DatabaseProblem):
        open_record(tmp_path / "nothing.db")
    with open_record(seeded_url) as record:
        with pytest.raises(UnknownValue, match="“sector” is no condition of a filter; one of: since, "):
            record.events(sector="gaming")  # type: ignore[call-arg]
        with pytest.raises(UnknownValue, match="“gamign” is not in the record's sectors; near ones are: gaming"):
            record.events(sectors="gamign")
        with pytest.raises(DateProblem, match=r"^since: "):
            record.events(since="soon")
        with pytest.raises(UnknownValue, match=r"^stance_min: This has to be from -3 to 3; it is 7\.$"):
            record.events(stance_min=7)
        with pytest.raises(UnknownValue, match=r"^kinds: "):
            record.events(kinds="rumours")
        with pytest.raises(NotFound):
            record.event("no-such-event")
        with pytest.raises(TrackerError):
            record.index(half_life=0)
        for name in ("pandas", "polars"):
            monkeypatch.setitem(sys.modules, name, None)
            with pytest.raises(TrackerError, match=f"^{name} is not installed: pip install {name}.$"):
                getattr(record.events(), f"to_{name}")()


def test_a_file_is_opened_by_its_path(seeded_url: str) -> None:
    """As a path or as a text; the other tests give a URL."""
    file = make_url(seeded_url).database
    assert file
    for given in (file, Path(file)):
        with open_record(given) as record:
            assert record.state().change > 0


@pytest.mark.parametrize("name", ["what?.db", "no#1.db", "100%41.db", "a&b=c d.db", "滴滴.db"])
def test_a_path_may_hold_any_sign(seeded_url: str, tmp_path: Path, name: str) -> None:
    """Signs that mean something in a URL are a part of the file's name in a path; no other file is opened."""
    place = shutil.copy(make_url(seeded_url).database or "", tmp_path / name)
    for given in (place, str(place)):
        with open_record(given) as record:
            assert len(record.events()) == SEED_EVENTS


def test_an_event_by_name_is_given_whatever_its_state(tmp_path: Path) -> None:
    """Lists hold the accepted record; who names an event gets it, with the state that it is in."""
    url = f"sqlite:///{tmp_path / 'few.db'}"
    engine = new_database(url)
    add_one(engine, "waiting", ReviewState.DRAFT)
    engine.dispose()
    with open_record(url) as record:
        assert not record.events()
        assert record.event("waiting").review_state is ReviewState.DRAFT


def test_nothing_heavy_is_loaded_before_it_is_asked_for(seeded_url: str) -> None:
    """``import tracker`` loads no library at all; reading events no library for tables or numbers."""
    program = (
        "import sys, tracker\n"
        "heavy = {'sqlalchemy', 'sqlmodel', 'pydantic', 'numpy', 'pandas', 'polars', 'plotly', 'streamlit'}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
        f"with tracker.open_record({seeded_url!r}) as record:\n"
        "    record.event('game-freeze-2018')\n"
        "    record.events(sectors='gaming')\n"
        "print(sorted(heavy & sys.modules.keys() - {'sqlalchemy', 'sqlmodel', 'pydantic'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]


def test_an_index_of_many_events_writes_nothing_and_sees_each_change(tmp_path: Path) -> None:
    """A record for which programs that may write keep a file: here all stays as it was, and no call is behind."""
    url = synthetic_database(tmp_path, columns.LEAST_KEPT + 1)
    engine = open_engine(url)
    with open_record(url) as record:
        before = sorted(tmp_path.rglob("*"))
        first = record.index("2021-01-01", "2021-12", band=False)
        assert list(first) == list(record.index("2021-01-01", "2021-12", band=False))
        assert sorted(tmp_path.rglob("*")) == before
        add_one(engine, "another", date="2021-06-30", stance=-3, reach=4)
        second = record.index("2021-01-01", "2021-12", band=False)
        assert second[-1].mass > first[-1].mass
        with writing(engine) as session:
            rebuild_tables(session, actor=ANN)
        assert list(record.index("2021-01-01", "2021-12", band=False)) == list(second)
        sector = record.events()[0].sectors[0]
        of_sector = record.index("2021-01-01", "2021-12", band=False, sectors=sector)
    engine.dispose()
    with open_record(url) as record:
        assert list(record.index("2021-01-01", "2021-12", band=False, sectors=sector)) == list(of_sector)
        assert of_sector[-1].mass < second[-1].mass
        assert sorted(tmp_path.rglob("*")) == before


def test_stages_are_those_of_the_accepted_record(tmp_path: Path) -> None:
    """What is only planned, or was withdrawn, is no stage of a measure; with none left the measure is none."""
    url = f"sqlite:///{tmp_path / 'few.db'}"
    engine = new_database(url)
    add_half_accepted_measures(engine)
    engine.dispose()
    with open_record(url) as record:
        assert [(each.key, [stage.event for stage in each.stages]) for each in record.measures()] == [
            ("known-rule", ["known-event"])
        ]
