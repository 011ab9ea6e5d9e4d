import pytest

from tracker.feeds.ranking import rank_text
from tracker.read_models import EventRow, TermRow

OURS = (
    (
        "Internet regulator drafts rules on algorithms that recommend goods",
        "Users may opt out.",
    ),
    ("国家网信办就生成式人工智能管理办法公开征求意见", "征求意见稿对算法和训练数据作出规定。"),
    ("Tencent fined over undeclared mergers", "The market regulator named three deals."),
    ("版号下发：十月共有九十款游戏获批", ""),
)
NOT_OURS = (
    ("Pandas return to the zoo after ten years", "Visitors queued from early morning."),
    ("Tencent's sales rise by a tenth", "Advertising grew faster than expected."),
    ("National team wins its first match", "The coach praised the new rules of training."),
    ("今年粮食再获丰收", "各地秋收已近尾声。"),
)


def test_what_speaks_of_the_field_comes_before_what_does_not(
    record_terms: tuple[TermRow, ...], record_events: tuple[EventRow, ...]
) -> None:
    """Every title of the field has a higher score than every other one."""
    ours, others = ([rank_text(*each, record_terms, record_events) for each in items] for items in (OURS, NOT_OURS))
    assert min(ours) > max(others), (ours, others)
    assert all(0 <= score <= 1 for score in (*ours, *others))


@pytest.mark.parametrize("text", ["", "\u202e\x00<script>", "《" * 5000, "a" * 200_000])
def test_any_text_has_a_score(
    text: str, record_terms: tuple[TermRow, ...], record_events: tuple[EventRow, ...]
) -> None:
    """Whatever a feed sends, the score is a number."""
    assert 0 <= rank_text(text, text, record_terms, record_events) <= 1
