import json
from collections import Counter

import pytest
from bad_files import GOOD_HEADING, GOOD_ROW, csv_bytes, good_document, good_with
from tables_of import ANSWERS, plan_of

from tracker.errors import UnknownValue
from tracker.imports import (
    CLOSED_WORDS,
    column_readings,
    find_unfit,
    map_headers,
    map_table,
    open_event_table,
    parse_meanings,
)


def test_two_titles_in_different_scripts_are_the_title_and_the_chinese_title() -> None:
    """In whatever order they stand; the rest is known by its name."""
    rest = "Kind,Score,Why,Reach,Link"
    said = "rule,-1,It binds,3,https://example.org/a"
    for heading, row in (
        (f"When,Headline,标题,{rest}", f"10 June 2021,Rule on games,游戏规定,{said}"),
        (f"标题,When,Headline,{rest}", f"游戏规定,10 June 2021,Rule on games,{said}"),
        (f"Title,名称,Date,{rest}", f"Rule on games,游戏规定,10 June 2021,{said}"),
    ):
        draft = plan_of(csv_bytes(heading, row)).first_new[0].draft
        assert (draft.title, draft.title_zh, draft.date) == ("Rule on games", "游戏规定", "2021-06-10")


def test_a_table_in_one_script_has_one_title() -> None:
    """A Chinese heading over Chinese titles alone is the title."""
    assert map_headers(["标题", "日期"], sample=[["游戏规定", "2021"]]).fields == ("title", "date")
    assert map_headers(["Headline", "Date"], sample=[["Rule", "2021"]]).fields == ("title", "date")


@pytest.mark.parametrize(
    ("headers", "cells", "unknown"),
    [
        (["Summary", "摘要"], ["Games", "游戏"], ("摘要",)),
        (["Description", "Details"], ["One", "Two"], ("Details",)),
        (["Type", "Category"], ["rule", "privacy"], ("Category",)),
        (["Headline", "Event"], ["Rule", "Other"], ("Event",)),
    ],
)
def test_a_second_column_for_one_text_is_asked_about(headers: list[str], cells: list[str], unknown: tuple[str]) -> None:
    """Where both say something else, a person chooses; before, every row was refused."""
    assert map_headers(headers, sample=[cells]).unknown == unknown
    chosen = map_headers(headers, sample=[cells], chosen={unknown[0]: "-"})
    assert chosen.unknown == ()
    other = map_headers(headers, sample=[cells], chosen={headers[1]: chosen.fields[0] or ""})
    assert other.unknown == (headers[0],)


def test_columns_that_say_the_same_need_no_answer() -> None:
    """They agree in each row that was looked at."""
    assert map_headers(["Description", "Details"], sample=[["One", "One"]]).unknown == ()


def test_the_reading_shows_each_heading_with_its_field_and_samples() -> None:
    """Known ones as well; up to three different values, short, on one line and without control characters."""
    rows = ["2021-06-10,A,x", "2021-06-11,A,y\x1b[31m", f'2021-06-12,"B\nb",{"z" * 100}', "2021-06-13,,w"]
    table = open_event_table("a.csv", csv_bytes("Date,Headline,Odd", *rows))
    date, title, odd = column_readings(table, map_table(table))
    assert (date.heading, date.field, date.is_open) == ("Date", "date", False)
    assert date.samples == ("2021-06-10", "2021-06-11", "2021-06-12")
    assert (title.field, title.samples) == ("title", ("A", "B b"))
    assert (odd.field, odd.is_open) == (None, True)
    assert odd.samples == ("x", "y�[31m", "z" * 59 + "…")
    left_out = column_readings(table, map_table(table, chosen={"Odd": "-"}))[2]
    assert (left_out.field, left_out.is_open) == (None, False)


def test_values_of_json_are_shown_as_they_stand() -> None:
    """Lists and objects are no text."""
    table = open_event_table("a.json", json.dumps([good_document(sectors=["游戏", "cloud"])]).encode())
    shown = {reading.heading: reading.samples for reading in column_readings(table, map_table(table))}
    assert shown["sectors"] == ('["游戏", "cloud"]',)
    assert shown["sources"] == ('[{"url": "https://example.org/a"}]',)


def test_words_that_do_not_fit_are_counted_by_their_field() -> None:
    """Each once, with its number of rows; what fits in some way of writing is not there."""
    rows = ["处罚,positive,Firm,", "Draft rule,-1.0,3,high", "处罚,-4,2,sure", ",positive,1,", "rule,negative,1,"]
    table = open_event_table("a.csv", csv_bytes("kind,stance,reach,certainty", *rows))
    mapping = map_table(table)
    assert find_unfit(table, mapping) == {
        "kind": Counter({"处罚": 2, "": 1}),
        "stance": Counter({"positive": 2, "-4": 1, "negative": 1}),
        "reach": Counter({"Firm": 1}),
        "certainty": Counter({"sure": 1}),
    }
    said = {"stance": {"Positive": "1", "negative": "-1"}, "kind": {"处罚": "enforcement"}}
    assert find_unfit(table, mapping, said)["stance"] == Counter({"-4": 1})


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_meaning_of_a_word_is_said_once_for_the_file(form: str) -> None:
    """Letter case and blanks make no difference; other rows stay as they are."""
    cells = {"kind": "处罚", "stance": " Positive ", "reach": "whole sector", "certainty": "?"}
    data = good_with(**cells) if form == "csv" else json.dumps([good_document(**cells)]).encode()
    values = {
        "kind": {"处罚": "enforcement"},
        "stance": {"positive": "1"},
        "reach": {"Whole  Sector": "3"},
        "certainty": {"?": "low"},
    }
    plan = plan_of(data, values=values)
    assert plan.refusals == ()
    draft = plan.first_new[0].draft
    assert (draft.kind, int(draft.stance), int(draft.reach), draft.certainty) == ("enforcement", 1, 3, "low")


def test_meanings_are_typed_as_field_text_and_word() -> None:
    """A text may hold the signs of the form itself."""
    typed = ["stance:positive=1", "kind:处罚=enforcement", "stance:a:b=c=-2", "reach: 全行业 = 3"]
    assert parse_meanings(typed) == {
        "stance": {"positive": "1", "a:b=c": "-2"},
        "kind": {"处罚": "enforcement"},
        "reach": {"全行业": "3"},
    }


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("stance=1", "write it like stance:positive=1"),
        ("stance:=1", "write it like"),
        ("title:a=b", "“title” takes any text"),
        ("stance:positive=9", "stance is one of: -3, -2"),
        ("kind:处罚=", "kind is one of: law"),
    ],
)
def test_a_meaning_that_makes_no_sense_is_refused(typed: str, words: str) -> None:
    """With the form that would work, or the words that the field takes."""
    with pytest.raises(UnknownValue) as problem:
        parse_meanings([typed])
    assert words in str(problem.value)


def test_every_offered_word_fits_its_field() -> None:
    """What the boxes and the options offer is accepted in each row."""
    for field, words in CLOSED_WORDS.items():
        for word in words:
            assert plan_of(good_with(**{field: "odd"}), values={field: {"odd": word}}).refusals == ()


def test_what_is_said_of_all_rows_fills_empty_cells_of_a_closed_field() -> None:
    """An empty cell is no word, so it has no meaning of its own."""
    data = csv_bytes(GOOD_HEADING, GOOD_ROW.replace(",rule,", ",,"))
    assert plan_of(data, defaults=ANSWERS | {"kind": "law"}).first_new[0].draft.kind == "law"
