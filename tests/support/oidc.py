"""A small OpenID provider on this machine: it signs in whomever the test names, without asking anybody anything.

It keeps to what a client relies on: a client it does not know, a redirect to elsewhere, a code used twice and a wrong
proof of the code's owner are refused, so that a test that passes has gone through the whole exchange.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

SECONDS_TO_LIVE = 3600
COOKIE_SECRET = "only-for-tests-" * 3
METADATA = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Person:
    """Somebody with an account at the provider."""

    name: str
    email: str
    email_verified: bool = True

    @property
    def claims(self) -> dict[str, Any]:
        """What the provider says of this person."""
        return {
            "sub": hashlib.sha256(self.email.encode()).hexdigest()[:16],
            "name": self.name,
            "email": self.email,
            "email_verified": self.email_verified,
        }


@dataclass
class Grant:
    """A sign-in between the browser's visit and the client's collecting it."""

    person: Person
    asked: Mapping[str, str]


@dataclass
class Provider:
    """The running provider. Whoever is ``visitor`` is signed in at the next visit; nobody is refused."""

    url: str
    client_id: str = "tracker"
    client_secret: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    visitor: Person | None = None
    sign_outs: int = 0
    grants: dict[str, Grant] = field(default_factory=dict)
    key: RSAKey = field(
        default_factory=lambda: RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
    )

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Self]:
        """Listen on a free port of this machine until the block ends."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
        provider = cls(f"http://127.0.0.1:{server.server_port}")
        server.provider = provider  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            server.server_close()
            thread.join(timeout=30)

    def secrets_file(self, **roles: list[str]) -> str:
        """Return the text of a dashboard's secrets that lead to this provider."""
        lists = "\n".join(f"{name} = {json.dumps(entries)}" for name, entries in roles.items())
        return f"""[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "{self.client_id}"
client_secret = "{self.client_secret}"
server_metadata_url = "{self.url}{METADATA}"

[roles]
{lists}
"""

    def metadata(self) -> dict[str, Any]:
        """Return where everything is and what is supported."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, asked: Mapping[str, str]) -> str | None:
        """Return where a browser is sent with a code for its client; None for a client that is not known."""
        known = asked.get("client_id") == self.client_id and asked.get("response_type") == "code"
        target = urlsplit(asked.get("redirect_uri", ""))
        if not known or (target.hostname, target.path) != ("127.0.0.1", "/oauth2callback"):
            return None
        if self.visitor is None:
            answer = {"error": "access_denied", "error_description": "Nobody is at the browser."}
        else:
            answer = {"code": secrets.token_urlsafe(16)}
            self.grants[answer["code"]] = Grant(self.visitor, dict(asked))
        return f"{asked['redirect_uri']}?{urlencode(answer | {'state': asked.get('state', '')})}"

    def token(self, given: Mapping[str, str], client: tuple[str, str]) -> dict[str, Any] | None:
        """Return the tokens for a code, once; None where code, client or proof are not right."""
        grant = self.grants.pop(given.get("code", ""), None)
        if grant is None or client != (self.client_id, self.client_secret):
            return None
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        same_redirect = given.get("redirect_uri") == grant.asked["redirect_uri"]
        if challenge != grant.asked.get("code_challenge") or not same_redirect:
            return None
        now = int(time.time())
        times = {"iat": now, "exp": now + SECONDS_TO_LIVE}
        asked = {"iss": self.url, "aud": self.client_id, "nonce": grant.asked.get("nonce", "")}
        id_token = jwt.encode({"alg": "RS256", "kid": "test"}, grant.person.claims | times | asked, self.key)
        return {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": SECONDS_TO_LIVE,
            "id_token": id_token,
        }


class _Answers(BaseHTTPRequestHandler):
    @property
    def provider(self) -> Provider:
        return self.server.provider  # type: ignore[attr-defined,no-any-return]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == METADATA:
            self._send(self.provider.metadata())
        elif parts.path == "/jwks":
            self._send({"keys": [self.provider.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            self._redirect(self.provider.authorize(asked))
        elif parts.path == "/end":
            self.provider.sign_outs += 1
            self._redirect(asked.get("post_logout_redirect_uri"))
        else:
            self._send({"error": "not_found"}, status=404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        answer = self.provider.token(given, self._client()) if self.path == "/token" else None
        self._send(answer or {"error": "invalid_grant"}, status=200 if answer else 400)

    def _client(self) -> tuple[str, str]:
        encoded = self.headers.get("Authorization", "").removeprefix("Basic ")
        name, _, word = base64.b64decode(encoded).decode().partition(":")
        return unquote(name), unquote(word)

    def _send(self, answer: Mapping[str, Any], status: int = 200) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, target: str | None) -> None:
        if target is None:
            self._send({"error": "invalid_request"}, status=400)
            return
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Keep quiet; a test that fails shows the dashboard's own log."""
