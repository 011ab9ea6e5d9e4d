from page_reading import key_of, open_page, said
from streamlit.testing.v1 import AppTest

from tracker.vocabulary import MeasureKind


def test_all_measures_stand_in_the_table_with_their_stages(app: AppTest) -> None:
    """One row for each rule, with status, names, number and a column for each stage; what is missing is said."""
    table = open_page(app, "measures", asof="2026-06-01").dataframe[0].value.set_index("Measure")
    assert app.segmented_control(key="measure show").options == [r":violet[Rules \(75\)]", r":violet[Cases \(16\)]"]
    assert len(table) == 75
    assert "Probe opened" not in table
    law = table.loc["Personal Information Protection Law"]
    assert law["Chinese name"] == "中华人民共和国个人信息保护法"
    assert (law["Consultation"], law["Adopted"], law["In force"]) == ("2020-10-21", "2021-08-20", "2021-11-01")
    assert table.loc["Data Security Law", "Consultation"] == "not recorded"
    app.segmented_control(key="measure show").set_value(MeasureKind.CASE).run()
    table = app.dataframe[0].value.set_index("Measure")
    assert (len(table), app.query_params["show"]) == (16, "case")
    assert (table.loc["Antitrust case against Alibaba", "Ruling"], "Adopted" in table) == ("2021-04-10", False)
    assert table.loc["Antitrust case against Alibaba", "Number"] == "国市监处〔2021〕28号"
    assert table.loc["Antitrust case against Alibaba", "Status"] == "closed"


def test_a_status_keeps_those_that_stand_there(app: AppTest) -> None:
    """Drafts that never became final are one choice away, with their number; a shared address brings them back."""
    open_page(app, "measures", asof="2026-06-01", status="consultation")
    box = app.selectbox(key="measure status")
    table = app.dataframe[0].value
    assert f"Draft, no final text recorded ({len(table)})" in box.options
    assert set(table["Status"]) == {"draft, no final text recorded"}
    assert (table["Adopted"] == "not recorded").all()
    app.segmented_control(key="measure show").set_value(MeasureKind.CASE).run()
    assert app.selectbox(key=key_of(app, "measure status")).value is None
    assert "status" not in app.query_params


def test_as_of_an_earlier_day_and_under_a_filter_fewer_are_told(app: AppTest) -> None:
    """A measure is at the stage that it had reached; what no event of the filter is part of is missing."""
    table = (
        open_page(app, "measures", asof="2021-09-15", companies="Alibaba", show="case")
        .dataframe[0]
        .value.set_index("Measure")
    )
    assert table.loc["Antitrust case against Alibaba", "Status"] == "decided, closing not recorded"
    assert "Personal Information Protection Law" not in table.index
    assert len(table) < 10


def test_one_measure_is_read_with_its_chain_and_its_events(app: AppTest) -> None:
    """Names, number, status and steps stand above the events of its stages, each with its sources."""
    open_page(app, "measures", measure="generative-ai-measures", asof="2026-06-01")
    text = said(app)
    assert "生成式人工智能服务管理暂行办法" in text
    assert "In force as of 1 June 2026" in text
    assert "Consultation 11 April 2023 → Adopted 13 July 2023 → In force 15 August 2023" in text
    assert "↓ 93 days later" in text
    assert text.count("Sources (") == 3
    app.selectbox(key="measure measure").set_value(None).run()
    assert not app.exception
    assert "measure" not in app.query_params
    assert len(app.dataframe) == 1


def test_card_and_story_tell_the_measures_of_their_events(app: AppTest) -> None:
    """The card of a draft names the rule that it became; a story names every rule and case that is part of it."""
    open_page(app, "", event="platform-antitrust-draft")
    assert "Rule: Antitrust guidelines for the platform economy" in said(app)
    assert "Consultation 10 November 2020 → Adopted 7 February 2021 → In force 7 February 2021" in said(app)
    links = {link.proto.label: link.proto for link in app.get("page_link")}
    assert "measure=platform-antitrust-guidelines" in links["Read its stages"].query_string
    open_page(app, "threads", thread="alibaba-antitrust")
    assert "Case: Antitrust case against Alibaba (国市监处〔2021〕28号): closed" in said(app)


def test_a_measure_that_does_not_exist_is_left_out(app: AppTest) -> None:
    """An address with an unknown measure shows all of them and says so."""
    open_page(app, "measures", measure="no-such-measure", asof="2026-06-01")
    assert len(app.dataframe[0].value) == 75
    assert "“no-such-measure” is not a known value for measure" in said(app)
