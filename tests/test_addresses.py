import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.addresses import ADDRESS_LENGTH, address_problem, normalise_address, own_address
from tracker.errors import UnknownValue

_tail = st.from_regex(
    r"(/[a-zA-Z0-9._~%-]{1,8}){0,3}(\?[a-z]{1,3}=[a-zA-Z0-9%]{0,6}(&[a-z]{1,3}=[0-9]{0,3}){0,2})?", fullmatch=True
)
_host = st.from_regex(r"[a-z]{2,8}(\.[a-z]{2,6}){1,2}", fullmatch=True)


@given(host=_host, tail=_tail, scheme=st.sampled_from(["http", "https", "HTTPS"]), port=st.integers(1, 65_535))
def test_a_web_page_can_be_stored(host: str, tail: str, scheme: str, port: int) -> None:
    """Any page on a plain host is accepted, with a port and a fragment as well."""
    assert address_problem(f"{scheme}://{host}{tail}") is None
    assert address_problem(f"{scheme}://{host}:{port}{tail}#part") is None


@given(text=st.text())
def test_only_http_and_https_with_a_host_get_through(text: str) -> None:
    """Whatever is typed, what passes begins like a web page and holds no sign that could end a link early."""
    if address_problem(text) is None:
        assert text.lower().startswith(("http://", "https://"))
        assert not set(text) & set(" \t\r\n<>\"'`\\")


@given(
    scheme=st.from_regex(r"[a-zA-Z][a-zA-Z0-9+.-]{0,12}", fullmatch=True), rest=st.sampled_from(["//a.example/", "x"])
)
def test_no_other_scheme_gets_through(scheme: str, rest: str) -> None:
    """Programs, files and mail are never opened by a click on a source."""
    allowed = scheme.lower() in {"http", "https"} and rest.startswith("//")
    assert (address_problem(f"{scheme}:{rest}") is None) == allowed


def test_the_longest_address_still_fits() -> None:
    """The limit is the limit, and one more is told with the number."""
    longest = "https://example.org/".ljust(ADDRESS_LENGTH, "x")
    assert address_problem(longest) is None
    assert str(ADDRESS_LENGTH) in str(address_problem(f"{longest}x"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "http://example.org/a"),
        ("https://example.org/a", "https://WWW.example.org/a"),
        ("https://example.org/a", "https://m.example.org/a/"),
        ("https://example.org/a", "https://example.org:443/a#top"),
        ("https://example.org/a", "https://example.org/a?utm_source=x&UTM_Medium=y&fbclid=1"),
        ("https://example.org/a?b=1&c=2", "https://example.org/a?c=2&utm_campaign=z&b=1"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a?", "https://example.org/a"),
    ],
)
def test_two_ways_of_writing_one_page_are_equal(one: str, other: str) -> None:
    """What a browser, a newsletter or a phone adds does not make another page."""
    assert normalise_address(one) == normalise_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://news.example.org/a"),
        ("https://example.org/a", "https://example.com/a"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a?1234", "https://example.org/a?5678"),
        ("https://example.org/a?id=", "https://example.org/a"),
        ("https://example.org/a?q=%D6%D0", "https://example.org/a?q=%CD%F8"),
        ("https://example.org/a?id=1&id=2", "https://example.org/a?id=1"),
    ],
)
def test_two_pages_stay_two(one: str, other: str) -> None:
    """Paths keep their case; parameters without a name or value, or in an older Chinese encoding, tell pages apart."""
    assert normalise_address(one) != normalise_address(other)


@given(host=_host, tail=_tail)
def test_the_form_does_not_depend_on_how_the_page_is_reached(host: str, tail: str) -> None:
    """Scheme, port, fragment and tracking never enter the comparison."""
    plain = normalise_address(f"https://{host}{tail}")
    mark = "&" if "?" in tail else "?"
    assert normalise_address(f"http://{host.upper()}:80{tail}{mark}utm_source=feed#part") == plain


@pytest.mark.parametrize("sign", ["\x85", "\x9b", "\u200e", "\u202e", "\u2066", "\ud800", "\x7f"])
def test_signs_that_steer_a_terminal_or_the_reading_are_in_no_address(sign: str) -> None:
    """Nor are halves of characters, which no file and no database takes."""
    assert address_problem(f"https://example.org/{sign}a") is not None


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/china//", "https://example.org/china/"),
        ("https://例子.中国/政策", "https://xn--fsqu00a.xn--fiqs8s/%E6%94%BF%E7%AD%96/"),
        ("https://example.org/%E6%94%BF%E7%AD%96/[a]", "https://example.org/%E6%94%BF%E7%AD%96/%5Ba%5D/"),
        ("http://localhost", "http://localhost/"),
        ("http://localhost:8000/site/", "http://localhost:8000/site/"),
        ("http://127.0.0.1:8501/", "http://127.0.0.1:8501/"),
    ],
)
def test_an_address_of_ones_own_is_put_as_it_is_sent(url: str, sent: str) -> None:
    """Sitemaps, feeds and calendars take ASCII alone; what is put so already stays."""
    assert own_address(url) == sent
    assert own_address(sent) == sent


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/a b",
        "http://localhost/\nDisallow: /",
        "http://localhost:port/",
        "http://localhost@example/",
        "http://localhosts/",
        "http://example.org/?a=1",
        "http://example.org/#top",
        "http://example..org/",
        f"http://{'a' * 64}.example.org/",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_no_address_of_ones_own_is_a_sentence(url: str) -> None:
    """This machine's name lets nothing through that another one would not."""
    with pytest.raises(UnknownValue, match=r"^[A-Z].*\.$"):
        own_address(url)
