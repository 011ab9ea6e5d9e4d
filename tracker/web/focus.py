"""Lead a person to a field: the browser scrolls to it and puts the cursor there."""

import streamlit as st

from tracker.web.text import class_of

_SCRIPT = """
let last = null;

export default function ({ data }) {
  if (data.press === last) return;
  last = data.press;
  const until = Date.now() + 5000;
  const lead = () => {
    const field = document.querySelector("." + CSS.escape(data.name))?.querySelector("input, textarea");
    if (field?.checkVisibility()) {
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    } else if (Date.now() < until) requestAnimationFrame(lead);
  };
  lead();
}
"""
"""Goes to the field once for each press; a box that has to open first is waited for."""


def lead_to(key: str, press: str) -> None:
    """Let the browser go to the widget of a key.

    Args:
        key: the widget's.
        press: names the press of a button that led here; the same one leads once.
    """
    component = st.components.v2.component("lead_to_field", js=_SCRIPT)
    component(key="lead to field", data={"name": class_of(key), "press": press})
