"""What the page "How sure is it?" says of coders who are people."""

from page_reading import open_boxes, open_page, said
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tracker.actors import Actor
from tracker.database import reading, writing
from tracker.queries import get_event, list_events
from tracker.read_models import CodingRow
from tracker.store.coding import code_event, set_aside
from tracker.vocabulary import Reach, Stance

ED = Actor("Ed")


def slugs_of(engine: Engine, most: int) -> list[str]:
    """Return the slugs of the first accepted events."""
    with reading(engine) as session:
        return [event.slug for event in list_events(session)][:most]


def test_the_page_of_coders_counts_people_at_once(app: AppTest, seeded_engine: Engine) -> None:
    """A person's code is in the agreement with the next run; the statement says who is a person and who was blind."""
    slugs = slugs_of(seeded_engine, 12)
    with writing(seeded_engine) as session:
        for slug in slugs:
            event = get_event(session, slug)
            coding = CodingRow(slug, "Ann", event.stance, event.reach, "")
            code_event(session, coding, actor=ED, version=0, is_blind=slug != slugs[0])
    open_page(app, "certainty", part="coders")
    words = said(app)
    assert "Ann is a person" in words
    assert (
        "Of 12 codes by people 11 were made blind, on the page Coding; what was seen elsewhere is not known; 1 came "
        "from an event's card or a file" in words
    )
    assert "All codings, the first included, are machine-assisted" not in words
    assert not [each for each in app.dataframe if "Coders" in each.value]
    open_boxes(app, "sure pairs")
    pairs = next(each.value for each in app.dataframe if "Coders" in each.value)
    assert len(pairs) == 6
    mine = pairs[pairs["Coders"] == "first and Ann"]
    assert (mine["Stance"].tolist(), mine["Events"].tolist()) == (["1.00"], [12])
    coders = next(each.value for each in app.table if "Of these blind" in each.value)
    assert coders["Coder"].tolist() == ["first (accepted)", "second", "third", "Ann"]
    assert coders["Who"].tolist() == ["machine-assisted"] * 3 + ["a person"]
    assert coders["Events"].tolist()[-1] == "12"


def test_the_sentence_and_the_table_of_coders_count_the_same_events(app: AppTest, seeded_engine: Engine) -> None:
    """Those of the filter: what is coded outside of it is in neither."""
    with reading(seeded_engine) as session:
        events = list_events(session)
    inside = [event.slug for event in events if event.date.startswith("2021-04")][:3]
    outside = [event.slug for event in events if not event.date.startswith("2021")][:2]
    with writing(seeded_engine) as session:
        for slug in (*inside, *outside):
            code_event(session, CodingRow(slug, "Ann", Stance.OPENING, Reach.FIRM, ""), actor=ED, is_blind=True)
    open_page(app, "certainty", part="coders", since="2021-04-01", until="2021-04-30")
    assert "Of 3 codes by people 3 were made blind" in said(app)
    coders = next(each.value for each in app.table if "Of these blind" in each.value)
    assert coders["Events"].tolist()[-1] == "3"


def test_who_is_still_coding_makes_no_line_of_their_own(app: AppTest, seeded_engine: Engine) -> None:
    """A coder of a few events is not set beside whole codings: what would differ is what is missing."""
    with writing(seeded_engine) as session:
        for slug in slugs_of(seeded_engine, 5):
            code_event(session, CodingRow(slug, "Ann", Stance.OPENING, Reach.ECONOMY, ""), actor=ED)
            set_aside(session, slug, "Bob", actor=ED)
    open_page(app, "certainty", part="choices")
    assert not app.exception
    assert "Ann" not in said(app)
