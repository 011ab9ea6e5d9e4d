"""The words of a piece of HTML, as a feed holds it: paragraphs without markup."""

import re

_LONGEST = 500_000
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\d|#x|[a-zA-Z]+;)")
_UNREAD = ("script", "style", "template", "noscript", "iframe", "svg", "form", "head")
_BLOCKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "td")


def plain_text(markup: str) -> str:
    """Return the text of HTML with a line for each paragraph; a text without markup stays as it is."""
    if not _MARKUP.search(markup):
        return markup
    from lxml import etree, html

    try:
        tree = html.fragment_fromstring(markup[:_LONGEST].replace("\x00", ""), create_parent="div")
    except (etree.LxmlError, ValueError):
        return re.sub(r"<[^<>]*>", " ", markup[:_LONGEST])
    for element in list(tree.iter(*_UNREAD)):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.tail = f"\n{element.tail or ''}"
    return str(tree.text_content())
