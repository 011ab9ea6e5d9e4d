"""A program of its own that writes until it is killed; each save that was acknowledged is printed at once.

Arguments: what to do, the database's URL, this writer's number, and how many saves. As a nursery it reads such lines
and starts a child for each, so that two hundred writers cost one start of Python.
"""

import os
import signal
import sys
from collections.abc import Callable

from tracker.actors import Actor
from tracker.database import open_engine, writing
from tracker.errors import VersionConflict
from tracker.event.draft import parse_event
from tracker.event.fields import EVENT_FIELDS
from tracker.migrations import upgrade
from tracker.store import add_event, revise_event
from tracker.store.events import current
from tracker.vocabulary import Origin

SHARED = "shared-event"


def values(title: str) -> dict[str, object]:
    """Return an Event's fields; the companies make each save write to several tables."""
    return {
        "title": title,
        "date": "2022-05-17",
        "kind": "signal",
        "stance": 1,
        "stance_reason": "A pledge",
        "reach": 4,
        "companies": [f"Firm {title}"],
        "sources": [{"url": f"https://example.org/{title}"}, {"url": f"https://example.com/{title}"}],
    }


def say(word: str) -> None:
    """Acknowledge a save to whoever started this program."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def add(url: str, writer: int, saves: int) -> None:
    """Add Events of this writer's own, one transaction each."""
    engine = open_engine(url)
    for number in range(saves):
        title = f"w{writer}n{number}"
        with writing(engine) as session:
            add_event(
                session, parse_event(values(title)), origin=Origin.FORM, actor=Actor(f"writer {writer}"), slug=title
            )
        say(title)


def edit(url: str, writer: int, saves: int) -> None:
    """Correct one shared Event, each time on the version just read; a refused save is told."""
    engine = open_engine(url)
    for number in range(saves):
        with writing(engine) as session:
            version, document = current(session, SHARED)
        changed = {name: document[name] for name in EVENT_FIELDS} | {"summary": f"w{writer}n{number}"}
        try:
            with writing(engine) as session:
                revise_event(session, SHARED, parse_event(changed), version=version, actor=Actor(f"writer {writer}"))
            say(f"saved {version + 1} w{writer}n{number}")
        except VersionConflict:
            say("refused")


def migrate(url: str, writer: int, saves: int) -> None:
    """Make the tables."""
    del writer, saves
    upgrade(open_engine(url))
    say("done")


def nursery(folder: str) -> None:
    """Start a writer for each line ``task url number saves``; print its process id, and let it write to a file."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        task, url, number, saves = line.split()
        child = os.fork()
        if child == 0:
            said = os.open(f"{folder}/{number}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(said, sys.stdout.fileno())
            TASKS[task](url, int(number), int(saves))
            os._exit(0)
        say(str(child))


TASKS: dict[str, Callable[[str, int, int], None]] = {"add": add, "edit": edit, "migrate": migrate}

if __name__ == "__main__":
    if sys.argv[1] == "nursery":
        nursery(sys.argv[2])
    else:
        TASKS[sys.argv[1]](sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
