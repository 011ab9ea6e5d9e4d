"""What was made of the same few texts before: in a large file they stand in thousands of rows."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any

KEPT = 4096
"""How many answers of one function are kept."""

_PLAIN_TYPES = frozenset({str, type(None), dt.date})


def kept(read: Callable[[object], Any]) -> Callable[[object], Any]:
    """Let a reader of one value keep what it made of texts; anything else it reads anew."""
    remembering = lru_cache(maxsize=KEPT)(read)
    return lambda value: remembering(value) if type(value) is str else read(value)


def remembered(read: Any, values: tuple[Any, ...]) -> Any:  # noqa: ANN401 - a function with a cache, and its values
    """Call a function that keeps its answers; past them for values that cannot be told apart from others or hashed."""
    return read(*values) if _PLAIN_TYPES.issuperset(map(type, values)) else read.__wrapped__(*values)
