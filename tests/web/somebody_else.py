"""Another editor, who writes while a page is open."""

from sqlalchemy import Engine

from tracker.actors import Actor
from tracker.database import writing
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.store import revise_event
from tracker.store.events import current

ANN = Actor("Ann")
SLUG = "didi-app-removal"


def change_behind_the_page(engine: Engine, **changes: object) -> None:
    """Let Ann save a newer version of the Event."""
    with writing(engine) as session:
        version, document = current(session, SLUG)
        values = {name: document[name] for name in EVENT_FIELDS} | changes
        revise_event(session, SLUG, parse_event(values), version=version, actor=ANN)
