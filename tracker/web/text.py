"""Chinese text tells the browser that it is Chinese: for the voice that reads it out, the font and the hyphens.

Streamlit's Markdown has no attribute for a language. ``tracker.web.text`` gives each Chinese part of a text an element
of its own, and a small script sets ``lang`` on the elements whose own text is Chinese, also on those that come later.
"""

import re

import streamlit as st

from tracker.errors import InvalidDraft, TrackerError
from tracker.event.labels import problems_in_words

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
  // A chart changes in a thousand places at once; it is looked through once, after it is drawn.
  const charts = new Set();
  const markCharts = () => { charts.forEach(markBelow); charts.clear(); };
  const changes = new MutationObserver(records => {
    for (const { type, target, addedNodes } of records) {
      const chart = (target.closest ? target : target.parentElement)?.closest(".js-plotly-plot");
      if (chart) {
        if (!charts.size) setTimeout(markCharts);
        charts.add(chart);
      } else if (type === "characterData") mark(target.parentElement);
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


_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# After the escapes are read, Streamlit still draws arrows and dashes for signs that stand together, pictures for names
# between colons, and links for addresses. A sign in a span of its own keeps them apart; it is only a little smaller.
_DRAWN_TOGETHER = re.compile(
    r"(?<=[-<])-|(?<=-)>|(?<=[<>~])=|(?<=/)/|(?i:(?<=ww)w(?=\.))|@|(?<=:)[A-Za-z0-9_+](?=[A-Za-z0-9_+-]*:)"
)
_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_FULL_WIDTH = "\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff1f"
# Chinese letters with the signs and numbers between them.
_CHINESE = re.compile(f"[{_FULL_WIDTH}]*[{_HAN}](?:[0-9·—…“”‘’]*[{_HAN}{_FULL_WIDTH}])*")
# Chinese full stops end sentences too.
_ENDS = (".", "!", "?", "。", "！", "？", "…")


def escape_markdown(text: str) -> str:
    """Return a text that Streamlit's Markdown shows as typed: no emphasis, links, pictures, formulas or icons.

    Each Chinese part gets an element of its own, which ``tracker.web.text`` marks as Chinese.
    """
    plain = " ".join(text.split())
    parts, at = [], 0
    for match in _CHINESE.finditer(plain):
        parts += [_kept_apart(plain[at : match.start()]), f":color[{match[0]}]"]
        at = match.end()
    return "".join([*parts, _kept_apart(plain[at:])])


def _kept_apart(text: str) -> str:
    parts, at = [], 0
    for match in _DRAWN_TOGETHER.finditer(text):
        parts += [_escaped(text[at : match.start()]), f":small[{_escaped(match[0])}]"]
        at = match.end()
    return "".join([*parts, _escaped(text[at:])])


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", text)


def on_screen(problem: TrackerError) -> str:
    """Return a problem's sentence for a screen: fields bear the names that the form gives them."""
    return problems_in_words(problem.problems) if isinstance(problem, InvalidDraft) else problem.sentence


def class_of(key: str) -> str:
    """Return the class that Streamlit gives to the widget of a key, by which a script finds it on the page."""
    return f"st-key-{re.sub('[^a-zA-Z0-9_-]', '-', key.strip())}"


def as_sentence(text: str) -> str:
    """Return a text that ends like a sentence, so that another one can follow; nothing stays nothing."""
    text = text.strip()
    return text if not text or text.endswith(_ENDS) else f"{text}."


def source_link(url: str, words: str) -> str:
    """Return a Markdown link to a stored source; stored addresses hold no angle brackets or spaces."""
    return f"[{escape_markdown(words)}](<{url}>)"
