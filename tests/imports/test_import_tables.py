"""Traits of tables that people really keep: each is read, asked about or refused with its place."""

import json

import pytest
from bad_files import GOOD_HEADING, GOOD_ROW, csv_bytes, good_document, good_with, workbook_bytes
from tables_of import ANSWERS, dates_of, plan_of, refusals_of

from tracker.imports import DEFAULT_FIELDS, ImportSteps, KnownEvents, map_table, open_event_table, plan_steps
from tracker.naming import NameIndex
from tracker.read_models import TermRow
from tracker.vocabulary import TermType

NEEDED = ("title", "date", "kind", "stance", "stance_reason", "reach", "source_urls")
FORMS = ("csv", "json", "xlsx")


def in_form(form: str, heading: list[str], *rows: list[str]) -> bytes:
    """Write rows as a file of one of the three kinds."""
    if form == "json":
        return json.dumps([dict(zip(heading, row, strict=True)) for row in rows]).encode()
    if form == "xlsx":
        return workbook_bytes(list(heading), *(list(row) for row in rows))
    return csv_bytes(",".join(heading), *(",".join(f'"{cell}"' for cell in row) for row in rows))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2022-05-17 00:00:00", "2022-05-17"),
        ("2022-05-17T23:30:00+08:00", "2022-05-17"),
        ("2022-05-17T10:30:00", "2022-05-17"),
        ("5/17/2022 0:00", "2022-05-17"),
        ("2022-05-17 10:30", "2022-05-17"),
        ("17 May 2022 08:00", "2022-05-17"),
    ],
)
def test_a_time_of_day_beside_a_date_is_passed_over(form: str, typed: str, date: str) -> None:
    """Programs write days with the time 0:00; the day is the one that is written."""
    assert dates_of(in_form(form, ["title", "date"], ["Rule", typed])) == [date]


@pytest.mark.parametrize("form", FORMS)
def test_the_order_of_day_and_month_holds_beside_a_time_of_day(form: str) -> None:
    """One row settles it for the others, with and without a time."""
    data = in_form(form, ["title", "date"], ["A", "3/4/2022 0:00"], ["B", "5/17/2022 0:00"], ["C", "03/04/2022"])
    assert dates_of(data) == ["2022-03-04", "2022-05-17", "2022-03-04"]


@pytest.mark.parametrize("typed", ["2022-05-17T23:30:00-05:00", "2022-05-17T20:00:00Z", "17 May 2022 20:00 UTC"])
def test_an_instant_that_falls_on_another_day_in_beijing_is_not_guessed(typed: str) -> None:
    """The refusal names both days."""
    plan = plan_of(csv_bytes("title,date", f"Rule,{typed}"), defaults=ANSWERS)
    assert [refusal.column for refusal in plan.refusals] == ["date"]
    assert "2022-05-17" in plan.refusals[0].reason
    assert "2022-05-18" in plan.refusals[0].reason


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_year_with_a_point_is_a_year(form: str) -> None:
    """Programs that know no empty whole numbers write a column of years so."""
    assert dates_of(in_form(form, ["title", "date"], ["Rule", "2022.0"])) == ["2022"]
    assert dates_of(json.dumps([{"title": "Rule", "date": 2022.0}]).encode()) == ["2022"]


@pytest.mark.parametrize("name", NEEDED)
def test_whatever_the_program_asks_for_can_be_said_of_all_rows(name: str) -> None:
    """The option that it recommends makes the rows whole, for each field that every event needs."""
    columns = dict(zip(GOOD_HEADING.split(","), GOOD_ROW.split(","), strict=True))
    said = columns.pop(name)
    data = csv_bytes(",".join(columns), ",".join(columns.values()))
    assert map_table(open_event_table("a.csv", data)).missing == (name,)
    assert plan_of(data, defaults={name: said}).refusals == ()
    assert name in DEFAULT_FIELDS


def test_sources_that_are_said_of_all_rows_fill_empty_cells_only() -> None:
    """A row's own address stays, with its publisher; in a JSON file a row's own list of sources as well."""
    data = csv_bytes(
        GOOD_HEADING + ",source_publishers",
        GOOD_ROW + ",Own",
        GOOD_ROW.replace("https://example.org/a", "").replace("Rule", "Other") + ",",
    )
    defaults = {"source_urls": "https://example.org/b; https://example.org/c"}
    own, other = (step.draft.sources for step in plan_of(data, defaults=defaults).first_new)
    assert [(source.url, source.publisher) for source in own] == [("https://example.org/a", "Own")]
    assert [source.url for source in other] == ["https://example.org/b", "https://example.org/c"]
    documents = [good_document(), good_document(title="Other", sources=[])]
    first, second = (
        step.draft.sources for step in plan_of(json.dumps(documents).encode(), defaults=defaults).first_new
    )
    assert [source.url for source in first] == ["https://example.org/a"]
    assert len(second) == 2


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        ("title", "Two lines\nof a title", "Two lines of a title"),
        ("title", "Three \r\n\r\n lines", "Three lines"),
        ("title", "A tab\tbetween", "A tab between"),
        ("stance_reason", "It\nbinds", "It binds"),
        ("title_zh", "网络\u2028安全", "网络 安全"),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_line_breaks_in_a_line_become_spaces_and_that_is_said(form: str, field: str, typed: str, read: str) -> None:
    """A spreadsheet breaks lines within a cell to fit its width."""
    cells = dict(zip(GOOD_HEADING.split(","), GOOD_ROW.split(","), strict=True)) | {field: typed}
    plan = plan_of(in_form(form, list(cells), list(cells.values())))
    assert plan.refusals == ()
    assert getattr(plan.first_new[0].draft, field) == read
    assert any(f"Line breaks in “{field}” became spaces" in note for note in plan.notes)


def test_a_summary_keeps_its_lines() -> None:
    """Where lines are allowed, nothing changes and nothing is said; an invisible sign in a title is no line break."""
    plan = plan_of(good_with(summary="One\nTwo", title="A word\u200b without a break"))
    assert plan.first_new[0].draft.summary == "One\nTwo"
    assert plan.first_new[0].draft.title == "A word without a break"
    assert plan.notes == ("Row 2: Invisible characters were taken out of “Title”: zero width space.",)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_an_error_of_a_spreadsheet_is_refused_in_csv_too(error: str) -> None:
    """Whatever field it stands in, needed or not; columns that are left out do not matter."""
    data = csv_bytes(f"{GOOD_HEADING},Publisher,Note", f"{GOOD_ROW},{error},{error}")
    plan = plan_of(data, chosen={"Note": "-"})
    assert [(refusal.row, refusal.column) for refusal in plan.refusals] == [(2, "Publisher")]
    assert error in plan.refusals[0].reason


def test_bars_separate_columns_addresses_and_names() -> None:
    """As a separator of the file, and within cells of a file that has another."""
    assert dates_of(b"title|date|Type\nRule|2021-06-10|rule\nOther|2021-06-11|rule\n") == ["2021-06-10", "2021-06-11"]
    data = csv_bytes(
        "Event,date,kind,stance,Reason,reach,Companies affected,Links",
        "Rule,2021-06-10,rule,-1,It binds,3,First Co | Second Co,https://a.example/1|https://b.example/2",
    )
    plan = plan_of(data)
    draft = plan.first_new[0].draft
    assert draft.companies == ("First Co", "Second Co")
    assert [source.url for source in draft.sources] == ["https://a.example/1", "https://b.example/2"]
    assert any("separated at bars" in note for note in plan.notes)


@pytest.mark.parametrize("around", [{}, {"title": "My timeline", "updated": "2022-01-01"}, {"authors": ["A", "B"]}])
def test_a_list_of_events_inside_an_object_is_the_table(around: dict[str, object]) -> None:
    """Many programs write their events under one name, with words about the file beside it."""
    data = json.dumps(around | {"events": [good_document(), good_document(title="Other")]}, indent=1).encode()
    plan = plan_of(data)
    assert (plan.new, plan.refused) == (2, 0)


def test_one_event_that_is_all_of_its_file_stays_one_event() -> None:
    """Its list of sources is no table."""
    plan = plan_of(json.dumps(good_document(), indent=1).encode())
    assert (plan.new, plan.refused) == (1, 0)
    lines = b"\n".join(json.dumps(good_document(title=f"Event {number}")).encode() for number in range(3))
    assert plan_of(lines).new == 3


@pytest.mark.parametrize("word", ["present", "Ongoing", "now", "至今", "进行中", "to date"])
def test_words_for_still_going_stand_in_a_table_as_well(word: str) -> None:
    """The list is the one of the form."""
    assert plan_of(good_with(end=word)).first_new[0].draft.end == ".."


def test_levels_with_a_point_are_whole_where_they_are_whole() -> None:
    """-1.0 is -1 in each kind of file; 1.5 is refused at its column."""
    for data in (good_with(stance="-1.0", reach="3.0"), json.dumps([good_document(stance=-1.0, reach=3.0)]).encode()):
        draft = plan_of(data).first_new[0].draft
        assert (int(draft.stance), int(draft.reach)) == (-1, 3)
    assert refusals_of(good_with(stance="1.5"), defaults={}) == [(2, "stance")]
    assert refusals_of(json.dumps([good_document(reach=1.5)]).encode(), defaults={}) == [(1, "reach")]


def test_a_slug_that_stands_twice_is_refused_each_time() -> None:
    """Nobody can tell which row is right; each refusal names the others, and the rest of the file stands."""
    rows = [f"{slug},{GOOD_ROW.replace('Rule', title)}" for slug, title in (("a", "A"), ("b", "B"), ("a", "C"))]
    plan = plan_of(csv_bytes(f"slug,{GOOD_HEADING}", *rows))
    assert [(refusal.row, refusal.column) for refusal in plan.refusals] == [(2, "slug"), (4, "slug")]
    assert [refusal.reason.split(" has ")[0] for refusal in plan.refusals] == ["Row 4", "Row 2"]
    assert [step.slug for step in plan.first_new] == ["b"]


def test_a_slug_and_a_title_that_lead_to_one_event_are_told() -> None:
    """A row may name an event of the record by its slug, and another row the same event by title and date."""
    data = csv_bytes(f"slug,{GOOD_HEADING}", f"known,{GOOD_ROW}", f",{GOOD_ROW}", f",{GOOD_ROW.replace('Rule', 'New')}")
    known = {"slug": "known", "date": "2021-06-10", "title": "Rule", "sources": []}
    record = KnownEvents({"known"}, lambda slugs: dict.fromkeys(slugs, known), {("2021-06-10", "rule"): "known"})
    table = open_event_table("a.csv", data)
    plan = plan_steps(ImportSteps(table, map_table(table), record))
    assert [(refusal.row, refusal.column) for refusal in plan.refusals] == [(3, "title")]
    assert plan.new == 1


def test_the_order_of_day_and_month_that_a_file_shows_is_told() -> None:
    """A person may know better than one odd row."""
    data = csv_bytes("title,date", "A,03/04/2022", "B,25/12/2021")
    plan = plan_of(data, defaults=ANSWERS)
    assert any("were read with the day first" in note for note in plan.notes)
    assert [step.draft.date for step in plan.first_new] == ["2022-04-03", "2021-12-25"]
    assert plan_of(csv_bytes("title,date", "B,25/12/2021"), defaults=ANSWERS).notes == ()


def test_words_that_contradict_their_date_are_refused_at_their_column() -> None:
    """A column of words beside the dates is compared row by row."""
    data = csv_bytes(
        "title,date,date_text", "A,2022-05-17,17 May 2023", "B,2022-05-18,18 May 2022", "C,2022-05-19,soon"
    )
    assert refusals_of(data) == [(2, "date_text")]


def test_sources_of_other_peoples_json_are_read_as_far_as_they_are_understood() -> None:
    """Their own names for address, publisher and date are known; what has no place is left out, and that is said."""
    sources = [
        {"link": "https://a.example/1", "outlet": "First paper", "date": "2021-06-11", "label": "PDF", "kind": "paper"},
        {"url": "https://b.example/2", "site": "Second paper", "kind": "news", "label": "Page"},
        "https://c.example/3",
    ]
    plan = plan_of(json.dumps([good_document(sources=sources, sourceUrl="https://b.example/2")]).encode())
    assert plan.refusals == ()
    assert [(each.url, each.publisher, each.published_on, each.kind) for each in plan.first_new[0].draft.sources] == [
        ("https://a.example/1", "First paper", "2021-06-11", None),
        ("https://b.example/2", "Second paper", None, "news"),
        ("https://c.example/3", "", None, None),
    ]
    assert any("“label” of sources" in note and "sources: 2" in note for note in plan.notes)
    assert any("“kind paper” of sources" in note for note in plan.notes)


@pytest.mark.parametrize("cell", ['["First, Co","Second Co"]', "['First, Co', 'Second Co']"])
def test_a_list_in_the_form_of_a_program_is_a_list(cell: str) -> None:
    """Programs write the lists of a table into its cells so; text that only looks like it stays text."""
    quoted = '"{}"'.format(cell.replace('"', '""'))
    data = csv_bytes(f"{GOOD_HEADING},Companies affected", f"{GOOD_ROW},{quoted}", f"{GOOD_ROW[4:]},[not a list]")
    plan = plan_of(csv_bytes(f"{GOOD_HEADING},Companies affected", f"{GOOD_ROW},{quoted}"))
    assert plan.first_new[0].draft.companies == ("First, Co", "Second Co")
    assert plan.notes == ()
    assert plan_of(data.replace(b"\r\n,", b"\r\nOther,")).first_new[1].draft.companies == ("[not a list]",)


@pytest.mark.parametrize(
    ("heading", "field"),
    [("sourceUrl", "source_urls"), ("eventDate", "date"), ("EndDate", "end"), ("issuing-body", "agencies")],
)
def test_headings_in_the_spelling_of_programs_are_known(heading: str, field: str) -> None:
    """Words that are joined by capitals or signs are the same words."""
    table = open_event_table("a.csv", csv_bytes(f"title,{heading}", "A,B"))
    assert map_table(table).fields == ("title", field)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("ride-hailing", "B"), ("Ride Hailing", "B"), ("hailers", "A"), ("OLD", "A"), ("Nobody knows", "Nobody knows")],
)
def test_a_name_leads_where_it_leads_everywhere(typed: str, key: str) -> None:
    """A name counts more than another entry's alias that is spelt the same, and a merged entry's key comes last."""
    terms = (
        TermRow(TermType.COMPANY, "A", "First", None, aliases=("ride-hailing", "hailers"), former_keys=("Old",)),
        TermRow(TermType.COMPANY, "B", "Ride Hailing", None),
    )
    table = open_event_table("a.csv", good_with(companies=typed))
    plan = plan_steps(ImportSteps(table, map_table(table), KnownEvents(names=NameIndex(terms))))
    assert plan.first_new[0].draft.companies == (key,)
    assert NameIndex(terms).find(TermType.COMPANY, typed) in {key, None}
    assert plan.new_names == ({} if key in "AB" else {"companies": (typed,)})
