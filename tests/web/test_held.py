import ast

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.sources import python_files, tree_of

BOXES = {
    *("checkbox", "color_picker", "date_input", "datetime_input", "feedback", "multiselect", "number_input", "pills"),
    *("radio", "segmented_control", "select_slider", "selectbox", "slider", "text_area", "text_input", "time_input"),
    "toggle",
}
NEVER_ASSIGNED = {
    "pages/import_page/choice.py",
    "pages/import_page/parts.py",
    "pages/edit/conflict.py",
    "event_form.py",
}
"""Their boxes start empty and only their reader changes them, so that nothing can be lost on the way to the browser."""


def sources() -> dict[str, ast.Module]:
    """Return the program of each page's parts by its place."""
    return {path.removeprefix("tracker/web/"): tree_of(path) for path in python_files("tracker/web/")}


def bare_boxes(source: ast.Module) -> list[str]:
    """Return what draws a box itself: not by ``held``, and not with a value that Streamlit keeps."""
    kept = {
        id(call.func)
        for call in ast.walk(source)
        if isinstance(call, ast.Call) and {each.arg for each in call.keywords} & {"persist_state", "bind"}
    }
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(source)
        if isinstance(node, ast.Attribute) and node.attr in BOXES and id(node) not in kept
        if ast.unparse(node.value) != "held"
    ]


def assigned_keys(source: ast.Module) -> set[str]:
    """Return the keys under which a file puts something into the session itself."""
    return {
        ast.unparse(target.slice)
        for node in ast.walk(source)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Subscript) and ast.unparse(target.value) in {"st.session_state", "state"}
    }


def box_keys(source: ast.Module) -> set[str]:
    """Return the keys of a file's boxes."""
    return {
        ast.unparse(each.value)
        for call in ast.walk(source)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in BOXES
        for each in call.keywords
        if each.arg == "key"
    }


def test_every_box_is_held() -> None:
    """A box drawn past ``held`` may be built late, with a value that is not in force; no page has one."""
    bare = {name: bare_boxes(source) for name, source in sources().items() if name not in NEVER_ASSIGNED | {"held.py"}}
    assert {name: found for name, found in bare.items() if found} == {}


@pytest.mark.parametrize(
    "text", ["st.selectbox('A', [], key='a')", "box.date_input('A', key='a')", "partial(st.multiselect, key='a')"]
)
def test_a_box_that_is_not_held_is_found(text: str) -> None:
    """The look through the pages finds a box on the page, in a container, and one that is drawn later."""
    assert len(bare_boxes(ast.parse(text))) == 1


@pytest.mark.parametrize(
    "text", ["held.selectbox('A', [], key='a')", "st.text_input('A', key='a', persist_state='session')"]
)
def test_a_box_whose_value_is_kept_is_none(text: str) -> None:
    """Boxes drawn by ``held``, and those whose value Streamlit itself keeps and tells, are in order."""
    assert bare_boxes(ast.parse(text)) == []


@pytest.mark.parametrize("name", sorted(NEVER_ASSIGNED))
def test_a_box_that_is_not_held_is_never_assigned(name: str) -> None:
    """The files that are left out assign no value to a box of theirs."""
    source = sources()[name]
    assert box_keys(source) & assigned_keys(source) == set()


def page_with_two_boxes() -> None:
    """A page that changes a box by a button, and one that can be emptied."""
    import datetime as dt

    import streamlit as st

    from tracker.web import held

    held.hold("colour", "red")
    held.hold("day", dt.date(2021, 7, 1))
    st.write(f"in force: {held.value('colour')}, {held.value('day')}")
    held.selectbox("Colour", ["red", "green", "blue"], key="colour")
    held.date_input("Day", value=None, key="day")
    st.button("Blue", on_click=held.put, args=("colour", "blue"))
    st.button("No day", on_click=held.put, args=("day", None))


def test_a_value_that_the_program_changes_counts_more_than_the_box_before() -> None:
    """A button's value is in force on the same run, whatever the box that stood there held."""
    app = AppTest.from_function(page_with_two_boxes).run()
    app.selectbox(key="colour").set_value("green").run()
    assert app.markdown[0].value == "in force: green, 2021-07-01"
    app.button[0].click().run()
    assert app.markdown[0].value == "in force: blue, 2021-07-01"
    assert [(box.key, box.value) for box in app.selectbox] == [("colour 1", "blue")]
    app.run()
    assert app.markdown[0].value == "in force: blue, 2021-07-01"


def test_a_box_that_may_be_empty_is_emptied_by_its_reader_and_by_the_program() -> None:
    """An emptied box stays empty, and does not fall back on what it started with."""
    app = AppTest.from_function(page_with_two_boxes).run()
    app.date_input(key="day").set_value(None).run()
    app.run()
    assert app.markdown[0].value == "in force: red, None"
    app = AppTest.from_function(page_with_two_boxes).run()
    app.button[1].click().run()
    app.run()
    assert app.markdown[0].value == "in force: red, None"
    assert app.date_input[0].value is None


def test_a_box_starts_with_the_value_in_force_on_every_run() -> None:
    """What is sent to the browser names the value in force, also on runs after the one that changed it."""
    app = AppTest.from_function(page_with_two_boxes).run()
    app.selectbox(key="colour").set_value("green").run()
    app.run()
    assert app.selectbox(key="colour").proto.default == 1
    app.button[0].click().run()
    app.run()
    assert app.selectbox(key="colour 1").proto.default == 2
