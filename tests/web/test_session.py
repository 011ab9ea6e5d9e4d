import ast
from pathlib import Path

import pytest

from tracker.web import session_keys

WEB = Path(__file__).parents[2] / "tracker" / "web"
CALLS = {"get", "pop", "setdefault"}


def is_session(node: ast.expr) -> bool:
    """Tell whether a piece of program is the session, also under its usual short name."""
    return ast.unparse(node) in {"st.session_state", "state"}


def session_keys_in(tree: ast.Module) -> list[ast.expr]:
    """Return the keys under which a file looks something up in the session or puts something into it."""
    keys: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and is_session(node.value):
            keys.append(node.slice)
        elif isinstance(node, ast.Compare) and is_session(node.comparators[-1]):
            keys.append(node.left)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            keys += node.args[:1] if is_session(node.func.value) else []
    return keys


def named_in_place(tree: ast.Module) -> list[str]:
    """Return the session's keys that a file spells out itself, where it uses them or as a name for a text."""
    texts = (ast.Constant, ast.JoinedStr)
    spelled = {
        ast.unparse(target)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, texts)
        for target in node.targets
    }
    keys = session_keys_in(tree)
    return [ast.unparse(key) for key in keys if isinstance(key, texts) or ast.unparse(key) in spelled]


def test_every_key_of_the_session_is_named_in_one_module() -> None:
    """No file but ``session_keys`` spells out a key of the session, so that two pages cannot take the same one."""
    found = {
        str(path.relative_to(WEB)): named_in_place(ast.parse(path.read_text())) for path in sorted(WEB.rglob("*.py"))
    }
    assert {name: keys for name, keys in found.items() if keys} == {}
    keys = [value for name, value in vars(session_keys).items() if name.isupper()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "text",
    [
        *("st.session_state['a'] = 1", "st.session_state.get('a')", "'a' in st.session_state", "del state[f'a {b}']"),
        *("A = 'a'\nst.session_state.pop(A, None)", "key = f'a {b}'\nstate.setdefault(key, 1)"),
    ],
)
def test_a_key_that_is_spelled_out_is_found(text: str) -> None:
    """The look through the pages finds a key in the place where it is used, and one with a name of the file's own."""
    assert len(named_in_place(ast.parse(text))) == 1


def test_only_the_seam_to_the_record_names_streamlits_caches() -> None:
    """What is kept is said by ``tracker.web.keeping.cached`` alone, which bounds it."""
    words = ("cache_data", "cache_resource", "lru_cache")
    named = {
        str(path.relative_to(WEB)) for path in WEB.rglob("*.py") if any(word in path.read_text() for word in words)
    }
    assert named == {"keeping.py"}
