"""The errors that a person can act on. Each message is one sentence that says what to do next."""

from collections.abc import Mapping


class TrackerError(Exception):
    """Anything that a user's input or set-up caused; screens and commands show its message instead of a traceback.

    Attributes:
        sentence: the message for a screen. The whole text may go on with a hint for who types commands, such as the
            slugs of events.
    """

    def __init__(self, sentence: str = "", *, hint: str = "") -> None:
        self.sentence = sentence
        super().__init__(f"{sentence} {hint}".strip())


class DateProblem(TrackerError):
    """A text that cannot be read as a date; the message says which forms would work."""


class NotFound(TrackerError):
    """A slug or key that the record does not hold."""


class UnknownValue(TrackerError):
    """A filter or vocabulary value that does not exist; the message lists near ones."""


class ArticleProblem(TrackerError):
    """A text or file that cannot be read as an article."""


class BackupProblem(TrackerError):
    """A file that is no whole backup: torn, altered, in the way, or of another program."""


class InvalidDraft(TrackerError):
    """Input that did not pass validation.

    Attributes:
        problems: field name to one sentence; nested fields are written like ``sources.0.url``.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in self.problems.items()))


class VersionConflict(TrackerError):
    """A save that was based on an older version of the event than the stored one."""


class WrongState(TrackerError):
    """A step that does not fit where an Event stands in review."""


class NotAllowed(TrackerError):
    """A write that the present role or a read-only set-up does not permit."""


class SettingsProblem(TrackerError):
    """Settings that cannot be read, are incomplete or contradict themselves; nobody may write until they are right."""


class DatabaseProblem(TrackerError):
    """A database that is missing, locked, read-only, damaged or from another version."""


class FileChanged(DatabaseProblem):
    """A database file that was deleted, moved or replaced while the program had it open."""


class FeedProblem(TrackerError):
    """A feed or page that cannot be fetched or read.

    Attributes:
        wait: how many seconds the server asks to be left alone; 0 where it says nothing.
        host: which host is to be left alone for now; empty where the fault is that of the page.
        is_passing: whether the same address may well answer later.
    """

    def __init__(self, sentence: str, *, wait: float = 0, host: str = "", is_passing: bool = False) -> None:
        self.wait, self.host, self.is_passing = wait, host, is_passing or bool(host)
        super().__init__(sentence)


class HostNotReached(FeedProblem):
    """A host that cannot be looked up or connected to now; as often as not, it is this machine's own network."""

    def __init__(self, sentence: str, host: str) -> None:
        super().__init__(sentence, host=host)
