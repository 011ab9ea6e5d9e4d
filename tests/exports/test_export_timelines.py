"""Files for other people's timelines: what is known of a date, and no more."""

import json

import pytest
from sqlalchemy import Engine

from tests.support.exporting import exported
from tests.support.makers import add_one
from tracker.database import reading
from tracker.read_models import OPEN_END


@pytest.mark.parametrize("date", ["2019", "Q2 2020", "second half of 2019", "2022-11", "about 2020", "2022-05-17"])
def test_what_is_still_going_ends_nowhere(engine: Engine, date: str) -> None:
    """However coarse its beginning is: that is drawn, and words tell the rest. What has an end keeps it."""
    add_one(engine, "going", date=date, end=OPEN_END)
    add_one(engine, "over", date=date)
    add_one(engine, "ended", date=date, end="2024-03")
    with reading(engine) as session:
        slides = {each["unique_id"]: each for each in json.loads(exported(session, "timelinejs.json")[0])["events"]}
        items = {each["id"]: each for each in json.loads(exported(session, "vis.json")[0])["items"]}
    going, over, ended = (slides[slug] for slug in ("going", "over", "ended"))
    assert "end_date" not in going
    assert going["start_date"] == over["start_date"] == ended["start_date"]
    assert going["display_date"].endswith("still going")
    assert ("end_date" in over) == date.startswith(("Q", "second"))
    assert ended["end_date"] == {"year": 2024, "month": 3}
    assert (items["going"]["type"], "end" in items["going"]) == ("point", False)
    assert items["going"]["date"].endswith("still going")
    assert items["going"]["start"] == items["over"]["start"]
    assert ("end" in items["over"]) == (date != "2022-05-17")
    assert (items["ended"]["type"], items["ended"]["end"]) == ("range", "2024-04-01")
