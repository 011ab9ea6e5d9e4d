import csv
import datetime as dt
import io

from tracker.exports.eras import ERA_COLUMNS, eras_csv
from tracker.read_models import EraRow

ERAS = (
    EraRow("quiet", "=Quiet", "平静", dt.date(2020, 1, 1), dt.date(2020, 12, 31), "Why, in two\nlines.", ()),
    EraRow("loud", "Loud", None, dt.date(2021, 1, 1), None, "Why.", ("https://example.org/a", "https://example.org/b")),
)


def test_a_table_of_eras_holds_all_of_them() -> None:
    """Each era is one row that reads back as it was; what a spreadsheet would run is text, and an open end is empty."""
    text = eras_csv(ERAS).decode("utf-8-sig")
    quiet, loud = csv.DictReader(io.StringIO(text, newline=""))
    assert tuple(quiet) == ERA_COLUMNS
    assert quiet["name"] == "'=Quiet"
    assert (quiet["name_zh"], quiet["until"], quiet["why"]) == ("平静", "2020-12-31", "Why, in two\nlines.")
    assert (loud["since"], loud["until"]) == ("2021-01-01", "")
    assert loud["sources"].split("; ") == ["https://example.org/a", "https://example.org/b"]
