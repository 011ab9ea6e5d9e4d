"""The key without which nobody writes where people do not sign in.

Where a visit comes from is told by its headers, which the visitor writes; a tunnel or a server in between adds none of
its own if it does not want to. So a visitor shows that he is the person who started the dashboard: he brings the key
that was printed at the start. The server takes it out of the address, and keeps it as a cookie that no script reads.
"""

import hmac
import secrets
from collections.abc import Mapping
from functools import cache
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

PARAMETER = "key"
"""The part of an address that brings the key."""


@cache
def writing_key() -> str:
    """Return the key of this run of the program, made at random when it is first asked for: 256 bits as text."""
    return secrets.token_urlsafe(32)


def cookie_name(port: int) -> str:
    """Return the name of the cookie that holds the key; cookies do not tell ports apart, their names have to."""
    return f"tracker-key-{port}"


def holds_key(cookies: Mapping[str, str], port: int) -> bool:
    """Tell whether a visit's cookies hold the key."""
    return _is_key(cookies.get(cookie_name(port), ""))


def _is_key(text: str) -> bool:
    return hmac.compare_digest(text.encode(errors="replace"), writing_key().encode())


class TakeKey:
    """The server's part: an address that brings a key is answered with the same address without it.

    The right key comes back as a cookie for as long as the browser runs; a wrong one is dropped.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        """Stand before an application that listens on a port."""
        self._app = app
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a visit that brings a key, and pass every other one on."""
        if scope["type"] == "http" and scope["method"] == "GET":
            request = Request(scope)
            brought = request.query_params.getlist(PARAMETER)
            if brought:
                await self._answer(request.url, any(map(_is_key, brought)))(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _answer(self, url: URL, is_right: bool) -> RedirectResponse:  # noqa: FBT001 - private, called once
        rest = [(name, value) for name, value in parse_qsl(url.query, keep_blank_values=True) if name != PARAMETER]
        # A path that begins with two slashes would be read as the name of another host.
        place = f"/{url.path.lstrip('/')}" + (f"?{urlencode(rest)}" if rest else "")
        answer = RedirectResponse(place, status_code=303, headers={"Cache-Control": "no-store"})
        if is_right:
            answer.set_cookie(
                cookie_name(self._port),
                writing_key(),
                httponly=True,
                # No page elsewhere can have the browser send it along.
                samesite="strict",
                secure=url.scheme == "https",
            )
        return answer
