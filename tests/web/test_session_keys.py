"""Names of what a session keeps: each stands for one thing."""

import ast
from collections import Counter
from pathlib import Path

from tracker.web import session_keys


def test_no_two_things_of_a_session_share_a_name() -> None:
    """Neither a constant nor its text is given twice: the later would take the earlier's place without a word."""
    tree = ast.parse(Path(session_keys.__file__).read_text(encoding="utf-8"))
    given = [(each.targets[0], each.value) for each in tree.body if isinstance(each, ast.Assign)]
    names = Counter(ast.unparse(name) for name, _ in given)
    texts = Counter(ast.unparse(text) for _, text in given)
    assert len(given) > 20
    assert [each for each, times in (names + texts).items() if times > 1] == []
