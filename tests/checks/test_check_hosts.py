import pytest

from tracker.checks.events import is_official_host


@pytest.mark.parametrize(
    "url",
    [
        "https://english.www.gov.cn/policies/1.html",
        "http://www.npc.gov.cn/",
        "https://gov.cn/page",
        "https://bis.gov/press-release",
        "https://www.sec.gov:443/news",
        "https://WWW.FederalRegister.GOV./d/1",
        "http://english.sse.com.cn/markets/",
        "https://pcaobus.org/news",
        "https://www.meti.go.jp/x",
        "https://competition-policy.ec.europa.eu/x",
    ],
)
def test_hosts_that_prove_themselves(url: str) -> None:
    """Names that registries keep for governments, and the hosts of the record's own agencies, are official."""
    assert is_official_host(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://en.npc.gov.cn.cdurl.cn/page",
        "https://gov.cn.example.org/",
        "https://notgov.cn/",
        "https://mygov.example/gov.cn",
        "https://www.xinhuanet.com/gov.cn",
        "https://fakepcaobus.org/",
        "https://example.com/?host=sec.gov",
    ],
)
def test_hosts_that_prove_nothing(url: str) -> None:
    """A mirror, a look-alike, state media or an address that only mentions a government is not official."""
    assert not is_official_host(url)
