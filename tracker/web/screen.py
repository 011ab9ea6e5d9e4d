"""What the reader's screen is like: dark or light, narrow or wide."""

import streamlit as st

_SCRIPT = """
export default function ({ setStateValue, data }) {
  const narrow = window.matchMedia("(max-width: 640px)");
  const tell = () => { if (narrow.matches !== data.narrow) setStateValue("narrow", narrow.matches) };
  tell();
  narrow.addEventListener("change", tell);
  return () => narrow.removeEventListener("change", tell);
}
"""

_DRAWN = "chart drawn"
_WAIT = """
export default function ({ setTriggerValue }) {
  const until = performance.now() + 3000;
  let next, touchedAt = -Infinity;
  const touch = () => { touchedAt = performance.now() };
  const look = () => {
    const isDrawn = document.querySelector(".js-plotly-plot .trace") !== null;
    const isTouched = performance.now() - touchedAt < 1000;
    if ((isDrawn || performance.now() > until) && !isTouched) setTriggerValue("drawn", true);
    else next = requestAnimationFrame(look);
  };
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, touch, true);
  look();
  return () => {
    cancelAnimationFrame(next);
    for (const kind of ["pointerdown", "keydown"]) document.removeEventListener(kind, touch, true);
  };
}
"""
"""Says once that a chart is on the screen; one that does not come holds nothing up for longer than three seconds.

It keeps still while the reader clicks or types: said in that moment, it would take a page that was just left back.
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
    it. Whoever reads the page without a browser gets all of it at once.
    """
    if st.session_state.get(_DRAWN) or not st.context.headers.get("User-Agent"):
        return True
    wait = st.components.v2.component("first_chart", js=_WAIT)
    wait(key="first chart", on_drawn_change=lambda: st.session_state.update({_DRAWN: True}))
    return False
