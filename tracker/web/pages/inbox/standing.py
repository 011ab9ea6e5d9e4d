"""How the inbox stands: whether anything new has come, how each feed fares, and how to switch one on."""

import datetime as dt

import streamlit as st

from tracker.database import reading
from tracker.feed_items import FeedCount
from tracker.queries.inbox import count_items, freshness, list_standings
from tracker.web.reads import engine
from tracker.web.text import escape_markdown


def render_standing() -> tuple[FeedCount, ...]:
    """Say whether something new has come and which feeds failed; return the feeds that have brought anything."""
    with reading(engine()) as session:
        fresh = freshness(session, dt.datetime.now(dt.UTC))
        counts, standings = count_items(session), list_standings(session)
    if fresh.is_stale:
        st.warning(escape_markdown(fresh.sentence), icon=":material/hourglass_empty:")
    elif counts:
        st.caption(escape_markdown(fresh.sentence))
    failed = [each for each in standings.values() if each.problem]
    if failed:
        with st.expander(
            f"{len(failed)} of {len(standings)} feeds could not be fetched", icon=":material/sync_problem:"
        ):
            st.markdown("\n".join(f"- {escape_markdown(f'{each.feed}: {each.problem}')}" for each in failed))
    return counts


def render_how_to_begin() -> None:
    """Tell a person who sees an empty inbox how a feed is switched on."""
    st.info("No feed has brought anything yet.", icon=":material/inbox:")
    st.markdown(
        "A feed is a list of new pages that a site offers to programs. The tracker brings a list of feeds along, and "
        "visits none until somebody who runs it switches it on and asks for it at the command line:"
    )
    st.code("tracker feeds list\ntracker feeds on KEY\ntracker fetch --articles", language=None)
    st.markdown(
        "The first command lists the feeds with their keys and says which are on, the second switches one on, and the "
        "third fetches what is new once; `tracker watch` does so again and again. With `--articles` they ask for the "
        "pages themselves as well, since many feeds give only a title. What they bring appears here. After `make run` "
        "the commands lie in the folder `.venv/bin` of the checkout: `.venv/bin/tracker feeds list`."
    )
