"""The page "Names": a name is looked up, called otherwise, merged, and every change can be taken back there."""

import pytest
from page_reading import address, key_of, open_page, said, table
from somebody_else import ANN
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.support.makers import add_one
from tracker.database import reading, writing
from tracker.queries import get_event, list_revisions, list_terms
from tracker.read_models import TermRow
from tracker.store import merge_names, revise_name
from tracker.vocabulary import TermType

SECTOR = TermType.SECTOR
FORM = "names sector/robotics"


@pytest.fixture
def robots(app: AppTest, seeded_engine: Engine) -> AppTest:
    """The dashboard on the curated record and one Event with two new sectors."""
    add_one(seeded_engine, "robots", title="Robots", sectors=["Robotics", "机器人"])
    return open_page(app, "names", type="sector", name="ROBOTICS")


def term(engine: Engine, key: str = "robotics") -> TermRow:
    """Return a sector."""
    with reading(engine) as session:
        return next(each for each in list_terms(session, SECTOR) if each.key == key)


def test_an_address_opens_a_name(robots: AppTest) -> None:
    """Any of its names will do in the address; the table counts the events of each, and shows no internal key."""
    assert address(robots, "name") == ["robotics"]
    assert robots.text_input(key=f"{FORM} name").value == "Robotics"
    names = table(robots, "Chinese name").set_index("Name")
    assert names.loc["Robotics", "Events"] == 1
    assert names.loc["Games", "Events"] > 1
    assert "sector-a4d14414" not in said(robots) + names.to_csv()


def test_a_name_is_changed_and_the_change_is_taken_back(robots: AppTest, seeded_engine: Engine) -> None:
    """The former name stays an alias; the change stands below with its reason and its undo."""
    robots.text_input(key=f"{FORM} name").set_value("Robots")
    robots.text_area(key=f"{FORM} aliases").set_value("")
    robots.text_input(key=f"{FORM} why").set_value("shorter")
    robots.button(key="names save").click().run()
    assert "Saved: Robots." in said(robots)
    assert term(seeded_engine) == TermRow(SECTOR, "robotics", "Robots", None, aliases=("Robotics",))
    assert robots.text_area(key=f"{FORM} aliases").value == "Robotics"
    assert "Why: shorter" in said(robots)
    with reading(seeded_engine) as session:
        number = list_revisions(session, limit=1)[0].id
    robots.button(key=f"undo {number}").click().run()
    assert term(seeded_engine).name == "Robots", "one press asks, and takes nothing back"
    robots.text_input(key=f"undo why {number}").set_value("it was clearer")
    robots.button(key=f"undo now {number}").click().run()
    assert not robots.exception
    assert "Why: it was clearer" in said(robots)
    assert term(seeded_engine) == TermRow(SECTOR, "robotics", "Robotics", None)
    assert robots.text_input(key=f"{FORM} name").value == "Robotics"


def test_a_name_that_another_has_is_refused_at_its_field(robots: AppTest, seeded_engine: Engine) -> None:
    """What was typed stays, the field is marked, and no internal word is shown."""
    robots.text_input(key=f"{FORM} name_zh").set_value("机器人")
    robots.button(key="names save").click().run()
    assert "Nothing was saved" in said(robots)
    assert "“机器人” leads to another entry already, “机器人”" in said(robots)
    assert "name_zh" not in said(robots)
    assert robots.text_input(key=f"{FORM} name_zh").value == "机器人"
    assert term(seeded_engine).name_zh is None
    robots.text_input(key=f"{FORM} name_zh").set_value("").run()
    assert "leads to another entry" not in said(robots), "the sentence is about what was refused"


@pytest.mark.parametrize(
    ("field", "text"), [("name", "Fintech"), ("name", ""), ("aliases", "Robots\nFintech"), ("name_zh", "机器人")]
)
def test_what_is_refused_is_told_beside_its_field(robots: AppTest, field: str, text: str) -> None:
    """Whatever is wrong with a field, the page stands, keeps what was typed and says it."""
    boxes = robots.text_area if field == "aliases" else robots.text_input
    boxes(key=f"{FORM} {field}").set_value(text)
    robots.button(key="names save").click().run()
    assert not robots.exception
    assert "Nothing was saved" in said(robots)
    assert ("This is needed." if not text else "leads to another entry already") in said(robots)


def test_an_agency_is_that_of_one_of_four_jurisdictions(app: AppTest, seeded_engine: Engine) -> None:
    """The page offers the closed list, and none."""
    open_page(app, "names", type="agency", name="CAC")
    box = app.selectbox(key="names agency/CAC jurisdiction")
    assert (box.value, box.options) == ("CN", ["Not said", "CN", "HK", "US", "NL"])
    box.set_value("HK")
    app.button(key="names save").click().run()
    with reading(seeded_engine) as session:
        found = next(each for each in list_terms(session, TermType.AGENCY) if each.key == "CAC")
    assert found.jurisdiction == "HK"
    assert "Country: CN → HK" in said(app)


def test_somebody_elses_change_is_not_overwritten(robots: AppTest, seeded_engine: Engine) -> None:
    """The words stay, the sentence says so, and starting again shows what is stored."""
    robots.text_input(key=f"{FORM} name").set_value("Robots").run()
    with writing(seeded_engine) as session:
        revise_name(session, SECTOR, "robotics", {"name": "Androids"}, version=1, actor=ANN)
    robots.button(key="names save").click().run()
    assert "changed by somebody else" in said(robots)
    assert robots.text_input(key=f"{FORM} name").value == "Robots"
    robots.button(key="names again").click().run()
    assert robots.text_input(key=f"{FORM} name").value == "Androids"


def test_two_names_are_merged_after_a_second_press(robots: AppTest, seeded_engine: Engine) -> None:
    """The event and the old address lead to the one that stays."""
    robots.selectbox(key="names merge sector/robotics").set_value("sector-a4d14414").run()
    robots.button(key="names merge").click().run()
    with reading(seeded_engine) as session:
        assert get_event(session, "robots").sectors == ("robotics", "sector-a4d14414")
    robots.button(key="names merge now").click().run()
    assert not robots.exception
    assert "that changed 1 event" in said(robots)
    with reading(seeded_engine) as session:
        assert get_event(session, "robots").sectors == ("robotics",)
    open_page(robots, "names", type="sector", name="sector-a4d14414")
    assert address(robots, "name") == ["robotics"]
    assert "“机器人” is the same as “Robotics”" in said(robots)
    assert "sector-a4d14414" not in said(robots)


@pytest.mark.parametrize(("path", "name"), [("threads", "thread"), ("sectors", "company"), ("", "sectors")])
def test_an_old_address_leads_to_the_name_that_stays(app: AppTest, seeded_engine: Engine, path: str, name: str) -> None:
    """Pages that open one name, and the filter, know what it was called before."""
    kinds = {"thread": TermType.THREAD, "company": TermType.COMPANY, "sectors": SECTOR}
    kept, gone = {"thread": ("didi-case", "ant-group"), "company": ("Tencent", "Alibaba"), "sectors": ("ai", "cloud")}[
        name
    ]
    merge_behind_the_page(seeded_engine, kinds[name], kept, gone)
    more = {"view": "companies"} if name == "company" else {}
    open_page(app, path, **{name: gone}, **more)
    assert address(app, name) == [kept]
    assert "left out" not in said(app)


@pytest.mark.parametrize(
    ("params", "left_out"),
    [
        ({"type": "nothing", "name": "nobody"}, ["“nothing”", "“nobody”"]),
        ({"type": "sector", "name": "nobody"}, ["“nobody”"]),
        ({"type": ["sector", "company"], "name": ["gaming", "cloud"]}, ["“company”", "“cloud”"]),
    ],
)
def test_what_an_address_says_without_sense_is_left_out_with_a_note(
    app: AppTest, params: dict[str, str | list[str]], left_out: list[str]
) -> None:
    """Unknown types and names open the list; of two values the first counts; each that is dropped is named."""
    open_page(app, "names", **params)
    assert app.segmented_control(key=key_of(app, "names type")).value == SECTOR
    chosen = app.selectbox(key=key_of(app, "names chosen sector")).value
    assert chosen == ("gaming" if len(params["name"]) == 2 else None)
    assert said(app).count("was left out") == len(left_out)
    assert all(each in said(app) for each in left_out)


def test_a_name_chosen_in_the_page_is_in_its_address(app: AppTest) -> None:
    """Vocabulary and name are held: they stand in the address, and another visit to the page starts anew."""
    open_page(app, "names")
    app.segmented_control(key="names type").set_value(TermType.COMPANY).run()
    app.selectbox(key="names chosen company").set_value("Tencent").run()
    assert (address(app, "type"), address(app, "name")) == (["company"], ["Tencent"])
    assert app.text_input(key="names company/Tencent name").value == "Tencent"


def merge_behind_the_page(engine: Engine, term_type: TermType, kept: str, gone: str) -> None:
    """Let somebody else merge two names."""
    with writing(engine) as session:
        merge_names(session, term_type, kept, gone, kept_version=1, gone_version=1, actor=ANN)


@pytest.mark.parametrize(
    ("path", "params", "merge"),
    [
        ("sectors", {"company": "Alibaba", "view": "companies"}, (TermType.COMPANY, "Tencent", "Alibaba")),
        ("sectors", {"agency": "CAC", "view": "agencies"}, (TermType.AGENCY, "SAMR", "CAC")),
        ("threads", {"thread": "ant-group"}, (TermType.THREAD, "didi-case", "ant-group")),
        ("", {"sectors": "cloud"}, (SECTOR, "ai", "cloud")),
        ("names", {"name": "cloud", "type": "sector"}, (SECTOR, "ai", "cloud")),
    ],
)
def test_an_open_page_goes_over_to_the_name_that_stays(
    app: AppTest, seeded_engine: Engine, path: str, params: dict[str, str], merge: tuple[TermType, str, str]
) -> None:
    """Somebody merges the name that a page is open on: its next run shows the one that stays, and says so once."""
    open_page(app, path, **params)
    assert "was merged into" not in said(app)
    merge_behind_the_page(seeded_engine, *merge)
    app.run()
    assert not app.exception
    assert address(app, next(iter(params))) == [merge[1]]
    assert said(app).count("was merged into") == 1
    assert "left out" not in said(app)
    assert " 0 events" not in said(app)


def test_of_several_chosen_names_the_merged_ones_become_one(app: AppTest, seeded_engine: Engine) -> None:
    """What was chosen beside the one that went stays chosen, each once."""
    open_page(app, "", sectors=["cloud", "gaming", "ai"])
    merge_behind_the_page(seeded_engine, SECTOR, "ai", "cloud")
    app.run()
    assert address(app, "sectors") == ["ai", "gaming"]
    assert "“Cloud computing” was merged into" in said(app)
