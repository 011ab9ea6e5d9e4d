"""Duplicates and characters that nobody sees, on the command line."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.support.command_line import Run
from tests.support.makers import add_one
from tracker.imports import LikelyDuplicate, LikelySearch

HEAD = "title,date,kind,stance,stance_reason,reach,source_urls,companies\n"
ROWS = (
    "DiDi app removed from app stores,2021-07-04,enforcement,-3,r,1,https://example.org/a,DiDi\n"
    "A quite new regulator opens in Wuhan,2024-02-11,institution,0,r,3,https://example.org/b,\n"
    "New regulator opens in Wuhan,2024-02-11,institution,0,r,3,https://example.org/c,\n"
    "Lighthouse keepers strike,2024-02-11,signal,0,r,3,https://example.org/d,\n"
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A table with a row that the record holds in other words, and two rows that are one."""
    path = tmp_path / "events.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    return str(path)


def test_a_dry_run_lists_likely_duplicates(run: Run, file: str) -> None:
    """Of the record by slug and of the file by row, with the reasons and the option that leaves them out."""
    outcome = run("import", file, "--dry-run")
    assert outcome.status == 0
    assert "4 new, 0 changed" in outcome.out
    assert "row 2 may be didi-app-removal: the same date, DiDi, both enforcement" in outcome.out
    assert "row 4 may be row 3: the same date" in outcome.out
    assert "row 5 may be" not in outcome.out
    assert "2 new rows may be duplicates; --skip-duplicates leaves them out." in outcome.err


def test_duplicates_are_left_out_on_request(run: Run, file: str) -> None:
    """Only the other rows come in; what was left out is said row by row and counted."""
    outcome = run("import", file, "--skip-duplicates", "--accept")
    assert outcome.status == 0
    assert "row 2 may be didi-app-removal" in outcome.out
    assert "2 new, 0 changed, 0 unchanged, 0 refused, 2 left out as likely duplicates" in outcome.out
    listed = run("list").out
    assert "A quite new regulator opens" in listed
    assert "Lighthouse keepers" in listed
    assert "DiDi app removed" not in listed


def test_others_save_while_rows_are_compared(
    run: Run, file: str, seeded_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The queue of writers is free meanwhile, and what was saved in it is compared as well, and said."""
    found, saved = LikelySearch.found, []

    def somebody_saves(search: LikelySearch) -> tuple[LikelyDuplicate, ...]:
        result = found(search)
        if not saved:
            same = {"date": "2024-02-11", "kind": "signal", "stance": 0, "reach": 3}
            saved.append(add_one(seeded_engine, "keepers", title="Strike of lighthouse keepers", **same))
        return result

    monkeypatch.setattr(LikelySearch, "found", somebody_saves)
    outcome = run("import", file, "--skip-duplicates", "--accept")
    assert outcome.status == 0
    assert "compared again" in outcome.err
    assert f"row 5 may be {saved[0]}" in outcome.out
    assert outcome.out.count("row 2 may be") == 1
    assert "1 new, 0 changed, 0 unchanged, 0 refused, 3 left out as likely duplicates" in outcome.out


def test_without_the_option_every_row_comes_in(run: Run, file: str) -> None:
    """Nobody's row is dropped by a guess."""
    assert "4 new, 0 changed, 0 unchanged, 0 refused\n" in run("import", file).out


def test_a_known_event_in_other_words_is_asked_about(run: Run) -> None:
    """Without --force nothing is added, and the answer names the event and why."""
    arguments = (
        "add", "--title", "DiDi app removed from app stores", "--date", "2021-07-04", "--kind", "enforcement",
        "--stance", "-3", "--reason", "R", "--reach", "1", "--source", "https://example.org/x", "--company", "DiDi",
    )  # fmt: skip
    outcome = run(*arguments)
    assert outcome.status != 0
    assert "didi-app-removal (the same date, DiDi, both enforcement" in outcome.err
    assert run(*arguments, "--force").status == 0


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\ufeff", "\u200e"])
def test_a_known_title_with_a_hidden_sign_is_that_event(run: Run, tmp_path: Path, sign: str) -> None:
    """The row changes the event that it names, and it is said what was taken out."""
    path = tmp_path / "hidden.csv"
    row = f"DiDi app ordered out of{sign} app stores,2021-07-04,enforcement,-3,r,1,https://example.org/zz,Di{sign}Di\n"
    path.write_text(HEAD + row, encoding="utf-8")
    outcome = run("import", str(path), "--dry-run")
    assert "0 new, 1 changed, 0 unchanged, 0 refused" in outcome.out
    assert "new in companies" not in outcome.out
    assert "note: Row 2: Invisible characters were taken out of “Title”: " in outcome.err


def test_a_hidden_sign_makes_no_second_company(run: Run) -> None:
    """On the command line it is taken out and said; a search with and without it finds the event."""
    added = run(
        "add", "--title", "A pledge\u200b to shops", "--date", "2024-02-11", "--kind", "signal", "--stance", "1",
        "--reason", "R", "--reach", "1", "--source", "https://example.org/x", "--company", "Ten\u200bcent",
    )  # fmt: skip
    assert added.out.strip() == "pledge-shops"
    assert "note: Invisible characters were taken out of “Title”: zero width space." in added.err
    assert "taken out of “Companies”" in added.err
    assert "New in the vocabularies" not in added.err
    assert run("accept", "pledge-shops").status == 0
    for search in ("pledge to shops", "pl\u00adedge to\u00a0shops", "Ten\u200bcent pledge"):
        assert "A pledge to shops" in run("list", "--search", search).out
    edited = run("edit", "pledge-shops", "--summary", "In\u200bside.")
    assert "note: Invisible characters were taken out of “Summary”: zero width space." in edited.err
