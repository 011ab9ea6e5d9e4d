"""Who is at the page: the one local editor, or whoever has signed in where sign-in is set up."""

from tracker.actors import Actor
from tracker.settings import local_actor


def current_actor() -> Actor:
    """Return who changes the record from this page."""
    return local_actor()
