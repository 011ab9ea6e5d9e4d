"""What a server that has just begun to listen does while nobody waits: it loads what the first page needs."""

import gc
from importlib import import_module
from threading import Thread

NEEDED = (
    "tracker.web.navigation",
    "tracker.web.pages.timeline",
    # These are loaded where they are first used.
    "plotly.graph_objects",
    "sqlalchemy.dialects.sqlite",
    "streamlit.elements.plotly_chart",
)
"""The modules, in the order in which a visitor's first run asks for them."""


def warm_up() -> Thread:
    """Load the modules of the first page beside the server that starts; return the thread, which ends by itself."""
    thread = Thread(target=_load, name="warming up", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    for name in NEEDED:
        import_module(name)
    # What was loaded stays as long as the process: no later look for garbage has to go through it.
    gc.collect()
    gc.freeze()
