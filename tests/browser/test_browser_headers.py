from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.support.dashboard import Visitor
from tests.support.deploying import web_server_headers
from tests.support.front import web_server
from tests.support.nginx import running_nginx

pytestmark = pytest.mark.browser


@pytest.fixture(params=["Caddy's headers", "nginx"])
def served(dashboard: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The dashboard behind a web server with the headers of ``deploy/Caddyfile``, and behind ``deploy/nginx.conf``."""
    port = urlsplit(dashboard).port or 0
    nginx = request.param == "nginx"
    with running_nginx(tmp_path, port) if nginx else web_server(port, web_server_headers()) as url:
        yield url


def test_pages_work_behind_the_web_server_in_front(served: str, visit: Callable[..., Visitor]) -> None:
    """The policy lets a page draw all that it has, its chart included, and the browser finds nothing to refuse."""
    visitor = visit(stranger=True)
    visitor.goto(served)
    expect(visitor.page.locator(".js-plotly-plot").first).to_be_visible()
    for path in ("certainty", "method", "market"):
        visitor.goto(f"{served}/{path}")
        expect(visitor.page.get_by_role("heading").first).to_be_visible()
    assert visitor.errors == []
    assert visitor.outside == []


def test_no_other_page_can_show_the_dashboard_in_a_frame(served: str, visit: Callable[..., Visitor]) -> None:
    """A page that frames it gets an empty frame, so that no click can be led astray."""
    visitor = visit(stranger=True)
    visitor.page.set_content(f'<iframe src="{served}/method"></iframe>')
    frame = visitor.page.frame_locator("iframe")
    expect(frame.get_by_test_id("stApp")).to_have_count(0)
    assert any("frame-ancestors" in error or "X-Frame-Options" in error for error in visitor.errors)
