import datetime as dt

import numpy as np
import pytest
from page_reading import open_page, said
from streamlit.testing.v1 import AppTest


def give(app: AppTest, text: str, name: str = "own.csv") -> AppTest:
    """Upload a series."""
    app.file_uploader(key="overlay box").set_value((name, text.encode(), "text/csv")).run()
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
    """25 lags with interval, the values that were compared, two charts, and the caution in words."""
    give(open_page(app, "overlay"), monthly())
    lags, pairs = (frame.value for frame in app.dataframe)
    assert list(lags["Lag in months"]) == list(range(-12, 13))
    assert "Not computed because" not in lags
    assert (lags["Low"] <= lags["Correlation"]).all()
    assert (lags["Correlation"] <= lags["High"]).all()
    assert len(pairs) == 60
    expected = np.corrcoef(pairs["Index"], pairs.iloc[:, 2])[0, 1]
    assert lags["Correlation"][12] == pytest.approx(expected)
    assert len(app.get("plotly_chart")) == 2
    assert "Correlation of smooth series misleads" in said(app)
    assert "at lag 0" in said(app)


def test_switches_stand_in_the_address(app: AppTest) -> None:
    """A shared link opens rebased and with changes; switching off takes the word out of the address."""
    give(open_page(app, "overlay", rebased="on", changes="on"), monthly())
    assert "from the changes of 59 months" in said(app)
    app.toggle(key="overlay changes").set_value(False).run()
    assert not app.exception
    assert "from the levels of 60 months" in said(app)
    assert "changes" not in app.query_params
    assert app.query_params["rebased"] == "on"


def test_bad_series_are_lines(app: AppTest) -> None:
    """One point, a series that cannot be rebased, words, and a series of other years: each is said, none fails."""
    open_page(app, "overlay", rebased="on")
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
    assert app.dataframe[0].value["Not computed because"].all()
    assert "No correlation could be computed at lag 0" in said(app)
