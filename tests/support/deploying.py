"""What ``deploy/`` holds, as the tests read it."""

import re

from tests.support.sources import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
CADDYFILE = DEPLOY / "Caddyfile"
_HEADER = re.compile(r'^\t\t([A-Z][A-Za-z-]+) "(.*)"$', re.MULTILINE)
_NGINX_HEADER = re.compile(r'^    add_header ([A-Z][A-Za-z-]+) "(.*)" always;$', re.MULTILINE)


def web_server_headers() -> dict[str, str]:
    """Return the headers that the web server in front adds to every answer."""
    return dict(_HEADER.findall(CADDYFILE.read_text(encoding="utf-8")))


def nginx_headers() -> dict[str, str]:
    """Return the headers that nginx adds to every answer, of whatever status."""
    return dict(_NGINX_HEADER.findall((DEPLOY / "nginx.conf").read_text(encoding="utf-8")))
