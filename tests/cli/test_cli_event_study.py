import csv
import datetime as dt
import io
import json
import math
import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

from tests.support.command_line import Run
from tests.support.price_files import price_files
from tests.support.yahoo import Yahoo

OPENED = dt.date(2020, 12, 24)


@pytest.fixture
def study(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in a folder with a share that falls 8 % when the Alibaba investigation is opened."""
    monkeypatch.chdir(tmp_path)
    share, market = price_files({OPENED: -0.08})
    (tmp_path / "BABA.csv").write_text(share)
    (tmp_path / "M.csv").write_text(market)
    return partial(run, "event-study")


def test_json_has_the_promised_fields_and_the_planted_fall(study: Run) -> None:
    """One event with its log return, per cent, t, day; the figures are those of a plain least-squares fit."""
    status, out, _ = study(
        "BABA.csv", "--market", "M.csv", "--ticker", "BABA", "--event", "alibaba-probe-opened", "--window=-1,1",
        "--format", "json",
    )  # fmt: skip
    assert status == 0
    (event,) = json.loads(out)["events"]
    assert event["day"] == "2020-12-24"
    assert event["estimation_returns"] == 240
    car, se = by_hand(Path("BABA.csv"), Path("M.csv"))
    assert event["car_log"] == pytest.approx(car, abs=1e-9)
    assert event["se_log"] == pytest.approx(se, abs=1e-9)
    assert event["t"] == pytest.approx(car / se, abs=1e-6)
    assert event["car_percent"] == pytest.approx(100 * (math.exp(car) - 1), abs=1e-7)
    assert event["car_percent"] < -4


def by_hand(share: Path, market: Path) -> tuple[float, float]:
    """Return the return over three days beside the market and its standard error, from the normal equations."""
    days = [row.split(",")[0] for row in share.read_text().split()[1:]]
    y, x = (
        np.diff(np.log([float(row.split(",")[1]) for row in file.read_text().split()[1:]])) for file in (share, market)
    )
    zero = days.index("2020-12-24") - 1
    known, around = slice(zero - 250, zero - 10), slice(zero - 1, zero + 2)
    design = np.column_stack([np.ones(240), x[known]])
    inverse = np.linalg.inv(design.T @ design)
    alpha, beta = inverse @ design.T @ y[known]
    rest = y[known] - alpha - beta * x[known]
    totals = np.array([3.0, x[around].sum()])
    variance = rest @ rest / 238 * (3 + totals @ inverse @ totals)
    return float((y[around] - alpha - beta * x[around]).sum()), math.sqrt(variance)


def test_csv_and_table_say_the_same(study: Run) -> None:
    """CSV has one row with a heading; the table shows the same return in per cent, and the group below."""
    arguments = ("BABA.csv", "--market", "M.csv", "--event", "alibaba-probe-opened", "--event", "alibaba-fine")
    _, out, _ = study(*arguments, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["slug"] for row in rows] == ["alibaba-probe-opened", "alibaba-fine"]
    assert rows[1]["event_day"] == "2021-04-10"
    assert rows[1]["day"] == "2021-04-12"
    status, out, _ = study(*arguments)
    assert status == 0
    assert f"{float(rows[0]['car_percent']):+.2f}" in out
    assert "All: mean " in out
    assert "on 2 event days, 2 returns; Kolari-Pynnönen " in out


def test_prices_may_stand_in_a_workbook(study: Run, tmp_path: Path) -> None:
    """Share and market as sheets of days and numbers give the result of the same prices as CSV."""
    for file in ("BABA", "M"):
        book = Workbook()
        for day, price in csv.reader((tmp_path / f"{file}.csv").read_text().splitlines()):
            is_heading = day == "Date"
            book.worksheets[0].append([day, price] if is_heading else [dt.date.fromisoformat(day), float(price)])
        book.save(tmp_path / f"{file}.xlsx")
    rest = ("--event", "alibaba-probe-opened", "--format", "csv")
    from_book = study("BABA.xlsx", "--market", "M.xlsx", *rest)
    assert from_book == study("BABA.csv", "--market", "M.csv", *rest)
    assert from_book[0] == 0


def test_a_filter_chooses_events_and_the_market_may_be_a_column(study: Run, tmp_path: Path) -> None:
    """A wide file holds shares and market; what cannot be measured is a line on standard error, the rest is printed."""
    share, market = price_files({OPENED: -0.08})
    pairs = zip(share.split()[1:], market.split()[1:], strict=True)
    wide = [f"{own},{other.split(',')[1]}" for own, other in pairs]
    (tmp_path / "wide.csv").write_text("\n".join(["Date,BABA,KWEB", *wide]))
    status, out, err = study("wide.csv", "--market", "KWEB", "--thread", "alibaba-antitrust", "--format", "csv")
    assert status == 0
    assert [row["slug"] for row in csv.DictReader(io.StringIO(out))] == [
        "alibaba-probe-opened",
        "alibaba-fine",
        "alibaba-six-way-split",
    ]
    assert "alibaba-rectification-complete (BABA): the event on 2024-08-30 is outside the prices" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--market", "M.csv"), "--event"),
        (("--market", "M.csv", "--event", "alibaba-fine", "--company", "Alibaba"), "one of the two"),
        (("--market", "M.csv", "--event", "alibaba-fne"), "alibaba-fine"),
        (("--market", "M.csv", "--event", "alibaba-fine", "--window=1"), "--window=-1,1"),
        (("--market", "M.csv", "--event", "alibaba-fine", "--window=2,1"), "ends before it begins"),
        (("--market", "KWEB", "--event", "alibaba-fine"), "the prices given are: BABA"),
        (("--market", "words.csv", "--event", "alibaba-fine"), "words.csv"),
    ],
)
def test_a_mistake_is_one_line_and_status_two(
    study: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    """What has to be typed differently is said, without a traceback."""
    (tmp_path / "words.csv").write_text("nothing of use\nin here\n")
    status, out, err = study("BABA.csv", *arguments)
    assert (status, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_nothing_measured_is_said(study: Run) -> None:
    """An event whose day is not known, and one outside the prices, leave nothing to measure: status 1 and reasons."""
    status, _, err = study(
        "BABA.csv", "--market", "M.csv", "--event", "new-employment-forms", "--event", "neihan-duanzi-closed"
    )
    assert status == 1
    assert "new-employment-forms: its day is not known, only 2021-07." in err
    assert "neihan-duanzi-closed (BABA): the event on 2018-04-10 is outside the prices" in err
    assert "No event could be measured" in err


def test_the_finding_comes_first_in_words_and_groups_last(study: Run) -> None:
    """Both directions with their days and chance; the last lines tell kinds apart where that is asked for."""
    arguments = ("BABA.csv", "--market", "M.csv", "--thread", "alibaba-antitrust")
    _, out, _ = study(*arguments)
    sentence, placebo, method, *_ = out.splitlines()
    assert sentence.startswith("Beside M, BABA fell ")
    assert " around tightening (" in sentence
    assert " around easing (1; " in sentence
    assert "event day" in sentence
    assert re.fullmatch(
        r"Placebo: \d+ of 200 shifted calendars moved more than tightening and \d+ of 200 more than easing.",
        placebo,
    )
    assert "p by the Kolari-Pynnönen and Market-model t test" in method
    assert "\nTightening: mean " in out
    _, out, _ = study(*arguments, "--group-by", "reach")
    assert "\nTightening: mean " not in out
    assert "\none firm: mean " in out
    assert study(*arguments, "--group-by", "colour")[0] == 2


def test_stance_is_held_against_the_reactions(study: Run) -> None:
    """By stance and by year: the rank correlation with its placebo in the lines, its limits once, and all in JSON."""
    arguments = ("BABA.csv", "--market", "M.csv", "--since", "2020-11", "--until", "2022")
    _, out, _ = study(*arguments, "--group-by", "stance")
    assert re.search(r"\n-3 severe restriction: mean .*\n-2 restriction: mean ", out)
    assert "\n-2 restriction: mean" in out
    (alone,) = re.findall(r"\n-2 restriction: .*", out)
    assert "stance and reaction" not in alone  # One level has no order.
    sentence = (
        r"Stance|A lower stance .*: rank correlation [+\N{MINUS SIGN}]0\.\d\d over \d+ event days; \d+ of 200 shifted "
    )
    assert re.search(sentence, out.splitlines()[-1])
    assert out.count("Prices are no check on the sign of one event.") == 1
    _, out, _ = study(*arguments, "--group-by", "year")
    (year,) = re.findall(r"\n2021: mean .*", out)
    assert re.search(r"stance and reaction: rank correlation [+-]0\.\d\d over \d+ event days; \d+ of 200 shifted", year)
    _, out, _ = study(*arguments, "--format", "json")
    found = json.loads(out)
    stance, reach = found["group"]["ranks"]
    assert (stance["of"], reach["of"]) == ("stance", "reach")
    assert stance["days"] == found["group"]["days"]
    assert stance["p"] == pytest.approx((stance["as_strong"] + 1) / (stance["calendars"] + 1))
    assert {part["name"] for part in found["parts"] if part["grouping"] == "year"} == {"2020", "2021", "2022"}
    _, out, _ = study("BABA.csv", "--market", "M.csv", "--event", "alibaba-fine", "--group-by", "stance")
    assert "Prices are no check" not in out  # One day has no order.


def test_prices_are_fetched_kept_used_and_removed(study: Run, run: Run, tmp_path: Path, yahoo: Yahoo) -> None:
    """What is stored lies beside the database and stands for a file; a limit is a line and status 1."""
    status, out, err = run("prices", "fetch", "BABA", "mchi", "--since", "2018")
    assert (status, err) == (0, "")
    assert out.startswith("Stored: BABA, to 12 April 2021, from Yahoo Finance")
    status, out, _ = run("prices", "list")
    assert [line.split("\t")[:3] for line in out.splitlines()] == [
        ["BABA", "2021-04-08", "2021-04-12"],
        ["MCHI", "2021-04-08", "2021-04-12"],
    ]
    (folder,) = tmp_path.glob("*-prices")
    (folder / "MCHI.csv").write_text((tmp_path / "M.csv").read_text())
    assert study("BABA.csv", "--market", "MCHI", "--event", "alibaba-fine")[0] == 0
    yahoo.mode = "limited"
    status, _, err = run("prices", "fetch", "JD")
    assert status == 1
    assert err.count("\n") == 1
    assert run("prices", "remove", "BABA")[0] == 0
    assert run("prices", "remove", "BABA") == (2, "", "No prices of BABA are stored.\n")
    assert run("prices", "fetch", "../x")[0] == 2
    assert run("prices", "fetch")[0] == 2
    status, _, err = study("NONE.csv", "--market", "M.csv", "--event", "alibaba-fine")
    assert status == 2
    assert "NONE.csv is no file" in err
