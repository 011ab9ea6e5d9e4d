"""What can stand in front of the dashboard: a tunnel that adds nothing, and a web server that adds headers to answers.

Both are as small as can be. Through the tunnel, whoever comes writes each header himself.
"""

import socket
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import cast

_END = b"\r\n\r\n"
_PIECE = 1 << 16


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, passing: type["_Passing"], behind: int, added: bytes = b"") -> None:
        super().__init__(("127.0.0.1", 0), passing)
        self.behind = behind
        self.added = added


class _Passing(socketserver.BaseRequestHandler):
    """Passes bytes on, both ways."""

    def handle(self) -> None:
        server, client = cast("_Server", self.server), cast("socket.socket", self.request)
        with socket.create_connection(("127.0.0.1", server.behind)) as behind:
            self.exchange(client, behind, server.added)

    def exchange(self, client: socket.socket, behind: socket.socket, _added: bytes) -> None:
        threading.Thread(target=_pass_on, args=(client, behind), daemon=True).start()
        _pass_on(behind, client)


class _Adding(_Passing):
    """One connection, one request: all but a WebSocket's are asked to close, so that no answer has to be measured."""

    def exchange(self, client: socket.socket, behind: socket.socket, added: bytes) -> None:
        head, rest = _read_head(client)
        if not head:
            return
        behind.sendall((head if b"upgrade: websocket" in head.lower() else _closing(head)) + _END + rest)
        threading.Thread(target=_pass_on, args=(client, behind), daemon=True).start()
        answer, rest = _read_head(behind)
        first, _, lines = answer.partition(b"\r\n")
        client.sendall(first + b"\r\n" + added + lines + _END + rest)
        _pass_on(behind, client)


def _closing(head: bytes) -> bytes:
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"])


def _read_head(connection: socket.socket) -> tuple[bytes, bytes]:
    data = b""
    while _END not in data:
        piece = connection.recv(_PIECE)
        if not piece:
            return b"", b""
        data += piece
    head, _, rest = data.partition(_END)
    return head, rest


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


def tunnel(port: int) -> AbstractContextManager[str]:
    """Serve what a port of this machine serves; give the address."""
    return _serving(_Server(_Passing, port))


def web_server(port: int, headers: Mapping[str, str]) -> AbstractContextManager[str]:
    """Serve what a port of this machine serves, with headers added to each answer; give the address."""
    return _serving(_Server(_Adding, port, "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()))


@contextmanager
def _serving(server: _Server) -> Iterator[str]:
    with server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
