"""A web server in front of the dashboard, as small as can be: it passes everything on and adds headers to answers."""

import socket
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import cast

_END = b"\r\n\r\n"
_PIECE = 1 << 16


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behind: int, headers: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.behind = behind
        self.added = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()


class _Passing(socketserver.BaseRequestHandler):
    """One connection, one request: all but a WebSocket's are asked to close, so that no answer has to be measured."""

    def handle(self) -> None:
        server, client = cast("_Server", self.server), cast("socket.socket", self.request)
        head, rest = _read_head(client)
        if not head:
            return
        with socket.create_connection(("127.0.0.1", server.behind)) as behind:
            behind.sendall((head if b"upgrade: websocket" in head.lower() else _closing(head)) + _END + rest)
            sending = threading.Thread(target=_pass_on, args=(client, behind), daemon=True)
            sending.start()
            answer, rest = _read_head(behind)
            first, _, lines = answer.partition(b"\r\n")
            client.sendall(first + b"\r\n" + server.added + lines + _END + rest)
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


@contextmanager
def web_server(port: int, headers: Mapping[str, str]) -> Iterator[str]:
    """Serve what a port of this machine serves, with headers added to each answer; give the address."""
    with _Server(port, headers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
