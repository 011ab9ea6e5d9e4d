"""A tunnel: it passes bytes on and adds nothing, so that whoever comes through it writes each header himself."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import cast

_PIECE = 1 << 16


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behind: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.behind = behind


class _Passing(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        server, client = cast("_Server", self.server), cast("socket.socket", self.request)
        with socket.create_connection(("127.0.0.1", server.behind)) as behind:
            threading.Thread(target=_pass_on, args=(client, behind), daemon=True).start()
            _pass_on(behind, client)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def tunnel(port: int) -> Iterator[str]:
    """Serve what a port of this machine serves; give the address."""
    with _Server(port) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
