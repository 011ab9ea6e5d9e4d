"""How likely an item speaks of the field: names of the record, words of state and technology, and what it knows."""

from functools import lru_cache

from tracker.articles import Analysis, Article, MarkKind, analyse
from tracker.articles.word_lists import Spoken, WordList, make_list
from tracker.read_models import EventRow, TermRow

LOOKED_AT = 3000
"""So many characters from the beginning of a text are looked at: there an article says what it is about."""

_STATE = (
    "regulator regulators regulatory regulation regulations rule rules law laws draft measures guidelines guidance "
    "ban bans banned probe investigation antitrust fine fined fines penalty licence license licences approval approves "
    "crackdown curbs sanctions blacklist export…controls cyberspace ministry Beijing censorship compliance summons "
    "监管 规定 办法 条例 指南 意见 通知 征求意见稿 草案 处罚 罚款 约谈 立案 调查 反垄断 审查 许可 版号 批准 "
    "整治 专项行动 网信办 工信部 市场监管 国务院 部委 合规 出口管制 制裁 下架 整改 法律 法规 标准"
)
_TECHNOLOGY = (
    "tech technology technologies data privacy internet online platform platforms app apps algorithm algorithms AI "
    "artificial…intelligence generative chip chips semiconductor semiconductors cloud cyber cybersecurity e-commerce "
    "fintech game games gaming crypto blockchain software digital 5G quantum livestream livestreaming robot robots "
    "数据 个人信息 互联网 网络 平台 算法 人工智能 生成式 芯片 半导体 集成电路 云计算 电商 电子商务 金融科技 游戏 直播 "
    "短视频 区块链 虚拟货币 软件 数字 科技 信息化 自动驾驶 机器人"
)
_ENOUGH = 3.0
_MOST_OF_A_KIND = 2


@lru_cache(maxsize=2)
def _words(text: str) -> WordList:
    return make_list(text.split())


def rank_text(title: str, text: str, terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> float:
    """Return from 0 to 1 how likely an item speaks of the field; what stands in the title counts twice.

    Args:
        title: the item's title.
        text: its summary or text, as far as it is at hand.
        terms: the record's vocabularies.
        events: the record's Events.
    """
    head = analyse(Article(title), terms, events)
    body = analyse(Article(f"{title}\n\n{text[:LOOKED_AT]}"), terms, events)
    technology = _technology(head) + _technology(body)
    state = _state(head) + _state(body)
    # Both together are the field; a firm's results or a rule on pandas are not.
    sum_of_all = (technology + state) / 4 + min(technology, state) + len(body.mentions[:_MOST_OF_A_KIND])
    return round(sum_of_all / (sum_of_all + _ENOUGH), 3)


def _technology(found: Analysis) -> float:
    return _named(found, MarkKind.COMPANY) + _spoken(found, _TECHNOLOGY)


def _state(found: Analysis) -> float:
    return _named(found, MarkKind.AGENCY) + _named(found, MarkKind.RULE) + _spoken(found, _STATE)


def _named(found: Analysis, kind: MarkKind) -> int:
    return min(_MOST_OF_A_KIND, len({mark.key for mark in found.marks if mark.kind is kind}))


def _spoken(found: Analysis, words: str) -> float:
    said = {match[0].lower() for match in _words(words).find(Spoken.of(found.article.text))}
    return min(_MOST_OF_A_KIND, len(said)) / 2
