"""Which addresses may be fetched: public ones over https, judged by the very number that is then connected to.

A name is looked up once, every number that it leads to has to be public, and the connection goes to one of these
numbers, so that a second look-up cannot lead elsewhere.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from tracker.addresses import address_problem
from tracker.errors import FeedProblem, HostNotReached

_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\.?", re.ASCII)
_HTTPS_PORT = 443
_MOST_NUMBERS = 16
_NOT_KNOWN = "The host {host} is not known or cannot be looked up now."
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
_EXAMPLES_6 = ipaddress.IPv6Network("3fff::/20")
"""Set aside for documentation after this Python's own table was made."""

_IN_PATH, _IN_QUERY = "/%:@!$&()*+,;=~", "/%:@!$&()*+,;=~?"

Resolver = Callable[[str, int], Sequence[str]]
"""Looks a host's name up and returns its numbers as text."""


def look_up(host: str, port: int) -> Sequence[str]:
    """Return the numbers of a host, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked: the host by its name, and the public numbers to connect to."""

    url: str
    host: str
    port: int
    path: str
    numbers: tuple[str, ...]
    is_local: bool = False

    @property
    def host_header(self) -> str:
        """What the request calls the host."""
        return f"{self.host}:{self.port}" if self.is_local else self.host


def find_target(url: str, *, resolve: Resolver = look_up, local_port: int | None = None) -> Target:
    """Judge an address and return where to connect.

    Args:
        url: the address.
        resolve: looks the host's name up.
        local_port: a port of this very machine that may be asked as well, for tests.

    Raises:
        FeedProblem: if the address may not be fetched or its host is not known.
    """
    if problem := address_problem(url):
        raise FeedProblem(problem)
    parts = urlsplit(url)
    host, port = (parts.hostname or "").lower(), parts.port
    is_local = local_port is not None and port == local_port
    if not is_local:
        _check_form(parts.scheme.lower(), host, port)
    path = quote(parts.path or "/", safe=_IN_PATH) + (f"?{quote(parts.query, safe=_IN_QUERY)}" if parts.query else "")
    port = port or _HTTPS_PORT
    return Target(url, host, port, path, _numbers(host, port, resolve, is_local=is_local), is_local)


def check_fetchable(url: str) -> None:
    """Refuse an address that by its form may never be fetched; its host is not looked up.

    Raises:
        FeedProblem: saying why.
    """
    if problem := address_problem(url):
        raise FeedProblem(problem)
    parts = urlsplit(url)
    _check_form(parts.scheme.lower(), (parts.hostname or "").lower(), parts.port)


def _check_form(scheme: str, host: str, port: int | None) -> None:
    if scheme != "https":
        raise FeedProblem("Only addresses that begin with https:// are fetched.")
    if port not in {None, _HTTPS_PORT}:
        raise FeedProblem("Only addresses without a port of their own are fetched.")
    if not _HOST.fullmatch(host):
        raise FeedProblem("Only addresses with a plain host name are fetched; numbers in place of a name are not.")


def _numbers(host: str, port: int, resolve: Resolver, *, is_local: bool) -> tuple[str, ...]:
    try:
        found = tuple(resolve(host.rstrip("."), port))[:_MOST_NUMBERS]
    except (OSError, UnicodeError) as problem:
        raise HostNotReached(_NOT_KNOWN.format(host=host), host) from problem
    if not found:
        raise HostNotReached(_NOT_KNOWN.format(host=host), host)
    if not all(is_public(number) or (is_local and _is_loopback(number)) for number in found):
        raise FeedProblem(f"The host {host} leads to an address that is not public; it is not fetched.")
    return found


def is_public(number: str) -> bool:
    """Tell whether a number is that of one machine in the public network; what wraps another number is not."""
    try:
        address = ipaddress.ip_address(number)
    except ValueError:  # also one with a zone, such as fe80::1%eth0
        return False
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        wraps_another = address.sixtofour is not None or address.teredo is not None
        return address in _UNICAST_6 and address not in _EXAMPLES_6 and not wraps_another
    return True


def _is_loopback(number: str) -> bool:
    return ipaddress.ip_address(number).is_loopback
