"""Chinese text tells the browser that it is Chinese: for the voice that reads it out, the font and the hyphens.

Streamlit's Markdown has no attribute for a language. ``tracker.web.text`` gives each Chinese part of a text an element
of its own, and a small script sets ``lang`` on the elements whose own text is Chinese, also on those that come later.
"""

import streamlit as st

_SCRIPT = r"""
const HAN = /\p{Script=Han}/gu, LATIN = /\p{Script=Latin}/gu;
const ours = new WeakSet();

function mark(element) {
  if (!element) return;
  const own = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join("");
  const han = own.match(HAN)?.length ?? 0, latin = own.match(LATIN)?.length ?? 0;
  if (han > latin && (ours.has(element) || !element.hasAttribute("lang"))) {
    element.setAttribute("lang", "zh");
    ours.add(element);
  } else if (han <= latin && ours.has(element)) {
    element.removeAttribute("lang");
    ours.delete(element);
  }
}

function markBelow(root) {
  if (root.nodeType === Node.TEXT_NODE) return mark(root.parentElement);
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) mark(texts.currentNode.parentElement);
}

export default function () {
  markBelow(document.body);
  const changes = new MutationObserver(records => {
    for (const { type, target, addedNodes } of records) {
      if (type === "characterData") mark(target.parentElement);
      else if (target.nodeType === Node.ELEMENT_NODE) { mark(target); addedNodes.forEach(markBelow); }
    }
  });
  changes.observe(document.body, { childList: true, characterData: true, subtree: true });
  return () => changes.disconnect();
}
"""


def mark_chinese() -> None:
    """Let the browser mark the Chinese text of the page, and go on doing so while the page changes."""
    st.components.v2.component("chinese_text", js=_SCRIPT)(key="chinese text")
