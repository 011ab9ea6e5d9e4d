import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import create_engine, text

from tests.support.command_line import NEW_EVENT, Run
from tests.support.makers import SEED_EVENTS
from tracker.sentiment import ANNOUNCED_COLUMNS, INDEX_COLUMNS


def test_list_as_json_has_the_promised_fields(run: Run) -> None:
    """A list of objects with the documented fields, sources included."""
    events = json.loads(
        run("list", "--format", "json", "--kind", "enforcement", "--since", "2021-07-04", "--until", "2021-07-04").out
    )
    assert [event["slug"] for event in events] == ["didi-app-removal"]
    promised = {
        "slug",
        "title",
        "date",
        "end",
        "kind",
        "stance",
        "reach",
        "sectors",
        "agencies",
        "companies",
        "thread",
        "sources",
    }
    assert promised <= set(events[0])
    assert all(source["url"].startswith("http") for source in events[0]["sources"])


def test_list_as_table_and_csv(run: Run) -> None:
    """The table is for people, the CSV is what export writes."""
    table = run("list", "--thread", "didi-case")
    assert "didi-app-removal" in table.out
    rows = list(
        csv.DictReader(io.StringIO(run("list", "--thread", "didi-case", "--format", "csv").out.lstrip("\ufeff")))
    )
    assert "didi-app-removal" in [row["slug"] for row in rows]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list", "--sector", "gamming"), "gaming"),
        (("list", "--kind", "rulle"), "rule"),
        (("list", "--since", "nonsense"), "--since"),
        (("show", "didi-app-removel"), "didi-app-removal"),
        (("parse-date", "32 May 2022"), "31 days"),
        (("parse-date", "last month"), "depends on the day"),
        (("export", "record.doc"), ".csv"),
        (("export", "-"), "--format"),
    ],
)
def test_a_mistake_ends_with_status_2_and_says_what_would_work(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    """No traceback: one line that names near values or the forms that work."""
    outcome = run(*arguments)
    assert outcome.status == 2
    assert words in outcome.err
    assert outcome.out == ""


def test_names_in_chinese_and_tickers_are_understood(run: Run) -> None:
    """A filter may be typed by a Chinese name, another case or a ticker."""
    by_key = run("list", "--company", "DiDi", "--format", "json").out
    assert run("list", "--company", "滴滴出行", "--format", "json").out == by_key
    assert run("list", "--company", "didi", "--format", "json").out == by_key


def test_show_prints_text_and_json(run: Run) -> None:
    """One event with its dates as known and every source."""
    text = run("show", "shanghai-lockdown").out
    assert "28 March 2022 to 1 June 2022" in text
    assert json.loads(run("show", "shanghai-lockdown", "--format", "json").out)["end"] == "2022-06-01"


def test_add_prints_the_slug_and_warns_of_a_duplicate(run: Run) -> None:
    """The event is in the record at once; adding it again needs a second thought."""
    assert run(*NEW_EVENT).out.strip() == "regulator-meets-platforms"
    again = run(*NEW_EVENT)
    assert again.status == 1
    assert "regulator-meets-platforms" in again.err
    assert run(*NEW_EVENT, "--force").out.strip() == "regulator-meets-platforms-2"


def test_add_names_every_field_that_is_wrong(run: Run) -> None:
    """All problems come in one go, each with its field, and nothing is saved."""
    wrong = run("add", "--title", "x" * 400, "--date", "03/04/2022", "--kind", "nix", "--stance", "9", "--reason", " ",
                "--reach", "0", "--source", "javascript:alert(1)")  # fmt: skip
    assert wrong.status == 2
    for field in ("title:", "date:", "kind:", "stance:", "stance_reason:", "reach:", "sources.0.url:"):
        assert field in wrong.err
    assert json.loads(run("status", "--format", "json").out)["events"] == SEED_EVENTS


def test_a_read_only_set_up_adds_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting is checked where the write happens."""
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    outcome = run(*NEW_EVENT)
    assert outcome.status == 1
    assert "read-only" in outcome.err


def test_export_writes_by_suffix_and_to_standard_output(run: Run, tmp_path: Path) -> None:
    """The file and the stream are the same; nothing unfinished is left beside it."""
    file = tmp_path / "record.csv"
    assert run("export", str(file), "--sector", "gaming").status == 0
    printed = run("export", "-", "--format", "csv", "--sector", "gaming").out
    assert file.read_bytes().decode() == printed.replace("\r\n", "\n").replace("\n", "\r\n")
    assert [each.name for each in tmp_path.iterdir() if "unfinished" in each.name] == []
    for suffix in ("json", "xlsx"):
        assert run("export", str(tmp_path / f"record.{suffix}")).status == 0
    assert len(json.loads((tmp_path / "record.json").read_text())) == SEED_EVENTS


def test_export_into_a_folder_names_the_file(run: Run, tmp_path: Path) -> None:
    """In a folder the file is called after filter, period and day; the format has to be named."""
    assert "--format" in run("export", str(tmp_path)).err
    outcome = run("export", str(tmp_path), "--format", "xlsx", "--company", "didi", "--since", "2021-04")
    (file,) = tmp_path.glob("*.xlsx")
    assert re.fullmatch(r"china-tech-timeline_didi_from-2021-04-01_record-\d{4}-\d\d-\d\d\.xlsx", file.name)
    assert str(file) in outcome.err
    workbook = load_workbook(file)
    assert workbook["Index"]["A2"].value.date() == dt.date(2021, 4, 1)
    assert workbook["Codebook"]["C4"].value == "Company: DiDi; Period: from April 2021"


def test_export_into_a_missing_folder_is_a_sentence(run: Run, tmp_path: Path) -> None:
    """What cannot be written is told with the file's name."""
    outcome = run("export", str(tmp_path / "none" / "record.csv"))
    assert outcome.status == 1
    assert "cannot be written" in outcome.err


def test_index_prints_the_documented_columns(run: Run) -> None:
    """The trough of the method page, as CSV and as JSON."""
    printed = run("index", "--from", "2021-07-26", "--to", "2021-07-26").out.splitlines()
    assert printed[0].split(",") == list(INDEX_COLUMNS)
    assert printed[1].startswith("2021-07-26,-1.597")
    row = json.loads(run("index", "--from", "2021-07-26", "--to", "2021-07-26", "--no-band", "--format", "json").out)[0]
    assert row["lower"] is None
    assert row["mean_lower"] is None
    assert round(row["index"], 3) == -1.597
    assert row["mean"] * row["mass"] / (row["mass"] + 4) == pytest.approx(row["index"], abs=1e-9)


def test_index_marks_its_silence(run: Run) -> None:
    """A series that ends more than 90 days after the last event that counts says so beside its rows, and in each."""
    late = run("index", "--from", "2026-10-02", "--to", "2026-10-03", "--no-band")
    assert [line.split(",")[-1] for line in late.out.splitlines()] == ["silent", "90.0", "91.0"]
    assert late.err.startswith("No event that counts since 4 July 2026: after it the index only fades towards 0;")
    assert run("index", "--from", "2026-10-02", "--to", "2026-10-02", "--no-band").err == ""


def test_index_by_week_and_month(run: Run) -> None:
    """What was announced in July 2021, by sector as JSON; options that change nothing there are refused by name."""
    printed = run("index", "--every", "month", "--from", "2021-07", "--to", "2021-08").out.splitlines()
    assert printed[0] == ",".join(ANNOUNCED_COLUMNS)
    assert printed[1] == "2021-07,31,16,1,15,0,1,-58,-57"
    rows = json.loads(
        run(
            "index",
            "--every",
            "week",
            "--by",
            "sector",
            "--from",
            "2021-07-19",
            "--to",
            "2021-07-25",
            "--format",
            "json",
        ).out
    )
    assert {row["period"] for row in rows} == {"2021-07-19"}
    assert [row["net"] for row in rows if row["sector"] == "education"] == [-9]
    assert "--shrinkage shapes the index" in run("index", "--every", "week", "--shrinkage", "1").err
    assert "--no-band shapes the index" in run("index", "--every", "week", "--no-band").err
    assert "add --every" in run("index", "--by", "kind").err
    assert run("index", "--by", "kind").status == 2


def test_index_takes_other_choices_and_further_kinds(run: Run) -> None:
    """Half-life, shrinkage and further kinds change the line; a filter without countable events says so."""

    def on_day(*more: str) -> float:
        text = run("index", "--no-band", "--from", "2022-06-30", "--to", "2022-06-30", *more).out
        return float(text.splitlines()[1].split(",")[1])

    assert (
        len(
            {
                on_day(),
                on_day("--half-life", "30"),
                on_day("--shrinkage", "8"),
                on_day("--include-kind", "company-response"),
            }
        )
        == 4
    )
    assert run("index", "--kind", "company-response").status == 1


def test_index_draws_the_coder_of_each_event_where_asked(run: Run, seeded_url: str) -> None:
    """The line stays, the range moves; where there is no coder to draw the command says so and prints nothing."""
    day = ("index", "--from", "2022-05-31", "--to", "2022-05-31")
    usual, drawn = (
        [float(cell) for cell in run(*day, *more).out.splitlines()[1].split(",")[1:]]
        for more in ((), ("--draw-coders",))
    )
    assert drawn[0] == usual[0]
    assert drawn[1] < usual[1]
    assert run(*day, "--draw-coders").out == run(*day, "--draw-coders").out
    both = run(*day, "--draw-coders", "--no-band")
    assert (both.status, both.out) == (1, "")
    assert "leave out --no-band or --draw-coders" in both.err
    with create_engine(seeded_url).begin() as connection:
        connection.execute(text("DELETE FROM coding"))
    alone = run(*day, "--draw-coders")
    assert (alone.status, alone.out) == (1, "")
    assert "No further coder" in alone.err


def test_parse_date_has_the_promised_keys(run: Run) -> None:
    """A reading as JSON, an ambiguous one with both alternatives, and a relative one against a base."""
    read = json.loads(run("parse-date", "2022年5月", "--format", "json").out)
    assert list(read) == ["text", "edtf", "start", "end", "precision", "approximate", "reading", "alternatives"]
    assert (read["edtf"], read["start"], read["end"]) == ("2022-05", "2022-05-01", "2022-05-31")
    both = json.loads(run("parse-date", "03/04/2022", "--format", "json").out)
    assert [each["edtf"] for each in both["alternatives"]] == ["2022-04-03", "2022-03-04"]
    assert run("parse-date", "last month", "--base", "2022-05-20").out.strip() == "April 2022 (month)"


def test_check_finds_nothing_wrong_with_the_record(run: Run) -> None:
    """The curated files and the database made of them hold no errors."""
    assert run("check", "db").status == 0
    assert run("check", "seeds").status == 0


def test_phrases_number_and_day_are_typed_and_shown(run: Run) -> None:
    """What an event is also called, its number and since when it was known are options, and stand in what is shown."""
    given = ("--also-called", "Map rules", "--also-called", "地图规定", "--document-number", "No. 7")
    slug = run(*NEW_EVENT, *given, "--public-on", "20 May 2022", "--force").out.strip()
    shown = run("show", slug).out.splitlines()
    assert {"also called: Map rules; 地图规定", "document number: No. 7", "known since: 20 May 2022"} <= set(shown)
    assert run("edit", slug, "--also-called", "Rules for maps", "--public-on", "").status == 0
    event = json.loads(run("show", slug, "--format", "json").out)
    assert (event["also_called"], event["public_on"], event["document_number"]) == (["Rules for maps"], None, "No. 7")


def test_an_index_of_later_events_alone_is_told_as_such(run: Run) -> None:
    """--since chooses events and --from days; who gives the first alone is told, and nobody else."""
    since, first, day = ("--since", "2021-08-01"), ("--from", "2021-08-10"), ("--to", "2021-08-10", "--no-band")
    assert "events since then alone" in run("index", *since, *day).err
    for told in ((*first, *since, *day), (*first, *day), (*since, "--every", "month")):
        assert "--from" not in run("index", *told).err
