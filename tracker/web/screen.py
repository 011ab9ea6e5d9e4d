"""What the reader's screen is like: dark or light, narrow or wide."""

import streamlit as st

_SCRIPT = """
export default function ({ setStateValue, data }) {
  const narrow = window.matchMedia("(max-width: 640px)");
  const tell = () => { if (narrow.matches !== data.narrow) setStateValue("narrow", narrow.matches) };
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

_ASKED = "first chart asked for"
_WAIT = """
export default function ({ setTriggerValue }) {
  const until = performance.now() + 3000;
  let next, again, clickedAt = -Infinity;
  const note = () => { clickedAt = performance.now() };
  const look = () => {
    const isDrawn = document.querySelector(".js-plotly-plot .trace") !== null;
    const isLeaving = performance.now() - clickedAt < 1000;
    if ((isDrawn || performance.now() > until) && !isLeaving) {
      setTriggerValue("drawn", true);
      again = setTimeout(look, 5000);
    } else next = requestAnimationFrame(look);
  };
  document.addEventListener("click", note, true);
  look();
  return () => {
    cancelAnimationFrame(next);
    clearTimeout(again);
    document.removeEventListener("click", note, true);
  };
}
"""
"""Says that a chart is on the screen, and again until the rest comes; without a chart it waits three seconds.

It keeps still for a second after a click: said while the reader is on the way to another page, it would take him back.
"""


def is_dark() -> bool:
    """Tell whether the page is dark."""
    return st.context.theme.type == "dark"


def is_narrow() -> bool:
    """Tell whether the screen is a phone's; the browser says so, since the server cannot know."""
    state = st.session_state.get("screen")
    known = getattr(state, "narrow", None)
    return "Mobi" in st.context.headers.get("User-Agent", "") if known is None else bool(known)


def watch_width(*, narrow: bool) -> None:
    """Ask the browser to tell when the width is not what the page was made for."""
    watch = st.components.v2.component("screen_width", js=_SCRIPT)
    watch(key="screen", data={"narrow": narrow}, on_narrow_change=lambda: None)


def is_ready_for_more() -> bool:
    """Tell whether the first chart of a visit is drawn, and ask the browser to say so where it is not.

    A browser makes all that it is sent before it shows any of it. So what stands below the first chart is sent after
    it, by the second run, whatever brings that about. Whoever reads the page without a browser gets all of it at once.
    """
    if st.session_state.get(_ASKED) or not st.context.headers.get("User-Agent"):
        return True
    st.session_state[_ASKED] = True
    wait = st.components.v2.component("first_chart", js=_WAIT)
    wait(key="first chart", on_drawn_change=lambda: None)
    return False
