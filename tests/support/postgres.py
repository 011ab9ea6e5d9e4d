"""A PostgreSQL server that the tests start and end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Self

from tests.support.programs import find_server_folder

SECONDS_TO_START = 60
_USER = "tracker"


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class PostgresServer:
    """A server with a superuser of its own that needs no password on this machine."""

    port: int
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql+psycopg://{_USER}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Create an empty database and return its address."""
        import psycopg

        name = f"test_{next(self._numbers)}"
        with psycopg.connect(
            f"host=127.0.0.1 port={self.port} user={_USER} dbname=postgres", autocommit=True
        ) as server:
            server.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        return self.url(name)

    @classmethod
    @contextmanager
    def started(cls, folder: Path) -> Iterator[Self]:
        """Make a cluster in a folder, run it, and end it by its process id."""
        programs = find_server_folder()
        if programs is None:
            raise RuntimeError("PostgreSQL's server programs are missing; run: make programs")
        how = ["-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C"]
        with cls._running(folder, lambda data: [str(programs / "initdb"), "-D", data, *how]) as server:
            yield server

    @contextmanager
    def replica(self, folder: Path) -> Iterator[Self]:
        """Copy this server's cluster into a folder, run it as a streaming replica, and end it by its process id."""
        programs = find_server_folder()
        assert programs is not None, "the primary runs already"
        source = ["-h", "127.0.0.1", "-p", str(self.port), "-U", _USER, "-c", "fast", "-R", "-X", "stream"]
        with self._running(folder, lambda data: [str(programs / "pg_basebackup"), "-D", data, *source]) as server:
            yield server

    @classmethod
    @contextmanager
    def _running(cls, folder: Path, maker: Callable[[str], list[str]]) -> Iterator[Self]:
        programs = find_server_folder()
        assert programs is not None, "there is a cluster to run"
        folder.mkdir(parents=True, exist_ok=True)
        # The server refuses to run as root, and its own user has to reach the folder.
        prefix = _as_plain_user(folder)
        data = folder / "data"
        _run(*prefix, *maker(str(data)))
        port = free_port()
        options = ["-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)]
        server = cls(port, [*prefix, str(programs / "postgres"), *options], folder / "log")
        try:
            server.start()
            yield server
        finally:
            # Nobody reads these files again, so the server need not write them out.
            server.stop(signal.SIGQUIT)

    def start(self) -> None:
        """Run the server, for the first time or again, and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)
        _wait(self.port, self.process, self.log)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server without waiting for its clients: their connections break."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)
            self.process = None


def _as_plain_user(folder: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody") if name in names)
    for each in (folder, *folder.parents):
        if each == Path(tempfile.gettempdir()) or each.parent == each:
            break
        each.chmod(each.stat().st_mode | 0o755)
    shutil.chown(folder, user)
    return ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user={_USER} dbname=postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
