import datetime as dt
import json

import numpy as np
import pytest
from page_reading import open_boxes, open_page, said
from streamlit.testing.v1 import AppTest

from tests.support.price_files import price_files
from tracker.market import OverlayResult, Step
from tracker.market.correlation import OverlayPair
from tracker.web.pages.overlay.beside_index import pairs_csv
from tracker.web.pages.overlay.choice import Compared, Scale


def give(app: AppTest, text: str, name: str = "own.csv") -> AppTest:
    """Upload a series."""
    app.file_uploader(key="overlay box").set_value([(name, text.encode(), "text/csv")]).run()
    assert not app.exception
    return app


def monthly(start: int = 2019, count: int = 60) -> str:
    """Return a random walk by month."""
    values = 100 + np.cumsum(np.random.default_rng(4).normal(0, 1, count))
    days = [dt.date(start + number // 12, number % 12 + 1, 1) for number in range(count)]
    return "Month,Value\n" + "".join(f"{day:%Y-%m},{value:.4f}\n" for day, value in zip(days, values, strict=True))


def test_without_a_file_the_page_says_what_it_takes(app: AppTest) -> None:
    """Nothing is drawn, and the forms of dates are named."""
    open_page(app, "overlay")
    assert "2021Q3" in said(app)
    assert not app.get("plotly_chart")


def test_a_series_is_compared_at_every_lag_with_the_warning(app: AppTest) -> None:
    """25 lags with interval and joint band, the values that were compared, two charts, and the caution in words."""
    give(open_page(app, "overlay", view="index"), monthly())
    open_boxes(app, "overlay lags table", "overlay pairs")
    lags, pairs = (frame.value for frame in app.dataframe)
    assert list(lags["Lag in months"]) == list(range(-12, 13))
    assert "Not computed because" not in lags
    assert (lags["Low end (95 %)"] <= lags["Correlation"]).all()
    assert (lags["Correlation"] <= lags["High end (95 %)"]).all()
    assert (lags["Joint low end (95 %)"] < lags["Low end (95 %)"]).all()
    assert "At none of 25 lags does the joint 95\u00a0% band leave out 0" in said(app)
    assert len(pairs) == 60
    expected = np.corrcoef(pairs["Index"], pairs.iloc[:, 2])[0, 1]
    assert lags["Correlation"][12] == pytest.approx(expected)
    assert len(app.get("plotly_chart")) == 2
    assert "Correlation of smooth series misleads" in said(app)
    assert "in the same month" in said(app)


def test_switches_stand_in_the_address(app: AppTest) -> None:
    """A shared link opens rebased and with changes; switching off takes the word out of the address."""
    give(open_page(app, "overlay", view="index", rebased="on", compared="changes"), monthly())
    assert "from the changes of 59 months" in said(app)
    app.segmented_control(key="overlay compared").set_value(Compared.NEWS).run()
    assert not app.exception
    assert "from the news of the index and your levels of 60 months" in said(app)
    assert (app.query_params["compared"], app.query_params["rebased"]) == ("news", "on")
    app.segmented_control(key="overlay compared").set_value(Compared.LEVELS).run()
    assert "from the levels of 60 months" in said(app)
    assert "compared" not in app.query_params


def test_the_values_behind_are_called_what_they_are(app: AppTest) -> None:
    """News stand in a column of news, in the file as well; where changes are compared, the values are levels."""
    give(open_page(app, "overlay", view="index", compared="changes"), monthly())
    labels = {box.label for box in app.expander}
    assert "The 60 values behind it, as levels" in labels
    app.segmented_control(key="overlay compared").set_value(Compared.NEWS_AND_CHANGES).run()
    assert "The 60 values behind it, your series as levels" in {box.label for box in app.expander}
    app.segmented_control(key="overlay compared").set_value(Compared.NEWS).run()
    assert "The 60 values that were compared" in {box.label for box in app.expander}
    open_boxes(app, "overlay pairs")
    assert list(app.dataframe[0].value)[1] == "News of the index"
    result = OverlayResult("own", Step.MONTH, (OverlayPair(dt.date(2021, 1, 1), 1.5, -0.5),), (), ())
    assert pairs_csv(result, Compared.NEWS) == b"day,news,own\n2021-01-01,-0.5,1.5\n"
    assert pairs_csv(result, Compared.CHANGES) == b"day,index,own\n2021-01-01,-0.5,1.5\n"


def test_what_all_lags_say_is_told_without_the_one_in_the_middle(app: AppTest) -> None:
    """A series that ends soon after the index begins has too few months at lag 0, and enough before it."""
    give(open_page(app, "overlay", view="index"), monthly(start=2013, count=66))
    assert "No correlation could be computed for the same month" in said(app)
    assert "the joint 95\u00a0% band" in said(app)


def test_a_daily_series_is_compared_by_weeks(app: AppTest) -> None:
    """The switch stands in the address; lags are weeks. A monthly series stays one, and a note says why."""
    days = [dt.date(2021, 1, 1) + dt.timedelta(days=place) for place in range(500)]
    values = np.cumsum(np.random.default_rng(5).normal(0, 1, 500))
    daily = "Date,Value\n" + "".join(f"{day},{value:.4f}\n" for day, value in zip(days, values, strict=True))
    give(open_page(app, "overlay", view="index", weekly="on", compared="news-changes"), daily)
    open_boxes(app, "overlay lags table")
    assert "in the same week" in said(app)
    assert "from the news of the index and your changes of" in said(app)
    assert "Lag in weeks" in app.dataframe[0].value
    give(app, monthly())
    assert "so that months are compared" in said(app)


def test_bad_series_are_lines(app: AppTest) -> None:
    """One point, a series that cannot be rebased, words, and a series of other years: each is said, none fails."""
    open_page(app, "overlay", view="index", rebased="on")
    give(app, "Date,Value\n2021-01-01,5\n")
    assert "there is only one point" in said(app)
    assert len(app.get("plotly_chart")) == 1
    give(app, monthly().replace("2019-01,", "2019-01,-"))
    assert "cannot be rebased to 100" in said(app)
    assert len(app.get("plotly_chart")) == 2
    give(app, "nothing\nat all\n")
    assert "own.csv" in said(app)
    assert not app.get("plotly_chart")
    give(app, monthly(start=1980))
    assert "have no month in common" in said(app)
    open_boxes(app, "overlay lags table")
    assert app.dataframe[0].value["Not computed because"].all()
    assert "No correlation could be computed for the same month" in said(app)


def test_prices_carry_the_events_and_several_begin_at_a_hundred(app: AppTest) -> None:
    """One share as it is, marks with slugs; two from their first common day on; the scale stands in the address."""
    share, market = price_files()
    give(open_page(app, "overlay", companies="Alibaba"), share, "BABA.csv")
    (chart,) = app.get("plotly_chart")
    figure = json.loads(chart.proto.spec)
    slugs = [slug for trace in figure["data"] for slug in trace.get("customdata", ())]
    assert "alibaba-fine" in slugs
    assert "events, each on its line; a mark opens its card" in said(app)
    app.file_uploader(key="overlay box").set_value(
        [("BABA.csv", share.encode(), "text/csv"), ("M.csv", market.encode(), "text/csv")]
    ).run()
    app.segmented_control(key="overlay scale").set_value(Scale.LOG).run()
    assert not app.exception
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert figure["layout"]["yaxis"]["type"] == "log"
    assert figure["layout"]["yaxis"]["title"]["text"] == "3 June 2019 = 100"
    assert app.query_params["scale"] == "log"
    app.multiselect(key="overlay series").set_value(["M"]).run()
    assert app.query_params["series"] == "M"
    give(app, "Date,Value\n2021-04-08,-1\n2021-04-09,2\n2021-04-12,3\n")
    assert "a scale of equal ratios cannot show" in said(app)
