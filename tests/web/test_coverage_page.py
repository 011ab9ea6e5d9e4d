import pandas as pd
from page_reading import open_page
from streamlit.testing.v1 import AppTest

from tracker.resources import seeds_folder
from tracker.seeds import read_coverage


def test_counts_by_others_stand_beside_the_record_s_own(app: AppTest) -> None:
    """Each has its number, what of the record stands beside it, and the page where it can be read."""
    open_page(app, "coverage")
    tables = [each.value.set_index("What") for each in app.table]
    assert len(tables) == len({row.url for row in read_coverage(seeds_folder())})
    table = pd.concat(tables)
    assert len(table) == len(read_coverage(seeds_folder()))
    dominance = table.loc[r"Abuse of a dominant position\, cases dealt with in 2021 \(cases\)"]
    assert (dominance["Counted there"], dominance["Events here"]) == ("11", "2")
    assert table.loc[r"Games licensed in 2023 \(titles\)", "Counted there"] == "1,075"
    assert (table["Events here"].astype(int) > 0).all()


def test_each_count_has_its_page_and_the_record_s_events(app: AppTest) -> None:
    """Who counted, where and when it was published and read; what stands beside it can be opened one by one."""
    open_page(app, "coverage")
    text = "\n".join(str(each.value) for each in app.markdown)
    assert "(<https://www.chinajusticeobserver.com/" in text
    assert "published 18 July 2022, read 25 November 2026" in text
    notes = "\n".join(str(each.value) for each in app.caption)
    assert notes.count("Licences come in monthly batches") == 1
    assert "2021 because nobody had notified them\\: One event holds a whole batch" in notes
    links = {link.proto.query_string for link in app.get("page_link")}
    assert {"event=alibaba-fine", "event=huya-douyu-blocked", "event=cnki-antitrust-fine"} <= links
