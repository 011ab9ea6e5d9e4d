"""Everything that the surroundings decide: one table of environment variables, read when asked and never at import."""

import os
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from tracker.actors import Actor
from tracker.resources import is_installed, repository_folder
from tracker.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable with its default, in words, and what it does."""

    name: str
    default: str
    meaning: str


DATABASE_URL = Setting(
    "TRACKER_DATABASE_URL",
    "the SQLite file db/tracker.db of a checkout, or tracker.db in the user's data folder when installed",
    "Which database holds the record: sqlite:///path or postgresql+psycopg://user@host/name.",
)
READ_URL = Setting(
    "TRACKER_READ_URL",
    "none",
    "A streaming replica of a record on PostgreSQL, from which pages and commands read what it has already; see "
    "docs/scale.md.",
)
EDITOR = Setting("TRACKER_EDITOR", "local editor", "The name that stands on changes made without sign-in.")
READ_ONLY = Setting("TRACKER_READ_ONLY", "0", "Set to 1 to show the record without any way to change it.")
EVERYONE_WRITES = Setting(
    "TRACKER_EVERYONE_WRITES",
    "0",
    "Set to 1 to let every visitor change the record without sign-in or key; see docs/sign-in.md first.",
)
HOSTS = Setting(
    "TRACKER_HOSTS",
    "none",
    "Names, split by commas, under which a dashboard or an API that listens on this machine only is asked for, beside "
    "its own.",
)
FEEDS = Setting(
    "TRACKER_FEEDS",
    "a file named after the database, such as tracker.db-feeds.toml, beside it or else in the user's data folder",
    "Which file says what feeds are switched on, and holds those that were added.",
)

SETTINGS: tuple[Setting, ...] = (DATABASE_URL, READ_URL, EDITOR, READ_ONLY, EVERYONE_WRITES, HOSTS, FEEDS)
"""All settings, for the documentation and the test that compares the two."""

THIS_MACHINE = ("localhost", "*.localhost", "127.0.0.1", "[::1]")
"""The names under which a browser asks for the machine that it runs on."""


def database_url(given: str | None = None) -> str:
    """Return the database's URL: what was given, else the environment's, else the default file."""
    return given or os.environ.get(DATABASE_URL.name) or f"sqlite:///{_default_file()}"


def replica_url(given: str | None = None) -> str | None:
    """Return the URL of the replica to read from; None where there is none, or another database was given by name."""
    return None if given else os.environ.get(READ_URL.name, "").strip() or None


def _default_file() -> Path:
    if not is_installed():
        return repository_folder() / "db" / "tracker.db"
    return data_folder() / "tracker.db"


def data_folder() -> Path:
    """Return the user's data folder of this program."""
    from platformdirs import user_data_path

    return user_data_path("china-tech-regulation-tracker", appauthor=False)


def feeds_path() -> Path | None:
    """Return the file with the choice of feeds; None for the place beside the database."""
    given = os.environ.get(FEEDS.name, "").strip()
    return Path(given) if given else None


def editor_name() -> str:
    """Return the name for changes made without sign-in."""
    return os.environ.get(EDITOR.name, "").strip() or EDITOR.default


def local_actor() -> Actor:
    """Return who changes the record without sign-in: one person with all rights, or none in a read-only set-up."""
    if is_read_only():
        return Actor(f"The reader of this read-only set-up ({READ_ONLY.name})", Role.VIEWER)
    return Actor(editor_name(), Role.REVIEWER)


def is_read_only() -> bool:
    """Tell whether nothing may be changed."""
    return _is_on(READ_ONLY)


def everyone_writes() -> bool:
    """Tell whether, without sign-in, every visitor may change the record."""
    return _is_on(EVERYONE_WRITES)


def known_hosts(address: str, *more: str) -> tuple[str, ...]:
    """Return the names under which a server that listens on an address may be asked for; ``*`` is any.

    A page elsewhere can let a name of its own lead to this machine. Where only this machine can ask, such a name is
    foreign; an address that others reach cannot know its names.

    Args:
        address: on which it listens.
        more: further names that lead to it.
    """
    if not is_this_machine(address):
        return ("*",)
    bound = f"[{address}]" if ":" in address else address
    named = (name.strip() for name in os.environ.get(HOSTS.name, "").split(","))
    return *THIS_MACHINE, bound, *filter(None, named), *more


def is_this_machine(address: str) -> bool:
    """Tell whether only programs on this machine can reach an address to listen on."""
    try:
        return address == "localhost" or ip_address(address).is_loopback
    except ValueError:
        return False


def _is_on(setting: Setting) -> bool:
    return os.environ.get(setting.name, setting.default).strip().lower() in {"1", "true", "yes"}


def environment_for(url: str | None, *, read_only: bool, everyone_writes: bool) -> dict[str, str]:
    """Return this program's environment with the choices that its dashboard has to know."""
    environment = dict(os.environ)
    if url:
        environment[DATABASE_URL.name] = url
    for setting, is_on in ((READ_ONLY, read_only), (EVERYONE_WRITES, everyone_writes)):
        if is_on:
            environment[setting.name] = "1"
    return environment
