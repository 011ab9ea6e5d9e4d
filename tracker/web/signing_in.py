"""The person at the page: who has signed in, or without sign-in, who brought the writing key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from tracker.actors import Actor, AllowList, name_of, parse_allow_list, role_of
from tracker.errors import SettingsProblem
from tracker.settings import everyone_writes, is_read_only, local_actor
from tracker.vocabulary import Role
from tracker.web.text import escape_markdown
from tracker.web.writing_key import holds_key

SECRET_LENGTH = 32
"""Characters that the secret behind the sign-in cookies has at least: a person who guesses it can be anybody."""

CALLBACK = "/oauth2callback"

READING_ONLY = "Reading only"
"""What the navigation calls the account's page where nobody signs in and the visitor has not brought the key."""

_SHARED = ("redirect_uri", "cookie_secret")
_OF_PROVIDER = ("client_id", "client_secret", "server_metadata_url")


@dataclass(frozen=True, slots=True)
class SignIn:
    """Sign-in as the secrets set it up: the providers to choose from, None for the one without a name."""

    providers: tuple[str | None, ...]
    home: str
    """The address under which the dashboard has to be opened for it."""

    allowed: AllowList


def current_actor() -> Actor:
    """Return who changes the record from this page.

    Raises:
        SettingsProblem: if the secrets cannot be read or are not complete, so that nobody gets rights by a mistake.
    """
    if is_read_only():
        return local_actor()
    sign_in = sign_in_set_up()
    if sign_in is None:
        return _unnamed_actor()
    claims = claims_of_visitor()
    if claims is None:
        return Actor("A visitor who has not signed in", Role.VIEWER)
    return Actor(name_of(claims), role_of(claims, sign_in.allowed))


def _unnamed_actor() -> Actor:
    if everyone_writes() or holds_key(st.context.cookies, int(st.get_option("server.port"))):
        return local_actor()
    return Actor("A visitor without the key", Role.VIEWER)


def claims_of_visitor() -> dict[str, Any] | None:
    """Return what the provider says of the person who has signed in; None where nobody has."""
    claims = dict(st.user.to_dict())
    return claims if claims.get("is_logged_in") is True else None


def account_title() -> str:
    """Return what the navigation calls the account's page: the person's name, or what to do to have one."""
    claims = claims_of_visitor()
    if claims is not None:
        return escape_markdown(name_of(claims))
    return READING_ONLY if sign_in_set_up() is None else "Sign in"


def sign_in_set_up() -> SignIn | None:
    """Return how people sign in here; None where the secrets have no section ``[auth]``.

    Raises:
        SettingsProblem: if the secrets cannot be read or are not complete.
    """
    secrets = _secrets()
    if "auth" in secrets:
        return parse_sign_in(secrets["auth"], secrets.get("roles"))
    if "roles" in secrets:
        raise SettingsProblem("The secrets have a section [roles] but no section [auth], so nobody could sign in.")
    return None


def _secrets() -> Mapping[str, Any]:
    # Streamlit itself takes a file that it cannot read for none, which would give everybody the rights of no sign-in.
    try:
        return st.secrets.to_dict()
    except StreamlitSecretNotFoundError as problem:
        if problem.error_id == "no-secrets-found":
            return {}
        # Only the place is told, since visitors see the sentence as well.
        place = re.search(r"line \d+", str(problem.__cause__))
        where = f"; look at {place[0]}" if place else ""
        raise SettingsProblem(f"The file of secrets is not valid TOML{where}.") from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsProblem("The file of secrets cannot be read; check who may read it, and that it is UTF-8.") from (
            problem
        )


def parse_sign_in(auth: object, roles: object) -> SignIn:
    """Read the sections ``[auth]`` and ``[roles]`` of the secrets.

    Raises:
        SettingsProblem: if something is missing, weak or misplaced; no value is repeated in the sentence.
    """
    if not isinstance(auth, Mapping):
        raise SettingsProblem("The section [auth] of the secrets should hold keys with values.")
    if find_spec("authlib") is None:
        raise SettingsProblem("Sign-in is set up, but its library is missing; install the extra: auth")
    _require(auth, _SHARED, "[auth]")
    if not auth["redirect_uri"].endswith(CALLBACK):
        raise SettingsProblem(f"In the secrets, redirect_uri of [auth] should end with {CALLBACK}.")
    if len(auth["cookie_secret"]) < SECRET_LENGTH:
        raise SettingsProblem(
            f"In the secrets, cookie_secret of [auth] needs at least {SECRET_LENGTH} random characters."
        )
    home = auth["redirect_uri"].removesuffix(CALLBACK).replace("{port}", str(st.get_option("server.port")))
    return SignIn(_providers(auth), home, parse_allow_list(roles))


def _providers(auth: Mapping[str, Any]) -> tuple[str | None, ...]:
    named = [name for name, section in auth.items() if isinstance(section, Mapping) and name != "client_kwargs"]
    for name in named:
        if "_" in name:
            raise SettingsProblem("In the secrets, the name of a provider in [auth.NAME] may not hold an underscore.")
        _require(auth[name], _OF_PROVIDER, f"[auth.{name}]")
    if named and not any(key in auth for key in _OF_PROVIDER):
        return tuple(named)
    _require(auth, _OF_PROVIDER, "[auth]")
    return (None, *named)


def _require(section: Mapping[str, Any], keys: tuple[str, ...], name: str) -> None:
    missing = [key for key in keys if not isinstance(section.get(key), str) or not section[key].strip()]
    if missing:
        raise SettingsProblem(f"In the secrets, {name} needs a text for: {', '.join(missing)}.")
