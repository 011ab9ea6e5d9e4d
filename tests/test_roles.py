import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.actors import ACTOR_LENGTH, name_of, parse_allow_list, role_of, verified_address
from tracker.errors import SettingsProblem
from tracker.vocabulary import Role

ALLOWED = parse_allow_list(
    {
        "reviewers": ["Ann@Example.org", "@board.example.org"],
        "editors": ["@example.org", "zoë@example.net"],
        "viewers": ["gone@example.org"],
    }
)


def claims(email: object, **more: object) -> dict[str, object]:
    """Return what a provider says of a person whose address it vouches for."""
    return {"email": email, "email_verified": True} | more


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("ann@example.org", Role.REVIEWER),
        ("ANN@EXAMPLE.ORG", Role.REVIEWER),
        ("bob@example.org", Role.EDITOR),
        ("bob@EXAMPLE.org", Role.EDITOR),
        ("gone@example.org", Role.VIEWER),
        ("zoë@example.net", Role.EDITOR),
        ("chair@board.example.org", Role.REVIEWER),
        ("bob@example.com", Role.VIEWER),
    ],
)
def test_addresses_and_domains_have_their_roles(email: str, role: Role) -> None:
    """Case does not matter, and an entry for one address goes before the one for its domain."""
    assert role_of(claims(email), ALLOWED) is role


@pytest.mark.parametrize(
    "email",
    [
        "evil@notexample.org",
        "evil@sub.example.org",
        "evil@example.org.evil.net",
        "evil@example.org.",
        "evil@evil.net@example.org",
        '"ann@example.org"@evil.net',
        "ann@example.org@evil.net",
        "evil@evil.net ann@example.org",
        "evil@evil.net\n@example.org",
        " ann@example.org",
        "ann@example.org ",
        "ann@example.org\n",
        "@example.org",
        "example.org",
        "ann",
        "",
        "ann@",
        "ann@exampl\u0435.org",
        "ann@example\uff0eorg",
        "ann\uff20example.org",
        "\uff41nn@example.org.evil.net",
    ],
)
def test_addresses_that_only_look_alike_give_no_rights(email: str) -> None:
    """Sub-domains, endings, two signs, blanks and letters of other scripts do not pass for an entry."""
    assert role_of(claims(email), ALLOWED) is Role.VIEWER


def test_letters_that_become_the_same_in_small_are_not_the_same() -> None:
    """The Kelvin sign is no k, the long s no s: whoever owns such an address is somebody else."""
    allowed = parse_allow_list({"reviewers": ["kess@kite.example"]})
    assert role_of(claims("KESS@kite.example"), allowed) is Role.REVIEWER
    for email in ("\u212aess@kite.example", "ke\u017fs@kite.example", "kess@\u212aite.example"):
        assert role_of(claims(email), allowed) is Role.VIEWER


@pytest.mark.parametrize("verified", [None, False, "false", "", 0, 1, "yes", "True ", [], ["true"], {"true": True}])
def test_an_address_that_is_not_verified_gives_no_rights(verified: object) -> None:
    """Only a plain yes of the provider counts."""
    said = {"email": "ann@example.org", "email_verified": verified}
    assert role_of(said, ALLOWED) is Role.VIEWER
    assert role_of({"email": "ann@example.org"}, ALLOWED) is Role.VIEWER


@pytest.mark.parametrize("email", [None, 7, True, ["ann@example.org"], {"email": "ann@example.org"}])
def test_whoever_has_no_address_is_a_viewer(email: object) -> None:
    """Other claims, such as a user name that looks like an address, do not stand in for it."""
    assert role_of(claims(email, preferred_username="ann@example.org", upn="ann@example.org"), ALLOWED) is Role.VIEWER
    assert role_of({}, ALLOWED) is Role.VIEWER


def test_a_yes_as_a_word_counts() -> None:
    """Some providers send their booleans as text."""
    assert verified_address({"email": "Ann@Example.org", "email_verified": "true"}) == "ann@example.org"


def test_without_a_list_everybody_is_a_viewer() -> None:
    """No section, an empty one and empty lists give no rights."""
    for section in (None, {}, {"editors": []}):
        assert role_of(claims("ann@example.org"), parse_allow_list(section)) is Role.VIEWER


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({"reviewer": ["ann@example.org"]}, "viewers, editors, reviewers"),
        ({"admins": []}, "viewers, editors, reviewers"),
        (["ann@example.org"], "viewers, editors, reviewers"),
        ("ann@example.org", "viewers, editors, reviewers"),
        ({"editors": "ann@example.org"}, "should be a list"),
        ({"editors": {"ann": "ann@example.org"}}, "should be a list"),
        ({"editors": ["ann@example.org", "example.org"]}, "entry 2 of editors"),
        ({"editors": ["*@example.org", "@example.org"]}, "entry 1 of editors"),
        ({"editors": ["*"]}, "entry 1 of editors"),
        ({"editors": [""]}, "entry 1 of editors"),
        ({"editors": ["@"]}, "entry 1 of editors"),
        ({"editors": ["a@b@example.org"]}, "entry 1 of editors"),
        ({"editors": [7]}, "entry 1 of editors"),
        ({"editors": ["ann@example.org"], "viewers": ["ANN@example.org"]}, "twice"),
        ({"editors": ["@example.org", "@example.org"]}, "twice"),
    ],
)
def test_a_wrong_list_is_a_sentence_that_names_no_address(section: object, words: str) -> None:
    """Whoever runs the dashboard learns which entry is wrong; visitors who see it too learn nobody's address."""
    with pytest.raises(SettingsProblem, match=words) as caught:
        parse_allow_list(section)
    assert "ANN" not in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"name": "Ann Lee", "email": "ann@example.org"}, "Ann Lee"),
        ({"name": "  Ann\n\u202eeeL\u0000 ", "email": "ann@example.org"}, "Ann eeL"),
        ({"name": "李安", "email": "an@example.org"}, "李安"),
        ({"name": "\u200b", "email": "ann@example.org"}, "ann"),
        ({"name": None, "email": "ann@example.org"}, "ann"),
        ({"email": ""}, "somebody without a name"),
        ({}, "somebody without a name"),
        ({"name": "x" * 5000}, "x" * ACTOR_LENGTH),
    ],
)
def test_the_name_on_a_change_is_one_clean_line(said: dict[str, object], name: str) -> None:
    """Line breaks, signs that turn the reading order and endless names do not get into the history."""
    assert name_of(said) == name


@given(
    st.emails().filter(lambda email: "example.org" not in email.lower()),
    st.sampled_from(["example.org", "board.example.org"]),
)
def test_no_address_of_another_domain_gets_a_role(email: str, domain: str) -> None:
    """Whatever stands before and behind the sign, rights come from an entry that equals it."""
    assert role_of(claims(email), ALLOWED) is Role.VIEWER
    assert role_of(claims(email.replace("@", ".") + f"@{domain}.x"), ALLOWED) is Role.VIEWER
    assert role_of(claims(f"x@x{domain}"), ALLOWED) is Role.VIEWER
