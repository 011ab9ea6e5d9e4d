"""What ``deploy/`` holds, as the tests read it."""

import re
from pathlib import Path

DEPLOY = Path(__file__).parents[2] / "deploy"
CADDYFILE = DEPLOY / "Caddyfile"
_HEADER = re.compile(r'^\t\t([A-Z][A-Za-z-]+) "(.*)"$', re.MULTILINE)


def web_server_headers() -> dict[str, str]:
    """Return the headers that the web server in front adds to every answer."""
    return dict(_HEADER.findall(CADDYFILE.read_text(encoding="utf-8")))
