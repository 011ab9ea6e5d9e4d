"""The sentences that the press writes of the field, in own words, and those that only look alike."""

import datetime as dt

import pytest

from tracker.articles import Article, analyse
from tracker.articles.languages import language_of
from tracker.articles.levels import level_of
from tracker.articles.rejections import Reason
from tracker.articles.sentences import Span
from tracker.articles.stance_rules import Cue, find_cue
from tracker.read_models import EventRow, TermRow
from tracker.searching import simplified


def cue_of(text: str) -> Cue | None:
    """Return the rule that fits a whole text, whatever its script."""
    return find_cue(simplified(text), Span(0, len(text)))


@pytest.mark.parametrize(
    ("text", "kind", "stance"),
    [
        ("The games regulator approved 86 domestic titles on Thursday.", "licensing", 1),
        ("Publishing licences were handed out for 44 imported games.", "licensing", 1),
        ("Two studios were granted licenses for their mobile games.", "licensing", 1),
        ("国家新闻出版署下发本月国产游戏版号，共89款。", "licensing", 1),
        ("本月共有102款国产网络游戏获批。", "licensing", 1),
        ("新一批進口遊戲版號公布", "licensing", 1),
        ("版号核发名单出炉", "licensing", 1),
        ("Approvals of new games have resumed after eight months.", "licensing", 2),
        ("时隔八个月，游戏版号重启", "licensing", 2),
        ("The administration has stopped issuing licences for games.", "licensing", -3),
        ("版號停發已滿半年", "licensing", -3),
        ("The ministry had 90 apps pulled from the stores.", "enforcement", -2),
        ("工信部通报43款App侵害用户权益", "enforcement", -1),
        ("The bureau named 22 apps that gather more data than they need.", "enforcement", -1),
        ("有关部门下架106款App", "enforcement", -2),
        ("Miners in the county have been ordered to shut down.", "enforcement", -2),
        ("当地清退全部挖矿企业", "enforcement", -2),
        ("Officials urged firms to avoid the American chips.", "enforcement", -2),
        ("當局要求企業暫停採購該款晶片", "enforcement", -2),
        ("Transport officials held a regulatory talk with three platforms.", "signal", -1),
        ("網信辦召見該公司代表，要求說明", "signal", -1),
        ("Officials told ten delivery firms to treat riders better.", "signal", -1),
        ("The state set up a semiconductor fund in May.", "support", 2),
        ("大基金三期正式成立", "support", 2),
        ("SAMR cleared the takeover with conditions.", "licensing", 1),
        ("Beijing announced export controls on two metals.", "rule", -1),
        ("商务部对两种金属实施出口管制", "rule", -1),
        ("Washington put nine Chinese chip makers on its entity list.", "foreign-measure", -2),
        ("Both sides mapped out a framework, and Washington called the trade truce done.", "market-access", 1),
        ("A newspaper of the state, the People's Daily, slammed video games.", "signal", -1),
        ("Two founders of the startup were barred from leaving the country.", "enforcement", -2),
        ("The ministries launched a pilot for driverless taxis.", "support", 1),
        ("四部门启动智能网联汽车准入试点", "support", 1),
        ("国务院审议民营经济促进法草案", "draft-rule", 1),
        ("CSRC and PCAOB signed an agreement about audits.", "market-access", 2),
    ],
)
def test_the_common_sentences_of_the_field_are_understood(text: str, kind: str, stance: int) -> None:
    """English, Simplified and Traditional: kind and level as the codebook gives them."""
    cue = cue_of(text)
    assert cue is not None
    assert (cue.rule.kind.value, int(cue.rule.stance)) == (kind, stance), cue.rule.name


@pytest.mark.parametrize(
    "text",
    [
        "State-backed newspapers wrote about it in March.",
        "The crackdown on mining makes other places attractive.",
        "Licences are typically granted in the order of the applications.",
        "Sales of high-end phones in China grew in the quarter that ended in June.",
        "His shot was on target, and the high-end club ended the quarter in third place.",
        "Could the ministry explain what it introduced as measures?",
        "The department regularly removes apps.",
        "相关应用持续健康发展，融入社会生活。",
        "游戏版号发放数量比去年明显增加",
        "监管部门约谈平台了吗？",
    ],
)
def test_background_habits_and_questions_are_no_acts(text: str) -> None:
    """A noun that only mentions a campaign, a habit, a question, and words with another meaning."""
    assert cue_of(text) is None


def test_a_doubt_reaches_no_further_than_its_clause() -> None:
    """What may follow is doubtful, what has led to it is not."""
    cue = cue_of("Mining might soon become harder in the region as the ministries have issued a notice on it.")
    assert cue is not None
    assert cue.rule.name == "rules issued"
    assert cue_of("The ministries might have issued a notice on mining.") is None


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("SAMR fined the shop 500,000 yuan.", -1),
        ("SAMR fined each of the two sites RMB 1.5 million for false prices.", -1),
        ("SAMR fined the platform 3.4 billion yuan, 3 percent of its sales of 114 billion yuan.", -2),
        ("SAMR fined the platform a record 18 billion yuan in the largest fine of its kind.", -3),
        ("The firm was fined US$90 million.", -2),
        ("The firm was fined $9m.", -1),
        ("The firm was fined.", -2),
        ("市场监管总局对该平台罚款50万元", -1),
        ("市场监管总局对该平台罚款34.42亿元", -2),
        ("市場監管總局開出史上最大罰單，罰款逾百億元", -3),
        ("People familiar with the matter said that SAMR opened an investigation into the platform.", -1),
        ("知情人士称，监管部门立案调查该平台", -1),
        ("The ministry summoned the firm, sources said.", -1),
    ],
)
def test_the_level_follows_the_size_of_a_penalty_and_hearsay(text: str, stance: int) -> None:
    """Below 500 million yuan a fine is small, a record is severe; what nobody announced is one level weaker."""
    cue = cue_of(text)
    assert cue is not None
    level, why = level_of(simplified(text), Span(0, len(text)), cue)
    assert int(level) == stance
    assert bool(why) is (int(level) != int(cue.rule.stance) or "billion" in text or "亿" in text or "million" in text)


@pytest.fixture
def reasons(record_terms: tuple[TermRow, ...], record_events: tuple[EventRow, ...]) -> object:
    """Read a text of 12 September 2024 and return its candidates' number and the reasons of what was passed over."""

    def read(text: str) -> tuple[int, set[Reason]]:
        article = Article(text, published=dt.date(2024, 9, 12), language=language_of(text))
        found = analyse(article, record_terms, record_events)
        return len(found.new), {each.reason for each in found.passed_over}

    return read


@pytest.mark.parametrize(
    "text",
    [
        "The ministry of agriculture of China summoned three seed dealers on 10 September 2024.",
        "China's football association fined two clubs on 10 September 2024. The match had been played in Wuhan.",
        "The zoo in Chengdu was told by the authorities on 10 September 2024 to stop feeding bamboo to its pandas.",
        "2024年9月10日，深圳市公安局处罚三家餐馆，罚款五千元。",
        "2024年9月10日，中國足協對兩家俱樂部罰款十萬元。",
    ],
)
def test_a_rule_needs_a_subject(reasons: object, text: str) -> None:
    """Seeds, football, pandas and restaurants are no technology, whatever is done to them."""
    assert callable(reasons)
    assert reasons(text) == (0, {Reason.NO_SUBJECT})


@pytest.mark.parametrize(
    "text",
    [
        "Moonrabbit's app\n\nThe ministry of transport of China summoned the firm on 10 September 2024.",
        "The market regulator of China fined three online shops on 10 September 2024.",
        "DiDi was summoned on 10 September 2024, it said.",
        "2024年9月10日，深圳市公安局处罚三家网络平台，罚款五千元。",
        "2024年9月10日，有關部門約談外送平台。",
        "On 10 September 2024 the city of Shenzhen in China was locked down.",
    ],
)
def test_a_subject_stands_in_the_sentence_or_on_top(reasons: object, text: str) -> None:
    """A firm, a sector, or a word of technology, there or in the first line; a lockdown touches every firm."""
    assert callable(reasons)
    assert reasons(text)[0] == 1


def test_the_year_of_a_list_is_not_the_day_it_came_out(reasons: object) -> None:
    """The words that count may stand beside the other date of a sentence."""
    assert callable(reasons)
    assert reasons("国家新闻出版署周二（9月10日）发布了2024年进口网络游戏版号名单，32款游戏在列。")[0] == 1


def test_a_text_that_names_a_firm_of_china_is_about_china(reasons: object) -> None:
    """Without a word for the country; a text that names only foreign firms may be about another one."""
    assert callable(reasons)
    assert reasons("The office fined DiDi on 10 September 2024.")[0] == 1
    assert reasons("The office fined Apple on 10 September 2024.") == (0, {Reason.ELSEWHERE})


@pytest.mark.parametrize(
    "text",
    [
        "On 9 September 2024 the CAC issued rules on deepfakes, which take effect on 1 January 2025.",
        "2024年9月9日，国家网信办公布《换脸服务管理办法》，自2025年1月1日起施行。",
        "2024年9月9日，國家網信辦公布《換臉服務管理辦法》，自2025年1月1日起施行。",
    ],
)
def test_a_rule_and_its_first_day_are_one_act(reasons: object, text: str) -> None:
    """The sentence that tells of a new rule says from when on it applies; that is no second event."""
    assert callable(reasons)
    new, passed = reasons(text)
    assert new == 1
    assert Reason.TOLD in passed


def test_words_that_only_an_authority_can_use_need_no_name_beside_them(reasons: object) -> None:
    """A licence for a game, or an order to shut down, has only one possible author."""
    assert callable(reasons)
    assert reasons("In Sichuan bitcoin miners were ordered to shut down on 10 September 2024.")[0] == 1
    assert reasons("9月10日，新一批国产游戏版号发布，百余款游戏在列。")[0] == 1
