"""A relay between a program and a PostgreSQL server that counts how often the program waits for the server."""

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_BYTES = 1 << 16


@dataclass
class Relay:
    """Where to connect to, and the round trips since ``trips`` was last set: questions after which an answer came."""

    port: int
    trips: int = 0
    ends: list[socket.socket] = field(default_factory=list)


@contextmanager
def relay_to(port: int) -> Iterator[Relay]:
    """Pass bytes on between a free port and a server's port of this machine, and end with the block."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        relay = Relay(int(listening.getsockname()[1]))
        threading.Thread(target=_accept, args=(listening, port, relay), daemon=True).start()
        try:
            yield relay
        finally:
            for end in relay.ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


def _accept(listening: socket.socket, port: int, relay: Relay) -> None:
    with suppress(OSError):
        while True:
            program, _ = listening.accept()
            server = socket.create_connection(("127.0.0.1", port))
            relay.ends += [program, server]
            threading.Thread(target=_pass_on, args=(program, server, relay), daemon=True).start()


def _pass_on(program: socket.socket, server: socket.socket, relay: Relay) -> None:
    """A trip is counted at the first answer after the program sent something, whatever messages that was."""
    is_asked = False
    # The plain call select takes no file with a number above 1,023, and a worker that has run many tests has such ones.
    with program, server, selectors.DefaultSelector() as ready, suppress(OSError):
        for end in (program, server):
            ready.register(end, selectors.EVENT_READ)
        while True:
            for end in [key.fileobj for key, _ in ready.select()]:
                assert isinstance(end, socket.socket)
                found = end.recv(_BYTES)
                if not found:
                    return
                if end is server and is_asked:
                    relay.trips += 1
                is_asked = end is program
                (server if end is program else program).sendall(found)
