"""What the reader's screen is like: dark or light, narrow or wide."""

import streamlit as st

from tracker.web import session_keys

_SCRIPT = """
let madeFor;
export default function ({ setStateValue, data }) {
  // A run before this one may still be asking: it has to know as well what the page was made for last.
  madeFor = data.narrow;
  const narrow = window.matchMedia("(max-width: 640px)");
  const tell = () => { if (narrow.matches !== madeFor) setStateValue("narrow", narrow.matches) };
  tell();
  narrow.addEventListener("change", tell);
  const again = setInterval(tell, 5000);
  return () => {
    narrow.removeEventListener("change", tell);
    clearInterval(again);
  };
}
"""
"""Says so when the screen is not what the page was made for, and again for as long as the page does not follow."""


def is_dark() -> bool:
    """Tell whether the page is dark."""
    return st.context.theme.type == "dark"


def is_in_frame() -> bool:
    """Tell whether the page stands in a frame of another one, as ``?embed=true`` in its address says."""
    return bool(st.context.is_embedded)


def is_narrow() -> bool:
    """Tell whether the screen is a phone's; the browser says so, since the server cannot know."""
    state = st.session_state.get(session_keys.SCREEN)
    known = getattr(state, "narrow", None)
    return "Mobi" in st.context.headers.get("User-Agent", "") if known is None else bool(known)


def watch_width(*, narrow: bool) -> None:
    """Ask the browser to tell when the width is not what the page was made for."""
    watch = st.components.v2.component("screen_width", js=_SCRIPT)
    watch(key=session_keys.SCREEN, data={"narrow": narrow}, on_narrow_change=lambda: None)
