"""Sign in and out, and what the person at the page may do; without sign-in, how one comes to write."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from tracker.actors import verified_address
from tracker.vocabulary import Role
from tracker.web.signing_in import READING_ONLY, SignIn, claims_of_visitor, current_actor, sign_in_set_up
from tracker.web.text import escape_markdown

_UNNAMED = (None, "default")


def render_account() -> None:
    """Draw the page."""
    sign_in, claims = sign_in_set_up(), claims_of_visitor()
    if claims is not None:
        _render_person(claims)
    elif sign_in is not None:
        _render_sign_in(sign_in)
    else:
        _render_without_key()


def _render_without_key() -> None:
    st.title(READING_ONLY)
    st.markdown(
        "You can read everything here. Whoever started this dashboard can change the record as well: `tracker serve` "
        "printed an address with a key, and the browser in which that address is opened keeps the key until it ends."
    )
    st.caption("Each start of the dashboard makes another key. A page that could write before has to be opened by it.")


def _render_sign_in(sign_in: SignIn) -> None:
    st.title("Sign in")
    st.caption("Everybody may read without signing in. Editors and reviewers sign in to change the record.")
    asked, known = urlsplit(st.context.url or sign_in.home), urlsplit(sign_in.home)
    if (asked.scheme, asked.netloc) != (known.scheme, known.netloc):
        st.info("Sign-in works under one address only, and this page was opened under another.", icon=":material/info:")
        st.link_button(f"Go to {known.netloc}", sign_in.home)
        return
    with st.container(horizontal=True):
        for provider in sign_in.providers:
            label = "Sign in" if provider in _UNNAMED else f"Sign in with {escape_markdown(str(provider).capitalize())}"
            st.button(label, type="primary", key=f"sign in {provider}", on_click=partial(st.login, provider))


def _render_person(claims: dict[str, Any]) -> None:
    actor = current_actor()
    st.title(escape_markdown(actor.name))
    st.markdown(f"You are here as **{actor.role}**. {actor.role.definition}")
    if verified_address(claims) is None:
        st.info(
            "The provider does not say that your e-mail address is verified, so it gives you no further rights.",
            icon=":material/info:",
        )
    elif actor.role is Role.VIEWER:
        st.info("Whoever runs this dashboard can put your address on its list of editors.", icon=":material/info:")
    st.caption(escape_markdown(f"Signed in with {claims.get('email') or 'an account without an e-mail address'}"))
    if actor.may(Role.EDITOR):
        st.caption("Your name stands on every change that you make, for every reader of the history.")
    st.button("Sign out", icon=":material/logout:", key="sign out", on_click=st.logout)
