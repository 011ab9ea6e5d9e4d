import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from page_reading import said
from sqlalchemy import Engine
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.support.sources import text_of
from tracker.database import reading
from tracker.errors import SettingsProblem
from tracker.queries import get_event
from tracker.vocabulary import Role
from tracker.web import signing_in
from tracker.web.navigation import KEEPING, list_pages
from tracker.web.pages.account import READING_ONLY
from tracker.web.signing_in import SECRET_LENGTH, current_actor, parse_sign_in, sign_in_set_up
from tracker.web.writing_key import writing_key

PROVIDER = {
    "client_id": "tracker",
    "client_secret": "secret of the client",
    "server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration",
}
SHARED = {"redirect_uri": "http://127.0.0.1:{port}/oauth2callback", "cookie_secret": "c" * SECRET_LENGTH}
AUTH: dict[str, Any] = SHARED | PROVIDER
ROLES = {"reviewers": ["ann@example.org"], "editors": ["@example.org"]}
ANN = {"is_logged_in": True, "name": "Ann Lee", "email": "ann@example.org", "email_verified": True}
BOB = ANN | {"name": "Bob Oh", "email": "bob@example.org"}
EVE = ANN | {"name": "Eve", "email": "eve@notexample.org"}


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let Streamlit have these secrets."""

    def have(content: Mapping[str, Any]) -> None:
        store = Secrets()
        store._secrets = dict(content)
        monkeypatch.setattr(st, "secrets", store)

    return have


@pytest.fixture
def app(app: AppTest) -> AppTest:
    """The dashboard with sign-in set up."""
    app.secrets = {"auth": AUTH, "roles": ROLES}
    app.user = {}
    return app


def open_page(app: AppTest, path: str, user: Mapping[str, Any] | None = None) -> AppTest:
    """Open a page by its address as a person."""
    app.user = dict(user or {"is_logged_in": False})
    app._page_hash = calc_hash(path)
    app.run()
    assert not app.exception
    return app


def keys(app: AppTest) -> set[str]:
    """Return the keys of the page's buttons."""
    return {str(each.key) for each in app.button}


@pytest.mark.parametrize(
    ("cookies", "role"),
    [
        ({"tracker-key-8501": writing_key()}, Role.REVIEWER),
        ({"tracker-key-8501": writing_key()[:-1]}, Role.VIEWER),
        ({"tracker-key-8502": writing_key()}, Role.VIEWER),
        ({"tracker-key-8501": ""}, Role.VIEWER),
        ({"tracker-key-8501": "\udcff滴"}, Role.VIEWER),
        ({}, Role.VIEWER),
    ],
)
def test_without_sign_in_only_the_key_gives_rights(
    monkeypatch: pytest.MonkeyPatch, cookies: dict[str, str], role: Role
) -> None:
    """Whoever brings it is the local editor; every other visitor reads, whatever else his visit says of itself."""
    monkeypatch.setattr(type(st.context), "cookies", cookies)
    monkeypatch.setattr(type(st.context), "headers", {"Host": "localhost:8501", "Origin": "http://localhost:8501"})
    assert sign_in_set_up() is None
    assert current_actor().role is role
    assert (KEEPING in list_pages()) == (role is Role.REVIEWER)
    assert any(page.title == READING_ONLY for page in list_pages()[""]) == (role is Role.VIEWER)
    assert (current_actor().name == "local editor") == (role is Role.REVIEWER)


def test_everyone_writes_where_that_is_said_and_nobody_where_nothing_may_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The setting replaces the key, and a read-only set-up goes before it."""
    monkeypatch.setenv("TRACKER_EVERYONE_WRITES", "1")
    assert current_actor().role is Role.REVIEWER
    monkeypatch.setenv("TRACKER_READ_ONLY", "1")
    assert current_actor().role is Role.VIEWER


def test_a_reader_is_told_how_to_come_by_the_key(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page behind "Reading only" says what was printed where, and does not say the key."""
    monkeypatch.delenv("TRACKER_EVERYONE_WRITES")
    monkeypatch.setattr(type(st.context), "cookies", {})
    app.secrets = {}
    open_page(app, "account")
    assert "an address with a key" in said(app)
    assert writing_key() not in said(app)


def test_everyone_writes_means_nothing_where_people_sign_in(
    secrets: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once sign-in is set up, whoever has not signed in is a viewer, at this machine too."""
    secrets({"auth": AUTH, "roles": ROLES})
    monkeypatch.setenv("TRACKER_EVERYONE_WRITES", "1")
    assert current_actor().role is Role.VIEWER
    assert KEEPING not in list_pages()


@pytest.mark.parametrize(
    ("user", "role"), [(ANN, Role.REVIEWER), (BOB, Role.EDITOR), (EVE, Role.VIEWER), (None, Role.VIEWER)]
)
def test_the_navigation_offers_what_a_role_may(app: AppTest, user: dict[str, Any] | None, role: Role) -> None:
    """Editors and reviewers get the pages that write; the account page says who is there and as what."""
    open_page(app, "add", user)
    assert ("add save" in keys(app)) == (role is not Role.VIEWER)
    open_page(app, "account", user)
    if user is None:
        assert keys(app) == {"sign in None"}
    else:
        assert user["name"] in said(app)
        assert f"You are here as {role}." in said(app)
        assert keys(app) == {"sign out"}


def test_an_unverified_address_is_told_why_it_gives_nothing(app: AppTest) -> None:
    """The person learns what to ask the provider for, instead of missing a button."""
    open_page(app, "account", ANN | {"email_verified": False})
    assert "You are here as viewer." in said(app)
    assert "does not say that your e-mail address is verified" in said(app)


def test_who_has_signed_out_is_a_viewer_again(app: AppTest) -> None:
    """The button ends the rights in the same step."""
    open_page(app, "account", ANN)
    app.button(key="sign out").click().run()
    assert not app.exception
    assert keys(app) == {"sign in None"}
    open_page(app, "add", app.user)
    assert "add save" not in keys(app)


def test_a_claim_without_a_sign_in_gives_no_rights(app: AppTest) -> None:
    """An address alone, as a proxy's header could bring it, is not a sign-in."""
    for flag in (False, None, "true", 1):
        open_page(app, "add", ANN | {"is_logged_in": flag})
        assert "add save" not in keys(app)


def test_rights_that_ended_meanwhile_end_at_the_next_press(app: AppTest, seeded_engine: Engine) -> None:
    """A page that still shows its buttons does not keep the rights of its person: the list decides at each write."""
    slug = "didi-app-removal"
    app.query_params["event"] = slug
    open_page(app, "", ANN)
    app.secrets = {"auth": AUTH, "roles": {"editors": []}}
    app.button(key=f"withdraw {slug}").click().run()
    assert not app.exception
    assert "needs the role editor. Nothing was changed." in said(app)
    with reading(seeded_engine) as session:
        assert get_event(session, slug).version == 1


def test_a_name_is_shown_as_it_is(app: AppTest) -> None:
    """What a provider sends as a name is no Markdown: it makes no link, picture or icon."""
    open_page(app, "account", ANN | {"name": "**Ann** [x](https://example.org) :material/star:"})
    assert "\\*\\*Ann\\*\\*" in app.title[0].value


@pytest.mark.parametrize(
    ("auth", "words"),
    [
        ("text", "keys with values"),
        ({}, r"\[auth\] needs a text for: redirect_uri, cookie_secret"),
        (AUTH | {"redirect_uri": "http://127.0.0.1:8501"}, "end with /oauth2callback"),
        (AUTH | {"redirect_uri": 7}, "redirect_uri"),
        (AUTH | {"cookie_secret": "tiny"}, "at least 32 random characters"),
        (AUTH | {"client_secret": " "}, r"\[auth\] needs a text for: client_secret"),
        (
            {key: AUTH[key] for key in ("redirect_uri", "cookie_secret")},
            "client_id, client_secret, server_metadata_url",
        ),
        (AUTH | {"my_own": PROVIDER}, "underscore"),
        (AUTH | {"own": {"client_id": "x"}}, r"\[auth.own\] needs a text for: client_secret, server_metadata_url"),
    ],
)
def test_incomplete_sign_in_is_a_sentence(auth: object, words: str) -> None:
    """It names the key that is missing or wrong, and repeats no secret."""
    with pytest.raises(SettingsProblem, match=words) as caught:
        parse_sign_in(auth, ROLES)
    assert PROVIDER["client_secret"] not in str(caught.value)
    assert "tiny" not in str(caught.value)


def test_several_providers_each_have_a_button() -> None:
    """Named providers, with one that has no name or without."""
    assert parse_sign_in(AUTH, None).providers == (None,)
    assert parse_sign_in(AUTH | {"client_kwargs": {"prompt": "login"}}, None).providers == (None,)
    assert parse_sign_in(SHARED | {"one": PROVIDER, "two": PROVIDER}, None).providers == ("one", "two")
    assert parse_sign_in(AUTH | {"two": PROVIDER}, None).providers == (None, "two")


def test_the_example_of_the_documentation_works_but_for_its_secret() -> None:
    """Whoever fills it in has the roles that it names; whoever forgets the secret is told."""
    page = text_of("docs/sign-in.md")
    sections = tomllib.loads(page.partition("```toml\n")[2].partition("```")[0])
    with pytest.raises(SettingsProblem, match="cookie_secret"):
        parse_sign_in(sections["auth"], sections["roles"])
    allowed = parse_sign_in(sections["auth"] | SHARED, sections["roles"]).allowed
    addresses = ("ann@example.org", "bob@example.org", "guest@example.net", "former@example.org")
    roles = [allowed.role_of(address) for address in addresses]
    assert roles == [Role.REVIEWER, Role.EDITOR, Role.EDITOR, Role.VIEWER]


def test_a_missing_library_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the extra to install."""
    monkeypatch.setattr(signing_in, "find_spec", lambda _: None)
    with pytest.raises(SettingsProblem, match="install the extra: auth"):
        parse_sign_in(AUTH, ROLES)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[roles]\n[auth\nclient_id = 1", "not valid TOML; look at line 2"),
        (b"[auth]\nclient_id = '\xff'", "UTF-8"),
        (b"[roles]\neditors = ['@example.org']", r"no section \[auth\]"),
        (b"[auth]\n", "redirect_uri"),
        (b"auth = true\n", "keys with values"),
    ],
)
def test_secrets_that_cannot_be_used_give_nobody_rights(
    content: bytes, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip in the file is a sentence on every page, not a dashboard without sign-in."""
    file = tmp_path / "secrets.toml"
    file.write_bytes(content)
    store = Secrets()
    store._file_watchers_installed = True
    monkeypatch.setattr(st, "secrets", store)
    monkeypatch.setattr("streamlit.config.get_option", lambda name: [str(file)] if name == "secrets.files" else None)
    with pytest.raises(SettingsProblem, match=words) as caught:
        current_actor()
    assert re.fullmatch(r"[^\n]+\.", str(caught.value))
    assert str(tmp_path) not in str(caught.value)


def test_wrong_secrets_are_a_sentence_on_the_page(app: AppTest) -> None:
    """No page opens, and none of its buttons."""
    app.secrets = {"auth": AUTH, "roles": {"editor": ["@example.org"]}}
    open_page(app, "add", ANN)
    assert "viewers, editors, reviewers" in said(app)
    assert keys(app) == set()
