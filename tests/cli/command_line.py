"""What the tests of the command line share: how a command ended, and an event to add."""

from collections.abc import Callable

NEW_EVENT = (
    "add", "--title", "Regulator meets platforms", "--date", "3 June 2026", "--kind", "signal", "--stance", "1",
    "--reason", "A promise", "--reach", "3", "--source", "https://example.org/meeting",
)  # fmt: skip


class Outcome:
    """What a command printed and how it ended."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


Run = Callable[..., Outcome]
