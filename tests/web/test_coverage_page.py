import re

import pandas as pd
from page_reading import open_boxes, open_page
from streamlit.testing.v1 import AppTest

from tracker.recall import ListedAs
from tracker.resources import seeds_folder
from tracker.seeds import read_coverage, read_lists


def test_counts_by_others_stand_beside_the_record_s_own(app: AppTest) -> None:
    """Each has its number, what of the record stands beside it, and the page where it can be read."""
    open_page(app, "coverage")
    tables = [each.value.set_index("What") for each in app.table]
    assert len(tables) == len({row.url for row in read_coverage(seeds_folder())})
    years = [re.findall(r"\b20\d\d\b", str(each.index[0]))[0] for each in tables]
    assert years == sorted(years)
    table = pd.concat(tables)
    assert len(table) == len(read_coverage(seeds_folder()))
    dominance = table.loc[r"Abuse of a dominant position\, cases dealt with in 2021 \(cases\)"]
    assert (dominance["Counted there"], dominance["Events here"]) == ("11", "2")
    assert table.loc[r"Games licensed in 2023 \(titles\)", "Counted there"] == "1,075"
    events = table["Events here"].astype(int)
    nothing_here = events.index[events == 0]
    # Most mergers and penalties are none of technology; a count of those may have no event beside it.
    assert nothing_here.str.contains("2020|2023|2024").all()
    assert not nothing_here.str.startswith("Games").any()


def test_each_count_has_its_page_and_the_record_s_events(app: AppTest) -> None:
    """Who counted, where and when it was published and read; what stands beside it can be opened one by one."""
    open_page(app, "coverage")
    text = "\n".join(str(each.value) for each in app.markdown)
    assert "(<https://www.chinajusticeobserver.com/" in text
    assert "published 18 July 2022, read 25 November 2026" in text
    notes = "\n".join(str(each.value) for each in app.caption)
    assert notes.count("Licences come in monthly batches") == 1
    assert len(set(captions := notes.splitlines())) == len(captions)
    assert "2021 because nobody had notified them\\: One event holds a whole batch" in notes
    links = {link.proto.query_string for link in app.get("page_link")}
    assert {"event=alibaba-fine", "event=huya-douyu-blocked", "event=cnki-antitrust-fine"} <= links


def test_each_list_stands_with_how_much_of_it_is_here(app: AppTest) -> None:
    """The share of each list and of each sort of list has its interval, and the entries say how they stand."""
    open_page(app, "coverage")
    lists, acts = read_lists(seeds_folder())
    labels = [box.label for box in app.expander if "acts" in box.label]
    assert len(labels) == len(lists)
    assert any("Reuters" in label and "9 of 15 acts\\, 60 \\% \\(36 to 80 \\%\\)" in label for label in labels)
    text = "\n".join(str(each.value) for each in app.markdown)
    assert (
        "**Of the acts that timelines of the crackdown name\\, 69 \\% are here\\; of those that timelines of the chip "
        "controls name\\, "
    ) in text
    assert "Timelines of the crackdown: **22 of 32 acts\\, 69 \\%" in text
    assert "Running newsletters and trackers: **9 of 42 acts\\, 21 \\%" in text
    assert not [each for each in app.dataframe if "What it names" in each.value], "a table is made once it is opened"
    open_boxes(app, *(f"listed {each.key}" for each in lists))
    tables = [each.value for each in app.dataframe if "What it names" in each.value]
    table = pd.concat(tables)
    assert len(table) == len(acts)
    ipo = table[table["What it names"] == "Shanghai exchange suspends the Ant listing"].iloc[0]
    assert (ipo["Here"], ipo["Event here"]) == ("recorded", "Ant Group listing stopped two days before trading")
    assert (table.loc[table["Here"] == ListedAs.MISSING.label, "Event here"] == "").all()
    assert "out of scope: company" in set(table["Here"])
    assert text.count("out of scope\\:") == sum(not each.in_scope for each in ListedAs)


def test_what_no_list_names_is_said_with_its_doubts(app: AppTest) -> None:
    """The two estimates have their ranges, and the words beside them say when they would hold."""
    open_page(app, "coverage")
    text = "\n".join(str(each.value) for each in app.markdown)
    assert "name 32 acts, 25 of them in one list only and 6 in two" in text
    assert "**about 68 \\(45 to 132\\)** acts" in text
    assert "**about 186 \\(161 to 240\\)**" in text
    captions = "\n".join(str(each.value) for each in app.caption)
    assert "Reporters copy" in captions
    assert "nobody has listed everything" in captions
