"""Web addresses: which ones of sources may be stored, when two are one page, and those of the dashboard's pages."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from tracker.errors import UnknownValue

ADDRESS_LENGTH = 2000
"""The longest address that is stored, in characters."""

_TRACKING = re.compile(r"utm_.*|fbclid|gclid|mc_cid|mc_eid|spm|ref|cmpid|ncid")
_FORBIDDEN = re.compile(r"[\s<>\"'`\\^{|}\x00-\x20\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Also what steers a terminal or turns the direction of reading, since addresses come from outside."""


# Most addresses look like this and need not be taken apart: a host name in small letters, then a path.
_PLAIN = re.compile(
    r"https?://((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})((?:/[\w.~!$&()*+,;=:@%-]*)*)", re.ASCII
)


def address_problem(url: str) -> str | None:
    """Return one sentence on why an address cannot be stored, or None when it can.

    Only http and https addresses with a host are stored, because a click on any other kind could run a program.
    """
    if len(url) > ADDRESS_LENGTH:
        return f"An address may have at most {ADDRESS_LENGTH} characters."
    return None if _PLAIN.fullmatch(url) else _problem_of_parts(url)


def _problem_of_parts(url: str) -> str | None:
    if _FORBIDDEN.search(url):
        return "An address may not hold spaces, quotes or control characters; copy it from the browser's address line."
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "This is not a web address; it should look like https://example.org/page."
    if parts.scheme.lower() not in {"http", "https"}:
        return "Only addresses that begin with http:// or https:// are accepted."
    if "." not in host.strip(".") or parts.username is not None:
        return "The address needs a plain host name; it should look like https://example.org/page."
    return None


_THIS_MACHINE = re.compile("(https?://localhost)(?=[:/]|$)", re.IGNORECASE)
_OF_PATHS = "/%:@!$&'()*+,;=~"
"""Signs that mean themselves in a path, besides letters and digits."""


def own_address(url: str) -> str:
    """Return the address below which pages of one's own lie, with a slash at its end and as browsers send it, in ASCII.

    It may be on this machine, whose name has no dot.

    Raises:
        UnknownValue: with one sentence if it is no such address.
    """
    if problem := address_problem(_THIS_MACHINE.sub(r"\1.localdomain", url)):
        raise UnknownValue(problem)
    if "?" in url or "#" in url:
        raise UnknownValue("The address of a folder has no ? and no #.")
    parts = urlsplit(url)
    try:
        host = parts.netloc.encode("idna").decode()
    except UnicodeError:
        raise UnknownValue("There can be no such host name; it should look like https://example.org/folder/.") from None
    return urlunsplit((parts.scheme, host, quote(parts.path.rstrip("/"), safe=_OF_PATHS) + "/", "", ""))


def normalise_address(url: str) -> str:
    """Reduce an address to what names the page, so that two ways of writing it compare equal.

    Scheme, ``www.`` or ``m.``, port, fragment, a closing slash and tracking parameters are dropped; parameters are
    sorted. They are not decoded, since some sites write theirs in other encodings than UTF-8.
    """
    if plain := _PLAIN.fullmatch(url):
        return plain[1].removeprefix("www.").removeprefix("m.") + plain[2].rstrip("/")
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    kept = sorted(part for part in parts.query.split("&") if part and not _is_tracking(part))
    return f"{host}{parts.path.rstrip('/')}{'?' if kept else ''}{'&'.join(kept)}"


def _is_tracking(parameter: str) -> bool:
    return _TRACKING.fullmatch(parameter.partition("=")[0].lower()) is not None


@dataclass(frozen=True, slots=True)
class PagesOf:
    """The pages of a dashboard, as files lead to them: called with an Event's slug, or nothing for the front page.

    Attributes:
        base: the address at which it stands; empty where that is not known, and then no page has an address.
    """

    base: str

    def __call__(self, slug: str) -> str:
        """Return the address of an Event's page, or of the front page for no slug."""
        front = self.base and self.base.rstrip("/") + "/"
        return f"{front}?event={slug}" if front and slug else front
