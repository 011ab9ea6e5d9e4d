"""How sure the index is, and how it is made, without a browser."""

import datetime as dt
import re
from pathlib import Path

import pytest
from page_reading import address, go_to, open_boxes, open_page, said, table
from sqlalchemy import create_engine, text
from streamlit.testing.v1 import AppTest

from tests.support.made_history import record_on
from tests.support.makers import SEED_EVENTS, new_database
from tracker.web.headline import ONE_SIDE
from tracker.web.pages.certainty.choice import PagePart
from tracker.web.pages.certainty.line import OTHER_SCALE, share_words


def test_the_certainty_page_opens_with_the_usual_reading(app: AppTest) -> None:
    """Index in words, and the deciding story of 31 May 2022 in the table behind the line."""
    go_to(app, "certainty")
    open_boxes(app, "sure fragile")
    assert not app.exception
    assert "319 events count" in said(app)
    fragile = table(app, "Story")
    may = fragile[(fragile["From"] <= "2022-05-31") & (fragile["To"] >= "2022-05-31")]
    assert may["Story"].tolist() == ["The thaw"]


def test_other_choices_are_told_in_words_and_in_a_table(app: AppTest) -> None:
    """Every reading has a row, the usual one first, and the range in words is that of the rows."""
    open_page(app, "certainty", part="choices")
    open_boxes(app, "sure fan table")
    assert not app.exception
    readings = table(app, "Weight of reach")
    assert len(readings) == 141
    assert readings["Coder"].tolist()[:4] == ["first", "second", "third", "first"]
    assert (readings.iloc[0]["Lowest on"], readings.iloc[0]["Lowest"]) == (
        "2021-09-27",
        pytest.approx(-1.6698, abs=5e-4),
    )
    words = said(app)
    assert "between 20 August 2018 and 8 October 2021 in every reading" in words
    assert (readings["Lowest on"].min(), readings["Lowest on"].max()) == ("2018-08-20", "2021-10-08")
    assert f"in {readings['First above 0'].eq('').sum()} of 141 it never is" in words
    turns = dict(zip(readings["Coder"][:3], readings["First above 0"][:3], strict=True))
    assert turns == {"first": "2022-04-29", "second": "2022-06-06", "third": "2022-06-06"}
    days = "by the first coder on 29 April 2022, by the second coder on 6 June 2022, by the third coder on 6 June 2022"
    assert days in words


def test_coders_agree_and_the_page_says_where(app: AppTest) -> None:
    """Alpha on direction, on degree of each side and on reach, by year and by kind, each pair, and what it means."""
    open_page(app, "certainty", part="coders")
    open_boxes(app, "sure confusion", "sure pairs")
    assert not app.exception
    assert [each.value for each in app.metric] == ["0.82", "0.55", "0.50", "0.90"]
    assert "good, 0.74 to 0.89, 390 events" in app.metric[0].delta
    words = said(app)
    assert "First coder and coder “second”, 390 events: good on direction, moderate on degree." in words
    assert "calls easing in 0 of them" in words
    assert "“second” is harsher, by 0.16 of a level" in words
    assert "The coders “second” and “third” agree with each other at 0.97 and are no two opinions." in words
    assert "machine-assisted and await review by people" in words
    assert "saw neither the first codes nor the sources" in words
    years, kinds, _ = (each.value for each in app.table)
    assert years["Year"].tolist() == [str(year) for year in range(2018, 2027)]
    assert years["Events"].astype(int).sum() == kinds["Events"].astype(int).sum() == SEED_EVENTS
    by_year = years.set_index("Year")
    assert by_year["Other sign"]["2024":"2025"].tolist() == ["44 of 366", "101 of 365"]
    assert by_year["Difference"]["2024"] == "\N{MINUS SIGN}0.42"
    by_kind = kinds.set_index("Kind")["Grade"]
    assert by_kind["Public health"] == by_kind["Institution"] == "too few events"
    assert by_kind["Rule"] == "moderate"
    assert table(app, "Coders")["Stance"].tolist() == ["0.85", "0.84", "0.97"]
    codes = table(app, "First coder")
    assert codes.drop(columns="First coder").to_numpy().sum() == SEED_EVENTS


def test_the_chosen_coder_is_the_one_beside_the_first(app: AppTest) -> None:
    """The third where the third is chosen; days with the other sign follow the half-life."""
    open_page(app, "certainty", part="coders", coder="third")
    assert "coder “third”, 390 events" in said(app)
    days = app.table[0].value["Other sign"].tolist()
    assert days[6:8] == ["44 of 366", "111 of 365"]
    open_page(app, "certainty", part="coders", coder="third", half_life="180")
    assert app.table[0].value["Other sign"].tolist() != days


def test_a_coder_of_few_events_is_compared_on_these(app: AppTest, seeded_url: str) -> None:
    """Neither missing codes nor missing years count as agreement or as another sign."""
    with create_engine(seeded_url).begin() as connection:
        july = "(SELECT id FROM event WHERE first_on BETWEEN '2021-07-01' AND '2021-07-31')"
        connection.execute(text(f"DELETE FROM coding WHERE coder = 'third' AND event_id NOT IN {july}"))  # noqa: S608
    open_page(app, "certainty", part="coders", coder="third")
    assert not app.exception
    years = app.table[0].value
    assert years["Year"].tolist() == ["2021"]
    assert years["Other sign"].tolist()[0].startswith("0 of ")
    open_page(app, "certainty", part="coders", coder="first")
    assert "coder “second”, 390 events" in said(app)


def table_of(app: AppTest, column: str) -> list[str]:
    """Return a column of the table that has it."""
    return next(each.value[column].tolist() for each in app.table if column in each.value)


def test_the_range_can_draw_the_coder_too(app: AppTest) -> None:
    """The switch stands in the address, moves the range and not the line, and the words say what the range holds."""
    go_to(app, "certainty")
    open_boxes(app, "sure table")
    usual = table(app, "Deciding story").set_index("Day")
    assert "where coders part, the band does not show it" in said(app)
    assert "nor of errors of coding" in said(app)
    usual_turn = table_of(app, "In four of five draws")
    app.toggle(key="sure draw").set_value(True).run()
    assert not app.exception
    assert address(app, "draw") == ["coders"]
    drawn = table(app, "Deciding story").set_index("Day")
    assert drawn["Index"].equals(usual["Index"])
    assert (drawn["Upper"] - drawn["Lower"]).mean() > (usual["Upper"] - usual["Lower"]).mean()
    assert "The range draws the coder of each event too" in said(app)
    assert "takes the codes of one of its coders" in said(app)
    assert "nor of errors that all coders share" in said(app)
    assert table_of(app, "In four of five draws") != usual_turn
    open_page(app, "certainty", draw="coders", coder="second")
    assert app.toggle(key="sure draw").value
    assert "The range draws the coder of each event too" in said(app)


def test_without_further_coders_nothing_is_drawn(app: AppTest, seeded_url: str) -> None:
    """No switch, and an address that asks for it claims nothing."""
    with create_engine(seeded_url).begin() as connection:
        connection.execute(text("DELETE FROM coding"))
    open_page(app, "certainty", draw="coders")
    assert not app.exception
    assert [each.key for each in app.toggle] == ["sure pull"]
    assert "draws the coder" not in said(app)
    open_page(app, "certainty", part="coders")
    assert any("No further coder" in each.value for each in app.info)
    go_to(app, "method")
    assert "68 events count in all years before it" in said(app)
    assert "the other sign" not in said(app)


def test_a_shared_link_reproduces_every_switch(app: AppTest) -> None:
    """Half-life, shrinkage, coder, kinds and review come from the address, act on the line and stay in the address."""
    link: dict[str, str | list[str]] = {"half_life": "30", "shrinkage": "8", "coder": "third"}
    link |= {"counts": ["law", "rule"], "review": ["accepted", "draft"]}
    open_page(app, "certainty", **link)
    assert not app.exception
    assert app.segmented_control(key="sure half_life").value == 30
    assert app.segmented_control(key="sure shrinkage").value == 8
    assert app.segmented_control(key="sure coder").value == "third"
    assert "that the coder “third” has coded" in said(app)
    for name, value in link.items():
        assert address(app, name) == ([value] if isinstance(value, str) else value)
    app.segmented_control(key="sure part").set_value(PagePart.CHOICES).run()
    assert not app.exception
    open_boxes(app, "sure fan table")
    assert not app.exception
    base = table(app, "Weight of reach").iloc[0]
    assert (base["Half-life"], base["Pull towards 0"]) == (30, 8)
    app.button(key="sure usual").click().run()
    assert not app.exception
    assert "half_life" not in app.query_params
    assert "319 events count" in said(app)


def test_switches_act_on_the_line(app: AppTest) -> None:
    """A longer memory and more neutral evidence flatten the line; the table shows it."""
    go_to(app, "certainty")
    open_boxes(app, "sure table")
    usual = table(app, "Deciding story").set_index("Day")["Index"]
    app.segmented_control(key="sure shrinkage").set_value(16.0).run()
    assert not app.exception
    shrunk = table(app, "Deciding story").set_index("Day")["Index"]
    assert (shrunk.abs() <= usual.abs() + 1e-9).all()
    assert shrunk.min() > usual.min()


def test_the_average_without_the_pull_stands_beside_the_index(app: AppTest) -> None:
    """A switch in the address draws it; the table has it with its range, and what the pull leaves of it."""
    open_page(app, "certainty", pull="none")
    assert not app.exception
    assert app.toggle(key="sure pull").value is True
    assert address(app, "pull") == ["none"]
    assert "is the average stance of the events that still count" in said(app)
    assert "The table is of the index, not of the average without the pull." in said(app)
    open_boxes(app, "sure table")
    days = table(app, "Without the pull")
    known = days.dropna(subset=["Without the pull"])
    assert len(known) > 400
    assert (known["Without the pull"] * known["Share kept"]).to_numpy() == pytest.approx(known["Index"], abs=2e-4)
    known = days.dropna(subset=["Its lower"])
    assert (known["Its lower"] <= known["Without the pull"]).all()
    assert (known["Without the pull"] <= known["Its upper"]).all()
    silent = days[days["Day"] > "2026-07-05"]
    assert len(silent) > 1
    assert silent["Without the pull"].nunique() == silent["Its lower"].nunique() == silent["Its upper"].nunique() == 1
    assert silent["Stories that still count"].is_monotonic_increasing  # the latest day is on top
    assert silent["Stories that still count"].nunique() == len(silent)
    app.toggle(key="sure pull").set_value(False).run()
    assert not app.exception
    assert "The band" in said(app)
    assert "The table is of the index" not in said(app)


def test_years_of_different_density_are_called_not_comparable(app: AppTest) -> None:
    """The shares of the years come from the record; without a pull there is nothing to say."""
    go_to(app, "certainty")
    words = re.search(r"on average (0\.\d\d) in (\d{4}), (0\.\d\d) in (\d{4})\. So levels .* not comparable", said(app))
    assert words is not None
    assert float(words[1]) + OTHER_SCALE <= float(words[3])
    app.segmented_control(key="sure shrinkage").set_value(0.0).run()
    assert not app.exception
    assert "comparable" not in said(app)


def test_shares_in_words() -> None:
    """Alike, alone, or none at all."""
    assert share_words({2021: 0.86, 2022: 0.9}).endswith("0.86 in 2021, and about as much in every other year shown.")
    assert share_words({2021: 0.86}) == "The fewer recent events, the less is left: on average 0.86 in 2021."
    assert share_words({}) == "Nothing is recorded in this period."


def test_a_past_day_knows_nothing_of_what_was_recorded_later(app: AppTest, recorded_on: dt.date) -> None:
    """On the day before it was loaded the record held nothing, and on that day it held all."""
    open_page(app, "certainty", known_on=(recorded_on - dt.timedelta(days=1)).isoformat())
    assert not app.exception
    assert "No event counts under this reading" in said(app)
    assert "The history of this database begins on" in said(app)
    assert "it held nothing" in said(app)
    open_page(app, "certainty", known_on=recorded_on.isoformat())
    assert not app.exception
    assert "319 events count" in said(app)
    assert "as known on" in said(app)


def test_unknown_switches_are_told_and_left_out(app: AppTest) -> None:
    """A half-life that is not offered, a coder whom nobody knows: a note each, and the usual reading."""
    open_page(app, "certainty", half_life="45", coder="fourth", known_on="never")
    assert not app.exception
    notes = " ".join(each.value for each in app.info)
    assert all(word in notes for word in ("45", "fourth", "never"))
    assert "319 events count" in said(app)


def test_the_method_page_works_the_example(app: AppTest) -> None:
    """The usual choices give the worked value of the method; others give the value of their own formula."""
    go_to(app, "method")
    assert not app.exception
    formulas = [each.value for each in app.latex]
    assert any("-7.129" in each and "6.238+4" in each and "-0.696" in each for each in formulas)
    assert table(app, "Part of the index")["Part of the index"].sum() == pytest.approx(-0.696327, abs=2e-6)
    app.slider(key="h").set_value(30).run()
    app.slider(key="k").set_value(0.0).run()
    assert not app.exception
    weights = [reach * 2 ** (-age / 30) for age, reach in ((10, 4), (45, 3), (130, 4))]
    total = sum(weight * stance for weight, stance in zip(weights, (-2, -1, 2), strict=True))
    assert table(app, "Part of the index")["Part of the index"].sum() == pytest.approx(total / sum(weights), abs=2e-6)


def test_the_method_page_counts_its_own_gaps(app: AppTest) -> None:
    """Coverage by quarter and by year is the whole record; gaps and citation are made from it."""
    go_to(app, "method")
    open_boxes(app, "coverage quarters", "coverage years")
    by_quarter, by_year = [each.value for each in app.dataframe if "Official source" in each.value]
    assert by_quarter["Events"].sum() == by_year["Events"].sum() == SEED_EVENTS
    words = said(app)
    single = SEED_EVENTS - by_year["Two sources or more"].sum()
    assert f"{single} events rest on a single source." in words
    assert "Years with fewer than" not in words
    [cite] = [each.value for each in app.code]
    assert cite.startswith("The tracker's contributors. China tech regulation tracker")
    assert "k = 4" in cite


def test_the_method_page_says_what_the_index_may_be_used_for(app: AppTest) -> None:
    """No forecast, no enforcement, and two limits with the numbers of the record."""
    go_to(app, "method")
    words = said(app)
    assert "May and may not be used for" in words
    assert "No forecast" in words
    assert "68 events count in all years before it, 67 in 2021 alone" in words
    days = "55 days of 2018, 92 days of 2022, 118 days of 2023, 44 days of 2024 and 101 days of 2025"
    assert f"by the coder “second” the index has the other sign on {days}" in words


def test_the_method_page_of_an_empty_record_says_so(app: AppTest, seeded_url: str) -> None:
    """Nothing recorded is a sentence and no error."""
    with create_engine(seeded_url).begin() as connection:
        connection.execute(text("UPDATE event SET review_state = 'withdrawn'"))
    go_to(app, "method")
    assert not app.exception
    assert any("holds no event" in each.value for each in app.info)
    assert "No forecast" in said(app)
    assert "events count in all years" not in said(app)


def test_the_heading_reads_the_last_day_of_the_chosen_period(app: AppTest) -> None:
    """The same day and numbers as on the timeline for the same period; without a direction no story decides one."""
    for path in ("certainty", ""):
        open_page(app, path, until="2022-05-31")
        assert not app.exception
        assert "+0.3 (scale −3 to +3), range −0.7 to +" in said(app)
        assert "31 May 2022" in said(app)
        assert "no clear direction" in said(app)
        assert "Without one story" not in said(app)


def test_a_filter_on_stance_is_a_warning(app: AppTest) -> None:
    """An index of one side only is told as such, on both pages; without that filter nothing is."""
    for path in ("certainty", ""):
        open_page(app, path, stance_max="-1")
        assert ONE_SIDE in said(app)
        go_to(app, path)
        assert ONE_SIDE not in said(app)


def test_the_review_states_of_a_shared_filter_are_those_that_count(app: AppTest) -> None:
    """An address with the filter's states counts these and writes so; one that names the page's own goes by them."""
    open_page(app, "certainty", states=["accepted", "disputed"])
    assert not app.exception
    assert set(address(app, "review")) == {"accepted", "disputed"}
    open_page(app, "certainty", states=["disputed"], review=["accepted"])
    assert address(app, "review") == ["accepted"]
    again = {name: address(app, name) for name in app.query_params}
    open_page(app, "certainty", **again)
    assert address(app, "review") == ["accepted"]


def test_later_shifts_stand_in_a_box_below_the_line(app: AppTest) -> None:
    """A new history has no value that is old enough; between two published series values shifted by so much."""
    go_to(app, "certainty")
    open_boxes(app, "sure later")
    assert not app.exception
    words = said(app)
    assert "no value is 4 weeks old yet" in words
    assert "from that of 25 November 2026 (280 events) to that of 30 November 2026 (390 events)" in words
    assert "by 0.20 on average over 2,991 days, and by 1.28 at most (30 July 2019)" in words
    assert not any("Weeks later" in each.value for each in app.table)


def test_a_longer_history_has_a_table_of_shifts(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded late shifts values; only ages that a value has reached have a row."""
    engine = new_database(f"sqlite:///{tmp_path / 'past.db'}")
    today = dt.datetime.now(dt.UTC).date()
    begin, late = today - dt.timedelta(weeks=10), today - dt.timedelta(weeks=8)
    record_on(engine, begin, "a", date=f"{begin}", stance=-3, reach=4)
    record_on(engine, late, "b", date=f"{begin}", stance=3, reach=4)
    monkeypatch.setenv("TRACKER_DATABASE_URL", str(engine.url))
    go_to(app, "certainty")
    open_boxes(app, "sure later")
    assert not app.exception
    (shifts,) = [each.value for each in app.table if "Weeks later" in each.value]
    assert shifts["Weeks later"].tolist() == ["4"]
    assert shifts["Days compared"].tolist() == ["7"]
    # Two of the seven days were known without the second event: -12 / 8 of the first, and of it a week later.
    week = 12 * 2 ** (-7 / 60) / (4 * 2 ** (-7 / 60) + 4)
    assert shifts["Mean shift"].tolist() == [f"{(1.5 + week) / 7:.2f}"]
    assert shifts["Largest shift"].tolist() == ["1.50"]
    assert shifts["Day of the largest"].tolist() == [f"{begin}"]
    assert "is 70 days old: no value is 12 weeks old yet" in said(app)
