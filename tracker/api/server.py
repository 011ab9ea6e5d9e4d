"""The program that serves the API: ``python -m tracker.api.server HOST PORT ORIGIN...``, started by ``tracker api``."""

import os
import socket
import sys
from collections.abc import Sequence

import uvicorn

from tracker.api.app import make_app
from tracker.database import open_existing, with_replica
from tracker.errors import TrackerError
from tracker.migrations import check_ready
from tracker.settings import database_url, known_hosts, replica_url

PATIENCE = 10.0
"""Seconds that an answer waits for another program's write."""

SWITCH_SECONDS = 0.001
"""So long a thread that makes an answer holds up the one that takes requests and sends answers."""


def main(arguments: Sequence[str]) -> None:
    """Serve the API until it is told to end; what keeps it from that is one sentence."""
    host, port, *origins = arguments
    try:
        engine = open_existing(database_url(), patience=PATIENCE)
        check_ready(engine)
        app = make_app(with_replica(engine, replica_url()), origins, hosts=known_hosts(host))
        listening = _listen(host, int(port))
    except TrackerError as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(1)
    name = f"[{host}]" if ":" in host else host
    sys.stderr.write(f"The API is at http://{name}:{port}/v1/events (Ctrl+C ends it).\n")
    sys.stderr.flush()
    sys.setswitchinterval(SWITCH_SECONDS)
    settings = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="on")
    uvicorn.Server(settings).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        TrackerError: if it cannot, such as where another program listens there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as problem:
        raise TrackerError(f"{host}:{port} cannot be listened on: {os.strerror(problem.errno or 0)}.") from problem
    # Connections take this over. Without it what is short, as a packed answer, waits 40 ms for the reader's word that
    # its head has come; asyncio sees to it only for sockets that say themselves that they are TCP's.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


if __name__ == "__main__":
    main(sys.argv[1:])
