import pytest

from tracker.web.visits import PASSED_ON, is_local_visit


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "tracker.localhost", "127.0.1.1"])
@pytest.mark.parametrize("port", ["", ":8501"])
@pytest.mark.parametrize("address", [None, "127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_browser_on_this_machine_is_at_home(host: str, port: str, address: str | None) -> None:
    """Every name of this machine itself counts, with a port and without."""
    assert is_local_visit({"Host": host + port, "Origin": f"http://{host}{port}"}, address)
    assert is_local_visit({"host": host + port}, address)


def test_a_connection_from_elsewhere_is_not() -> None:
    """Whatever name it asks for: headers are the asker's own words."""
    for address in ("192.0.2.7", "10.0.0.5", "172.17.0.1", "2001:db8::1", "::ffff:192.0.2.7", "nonsense"):
        assert not is_local_visit({"Host": "localhost:8501", "Origin": "http://localhost:8501"}, address)
        assert not is_local_visit({}, address)


@pytest.mark.parametrize("name", PASSED_ON)
def test_a_connection_that_a_server_passed_on_is_not(name: str) -> None:
    """A server in between connects from here for people elsewhere, and says so in a header."""
    said = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}
    assert not is_local_visit(said | {name: "192.0.2.7"}, None)
    assert not is_local_visit(said | {name.title(): ""}, None)


@pytest.mark.parametrize(
    "name",
    ["tracker.example.org", "localhost.example.org", "127.0.0.1.example.org", "notlocalhost", "192.0.2.7", "0"],
)
def test_a_name_from_elsewhere_is_not(name: str) -> None:
    """A server in between that says nothing is known by the name that the browser asked for, and so is a foreign page.

    Such a page has its own name lead to this machine, so that its visitors' browsers take the dashboard for its own.
    """
    assert not is_local_visit({"Host": name}, None)
    assert not is_local_visit({"Host": f"{name}:8501", "Origin": f"http://{name}:8501"}, None)
    assert not is_local_visit({"Host": "127.0.0.1:8501", "Origin": f"https://{name}"}, None)


@pytest.mark.parametrize("origin", ["null", "", "file://", "http://[", "http://[::1", "//", "localhost"])
def test_an_origin_that_names_no_host_is_not(origin: str) -> None:
    """What cannot be read is not taken for this machine."""
    assert not is_local_visit({"Host": "localhost:8501", "Origin": origin}, None)


def test_a_program_on_this_machine_that_names_nothing_is_at_home() -> None:
    """Only the connection speaks then, and it comes from here."""
    assert is_local_visit({}, None)
