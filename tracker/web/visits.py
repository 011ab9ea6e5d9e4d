"""Whether a visit comes from this machine itself, where no sign-in tells who is there."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""Headers that a server in between adds: whoever asked it may be anywhere."""


def is_local_visit(headers: Mapping[str, str], address: str | None) -> bool:
    """Tell whether a browser on this machine asked for this machine by its own name.

    The name counts too: a page elsewhere can point a name of its own at this machine and have its visitors' browsers
    ask for it, and a server in between asks from here on behalf of anybody.

    Args:
        headers: those of the connection.
        address: where the connection comes from; None is this machine, as Streamlit gives it.
    """
    sent = {name.lower(): value for name, value in headers.items()}
    if any(name in sent for name in PASSED_ON) or not _is_this_machine(address or "localhost"):
        return False
    asked = [f"//{sent['host']}"] if "host" in sent else []
    asked += [sent["origin"]] if "origin" in sent else []
    return all(_is_this_machine(_host(url)) for url in asked)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
