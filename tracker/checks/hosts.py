"""Which hosts prove by their own name that a page is official."""

import re
from urllib.parse import urlsplit

# Registries give these names to governments only. A mirror such as gov.cn.example.org does not match.
_GOVERNMENT = re.compile(
    r"(?:.+\.)?(?:gov|mil|gov\.[a-z]{2}|gouv\.[a-z]{2}|gob\.[a-z]{2}|go\.(?:jp|kr|th|id)|europa\.eu)"
)

# Exchanges and regulators that the record names as agencies and that publish under a name of their own.
_AGENCIES = ("sse.com.cn", "hkex.com.hk", "pcaobus.org")


def is_official_host(url: str) -> bool:
    """Tell whether an address lies on the host of a government, or of an exchange or regulator of the record.

    State media and mirrors are not official: their pages prove what was reported, not what was decreed.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    if _GOVERNMENT.fullmatch(host):
        return True
    return any(host == agency or host.endswith(f".{agency}") for agency in _AGENCIES)
