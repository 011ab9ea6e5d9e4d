"""Text from the record as Markdown: Chinese parts have an element of their own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.text import escape_markdown

PART = re.compile(r":color\[([^\]]*)\]")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Data Security Law 中华人民共和国数据安全法; in force", ["中华人民共和国数据安全法"]),
        ("《关于促进平台经济规范健康持续发展的指导意见》", ["《关于促进平台经济规范健康持续发展的指导意见》"]),
        ("Case (国市监处〔2021〕28号): closed", ["国市监处〔2021〕28号"]),
        ("滴滴(App)下架", ["滴滴", "下架"]),
        ("2021 Q3, 12 events: 。！", []),
        ("Tencent", []),
    ],
)
def test_each_chinese_part_stands_by_itself(text: str, parts: list[str]) -> None:
    """Letters with their signs and numbers are one part; English and signs without letters are none."""
    assert PART.findall(escape_markdown(text)) == parts


@given(st.text(alphabet="中国。《》a1[]{}:*_ \\()-<>/@"))
def test_no_character_is_lost(text: str) -> None:
    """Without the marks that keep parts apart, the text is the one that was typed."""
    shown = escape_markdown(text)
    plain = re.sub(r":(?:color|small)\[((?:\\.|[^\]\\])*)\]", r"\1", shown)
    assert re.sub(r"\\(.)", r"\1", plain) == " ".join(text.split())
