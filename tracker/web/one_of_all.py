"""The box that opens one of many things, such as a story or a rule; empty, the page shows all of them."""

from collections.abc import Mapping

from tracker.web import held


def render_one_of_all(label: str, names: Mapping[str, str], key: str, *, width: int) -> str | None:
    """Draw the box and return the key of what was chosen.

    Args:
        label: what stands above it.
        names: what can be chosen: names as readers know them, by key.
        key: the name of the box in the session.
        width: in pixels.
    """
    return held.selectbox(
        label,
        list(names),
        key=key,
        index=None,
        format_func=lambda chosen: names.get(chosen, chosen),
        placeholder="All; choose one to read it",
        width=width,
    )
