"""How a server begins: with one heap for all its threads, and by loading what the first page needs."""

import ctypes
import gc
from importlib import import_module
from threading import Thread

NEEDED = (
    "tracker.web.navigation",
    "tracker.web.pages.timeline",
    # These are loaded where they are first used.
    "plotly.graph_objects",
    "sqlalchemy.dialects.sqlite",
)
"""The modules, in the order in which a visitor's first run asks for them."""


_M_ARENA_MAX = -8
"""The number of that setting in glibc's ``malloc.h``."""


def share_one_heap() -> bool:
    """Let all threads take their memory from one heap, and tell whether the system's library knows how to.

    Streamlit starts a thread for each run. glibc gives threads heaps of their own, of which each keeps what its largest
    run has needed, while Python lets one thread run at a time: with ten visitors that was a quarter of all memory.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1))
    except (AttributeError, OSError, TypeError):
        return False  # Another system's library has no such heaps, or no such setting.


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
