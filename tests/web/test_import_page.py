import io

import pytest
from openpyxl import Workbook
from page_reading import open_page
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.support.makers import SEED_EVENTS
from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.exports import export_bytes
from tracker.filters import EventFilter
from tracker.queries import list_events
from tracker.queries.events import EVERY_STATE
from tracker.read_models import EventRow
from tracker.store import remembered_headings, take_step
from tracker.vocabulary import Kind, ReviewState, Step

THEIRS = """Headline,When,Weight,Score,Why,Link
A new thing,3 June 2026,3,1,A promise,https://example.org/new
Another thing,03/04/2026,2,-1,A warning,https://example.org/other
"""


@pytest.fixture
def app(app: AppTest) -> AppTest:
    """The import page on a database of this test's own."""
    return open_page(app, "import")


def upload(app: AppTest, name: str, data: bytes) -> None:
    """Give the page a file."""
    app.file_uploader(key="import file").set_value((name, data, "text/csv")).run()
    assert not app.exception


def counts(app: AppTest) -> dict[str, str]:
    """Return the preview's numbers."""
    return {metric.label: metric.value for metric in app.metric}


def test_an_own_export_changes_nothing(app: AppTest, seeded_engine: Engine) -> None:
    """The preview says so and the button cannot be pressed."""
    with reading(seeded_engine) as session:
        data = export_bytes(list_events(session), "csv")
    upload(app, "timeline.csv", data)
    assert counts(app) == {"New": "0", "Changed": "0", "Unchanged": str(SEED_EVENTS), "Refused": "0"}
    assert app.button(key="import save").disabled


def test_other_peoples_headings_and_dates_are_asked_for(app: AppTest, seeded_engine: Engine) -> None:
    """Unknown headings, missing fields and the order of days: each is asked, then all is written as drafts."""
    upload(app, "theirs.csv", THEIRS.encode())
    assert not app.metric
    app.selectbox(key="import heading Weight").set_value("reach").run()
    app.selectbox(key="import default kind").set_value(Kind.SIGNAL).run()
    assert counts(app)["Refused"] == "1"
    app.radio(key="import order").set_value("03/04/2022").run()
    assert counts(app) == {"New": "2", "Changed": "0", "Unchanged": "0", "Refused": "0"}
    app.button(key="import save").click().run()
    assert any("2 new" in each.value for each in app.success)
    with reading(seeded_engine) as session:
        drafts = list_events(session, EventFilter(states=(ReviewState.DRAFT,)))
    assert {event.date for event in drafts} == {"2026-06-03", "2026-04-03"}


def test_refused_rows_are_shown_with_their_place_and_can_be_left_out(app: AppTest, seeded_engine: Engine) -> None:
    """The button waits until the person has decided; accepted events are in the record at once."""
    data = (
        "title,date,kind,stance,stance_reason,reach,source_urls\n"
        "Good,2026-06-03,signal,1,So,3,https://example.org/good\n"
        "Bad,2026-06-03,signal,9,So,3,https://example.org/bad\n"
    )
    upload(app, "some.csv", data.encode())
    table = app.dataframe[0].value
    assert [(row.Row, row.Column) for row in table.itertuples()] == [(3, "stance")]
    assert app.button(key="import save").disabled
    app.toggle(key="import skip").set_value(True).run()
    app.toggle(key="import accept").set_value(True).run()
    app.button(key="import save").click().run()
    assert any("1 new" in each.value for each in app.success)
    with reading(seeded_engine) as session:
        assert len(list_events(session)) == SEED_EVENTS + 1


def test_a_file_that_is_no_table_is_a_sentence(app: AppTest) -> None:
    """A PDF under another name is named; nothing else is drawn."""
    upload(app, "events.csv", b"%PDF-1.7 and so on")
    assert any("PDF" in each.value for each in app.error)


def test_a_record_that_changed_since_the_preview_is_looked_at_again(app: AppTest, seeded_engine: Engine) -> None:
    """What somebody saved in between is never overwritten by an older file unseen."""
    data = (
        "title,date,kind,stance,stance_reason,reach,source_urls\n"
        "Good,2026-06-03,signal,1,So,3,https://example.org/good\n"
    )
    upload(app, "some.csv", data.encode())
    with writing(seeded_engine) as session:
        take_step(session, "didi-app-removal", Step.WITHDRAW, version=1, actor=Actor("Ann"), reason="")
    app.button(key="import save").click().run()
    assert any("changed since the preview" in each.value for each in app.error)
    with reading(seeded_engine) as session:
        assert len(list_events(session, EVERY_STATE)) == SEED_EVENTS
    app.button(key="import save").click().run()
    assert any("1 new" in each.value for each in app.success)


BILINGUAL = """When,Headline,标题,Type,Score,Why,Weight,Link
10 June 2026,Rule on games,游戏规定,处罚,positive,It opens,3.0,https://example.org/a
11 June 2026,Rule on chips,芯片规定,rule,-1.0,It binds,2,https://example.org/b
12 June 2026,Rule on cars,汽车规定,,negative,It binds,2,https://example.org/c
"""


def boxes(app: AppTest) -> dict[str, object]:
    """Return what each heading's box holds."""
    return {box.label: box.value for box in app.selectbox if str(box.key).startswith("import heading ")}


def drafts_of(engine: Engine) -> list[EventRow]:
    """Return what waits for review."""
    with reading(engine) as session:
        return list(list_events(session, EventFilter(states=(ReviewState.DRAFT,))))


def test_the_whole_reading_is_shown_before_anything(app: AppTest) -> None:
    """Each heading has its box, the known ones as well, and its samples above; nothing is written yet."""
    upload(app, "bilingual.csv", BILINGUAL.encode())
    assert boxes(app) == {
        "When": "date", "Headline": "title", "标题": "title_zh", "Type": "kind", "Score": "stance",
        "Why": "stance_reason", "Weight": None, "Link": "source_urls",
    }  # fmt: skip
    captions = [each.value for each in app.caption]
    assert "10 June 2026 · 11 June 2026 · 12 June 2026" in captions
    assert ":color[游戏规定] · :color[芯片规定] · :color[汽车规定]" in captions
    assert not app.metric
    assert any("“Weight”" in each.value for each in app.warning)


def test_a_heading_may_be_read_as_what_the_form_calls_its_fields(app: AppTest) -> None:
    """Each field bears the name that it has on every other page, and no two bear one."""
    upload(app, "bilingual.csv", BILINGUAL.encode())
    offered = app.selectbox(key="import heading Why").options
    assert {"Why this stance", "What the date rests on", "Name in links", "Chinese title", "Sectors"} <= set(offered)
    assert offered[0] == "Leave this column out"
    assert len(set(offered)) == len(offered)


def test_a_box_that_was_emptied_and_left_out_by_the_button_holds_what_is_in_force(app: AppTest) -> None:
    """An answer that is taken back asks again; the button counts more than what its box held before."""
    upload(app, "bilingual.csv", BILINGUAL.encode())
    app.selectbox(key="import heading Weight").set_value("reach").run()
    assert app.metric
    app.selectbox(key="import heading Weight").set_value(None).run()
    assert not app.metric
    app.button(key="import others").click().run()
    assert boxes(app)["Weight"] == "-"
    app.run()
    assert boxes(app)["Weight"] == "-"


def test_two_columns_for_one_field_are_said_and_its_words_asked_about_once(app: AppTest) -> None:
    """The page says which two; it does not end in an error."""
    upload(app, "bilingual.csv", BILINGUAL.encode())
    app.selectbox(key="import heading Weight").set_value("stance").run()
    assert not app.exception
    assert [box.label for box in app.selectbox].count("positive means") == 1
    assert any("“Score” and “Weight” are both taken for “Stance”" in each.value for each in app.warning)


def test_words_are_translated_once_and_all_rows_follow(app: AppTest, seeded_engine: Engine) -> None:
    """Words that do not fit stand under their heading; each gets its meaning, empty cells as well."""
    upload(app, "bilingual.csv", BILINGUAL.encode())
    app.selectbox(key="import heading Weight").set_value("reach").run()
    assert counts(app)["Refused"] == "2"
    app.selectbox(key="import value kind 处罚").set_value("enforcement").run()
    app.selectbox(key="import value kind ").set_value("rule").run()
    app.selectbox(key="import value stance positive").set_value("1").run()
    app.selectbox(key="import value stance negative").set_value("-2").run()
    assert counts(app) == {"New": "3", "Changed": "0", "Unchanged": "0", "Refused": "0"}
    app.button(key="import save").click().run()
    found = {event.title: (event.title_zh, event.kind.value, int(event.stance)) for event in drafts_of(seeded_engine)}
    assert found == {
        "Rule on games": ("游戏规定", "enforcement", 1),
        "Rule on chips": ("芯片规定", "rule", -1),
        "Rule on cars": ("汽车规定", "rule", -2),
    }


def test_a_known_heading_can_be_changed_and_only_that_is_remembered(app: AppTest, seeded_engine: Engine) -> None:
    """The plan follows the boxes; what the program found by itself is not written down as somebody's decision."""
    data = (
        "title,date,kind,stance,stance_reason,reach,source_urls,Details\n"
        "Good,2026-06-03,signal,1,So,3,https://example.org/good,More words\n"
    )
    upload(app, "some.csv", data.encode())
    assert boxes(app)["Details"] == "summary"
    app.selectbox(key="import heading Details").set_value("date_evidence").run()
    app.button(key="import save").click().run()
    (draft,) = drafts_of(seeded_engine)
    assert (draft.summary, draft.date_evidence) == ("", "More words")
    with reading(seeded_engine) as session:
        assert remembered_headings(session) == {"details": "date_evidence"}


def test_answers_about_one_file_do_not_meet_the_next(app: AppTest) -> None:
    """Another file with the same headings begins with what the program takes them for."""
    upload(app, "first.csv", BILINGUAL.encode())
    app.selectbox(key="import heading Why").set_value("summary").run()
    upload(app, "second.csv", BILINGUAL.replace("2026", "2025").encode())
    assert app.selectbox(key="import 1 heading Why").value == "stance_reason"


def test_the_boxes_of_an_own_export_are_shown_on_request(app: AppTest, seeded_engine: Engine) -> None:
    """Its headings need no question, so the counts stand at the top; what is changed there counts."""
    with reading(seeded_engine) as session:
        data = export_bytes(list_events(session), "csv")
    upload(app, "timeline.csv", data)
    assert boxes(app) == {}
    app.toggle(key="import columns").set_value(True).run()
    assert len(boxes(app)) == 34
    assert boxes(app)["first_on"] == "-"
    assert counts(app)["Unchanged"] == str(SEED_EVENTS)


def test_a_sheet_of_a_workbook_can_be_chosen(app: AppTest, seeded_engine: Engine) -> None:
    """The sheet that says most is preset; another one is read anew, with boxes of its own."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name in ("2025", "2026"):
        sheet = workbook.create_sheet(name)
        sheet.append(["title", "date", "kind", "stance", "stance_reason", "reach", "source_urls"])
        sheet.append([f"Rule of {name}", int(name), "rule", -1, "It binds", 3, "https://example.org/a"])
    stream = io.BytesIO()
    workbook.save(stream)
    upload(app, "sheets.xlsx", stream.getvalue())
    assert app.selectbox(key="import sheet").value == "2025"
    app.selectbox(key="import sheet").set_value("2026").run()
    app.button(key="import save").click().run()
    assert [event.title for event in drafts_of(seeded_engine)] == ["Rule of 2026"]


def test_all_unknown_headings_can_be_left_out_at_once(app: AppTest) -> None:
    """A table of many columns needs one press."""
    upload(app, "wide.csv", BILINGUAL.replace("Weight", "Odd").replace("Why", "Odder").encode())
    assert not app.metric
    app.button(key="import others").click().run()
    assert boxes(app)["Odd"] == boxes(app)["Odder"] == "-"
    app.text_input(key="import default reach").set_value("3").run()
    app.text_input(key="import default stance_reason").set_value("So").run()
    assert counts(app)["New"] == "1"


AGAIN = """title,date,kind,stance,stance_reason,reach,source_urls,companies
DiDi app removed from app stores,2021-07-04,enforcement,-3,r,1,https://example.org/a,DiDi
Lighthouse keepers strike,2024-02-11,signal,0,r,3,https://example.org/b,
Strike of the lighthouse keepers,2024-02-11,signal,0,r,3,https://example.org/c,
"""


def test_likely_duplicates_are_listed_and_left_out_one_by_one(app: AppTest, seeded_engine: Engine) -> None:
    """Each is shown with what it may repeat and why; a tick leaves its row out and the button counts the rest."""
    upload(app, "again.csv", AGAIN.encode())
    boxes = [box for box in app.checkbox if "Leave out row" in box.label]
    assert [box.label.split("\\")[0] for box in boxes] == ["Leave out row 2", "Leave out row 4"]
    captions = " ".join(caption.value for caption in app.caption).replace("\\", "")
    assert "May be DiDi app ordered out of app stores (2021-07-04). Why: the same date, DiDi" in captions
    assert "May be row 3: Lighthouse keepers strike" in captions
    assert app.button(key="import save").label == "Import 3 events"
    boxes[0].check().run()
    assert app.button(key="import save").label == "Import 2 events"
    app.button(key="import save").click().run()
    assert not app.exception
    with reading(seeded_engine) as session:
        titles = {event.title for event in list_events(session, EventFilter(states=(ReviewState.DRAFT,)))}
    assert titles == {"Lighthouse keepers strike", "Strike of the lighthouse keepers"}


def test_likely_duplicates_are_left_out_all_at_once(app: AppTest, seeded_engine: Engine) -> None:
    """One switch for all of them."""
    upload(app, "again.csv", AGAIN.encode())
    next(toggle for toggle in app.toggle if toggle.label == "Leave all 2 out").set_value(True).run()
    assert app.button(key="import save").label == "Import 1 event"
    app.button(key="import save").click().run()
    with reading(seeded_engine) as session:
        titles = {event.title for event in list_events(session, EventFilter(states=(ReviewState.DRAFT,)))}
    assert titles == {"Lighthouse keepers strike"}


def test_a_hidden_sign_in_a_file_is_said(app: AppTest) -> None:
    """The known title with it is that title, and the preview tells what is taken out."""
    upload(app, "hidden.csv", AGAIN.replace("DiDi app removed from app", "DiDi app ordered out of app\u200b").encode())
    assert counts(app)["New"] == "2"
    captions = " ".join(caption.value for caption in app.caption).replace("\\", "")
    assert "Row 2: Invisible characters were taken out of “Title”: zero width space." in captions
