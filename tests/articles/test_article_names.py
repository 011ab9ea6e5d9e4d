"""Names of the record, and of laws and rules, in running text."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracker.articles
from tracker.articles.article import MarkKind, keys_of
from tracker.articles.names import find_names, find_rules, index_names
from tracker.read_models import TermRow
from tracker.searching import simplified
from tracker.vocabulary import TermType

NAMES_FILE = Path(tracker.articles.__file__).parent / "names.toml"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("The Cyberspace Administration of China fined DiDi Global.", ["CAC", "DiDi"]),
        ("国家互联网信息办公室对滴滴出行作出处罚", ["CAC", "DiDi"]),
        ("国家网信办、工信部、公安部约谈腾讯音乐", ["CAC", "MIIT", "MPS", "Tencent Music"]),
        ("Tencent Music is not Tencent", ["Tencent Music", "Tencent"]),
        ("美国商务部与商务部", ["US Department of Commerce", "MOFCOM"]),
        ("上海市网信办和香港证监会", []),
        ("国务院金融委由国务院设立", ["FSDC", "State Council"]),
        ("Shares of Baiduu and xTencent", []),
        ("tencent and ALIBABA", ["Alibaba"]),
        ("The People’s Bank of China spoke", ["PBOC"]),
        ("a signal to most firms, safe for meta data", []),
        ("Apple pie and Meta analysis", []),
        ("Apple told the company that owns the App Store", ["Apple"]),
        ("高通胀令市场担忧", []),
        ("高通被调查", ["Qualcomm"]),
        ("三星堆遗址", []),
        ("苹果产量上升", []),
        ("腾\n讯 and New\nOriental", ["New Oriental"]),
        ("Viya, whose name is Huang Wei", ["Huang Wei (Viya)"]),
        ("看准科技旗下BOSS直聘", ["Kanzhun"]),
        ("Standing Committee of the National People's Congress", ["NPC"]),
        ("China's cyberspace administration and its top planner", ["CAC", "NDRC"]),
        ("Norway's competition authority spoke", []),
        ("China's competition authority spoke", ["SAMR"]),
        ("President Donald Trump met President Xi Jinping", ["US President", "Donald Trump", "Xi Jinping"]),
        ("The president of the club, and President Lula", []),
        (
            "the U.S. Department of Commerce and the United States Congress",
            ["US Department of Commerce", "US Congress"],
        ),
        ("National People's Congress and Party Congress in the US", ["NPC"]),
        ("美商务部与商务部", ["US Department of Commerce", "MOFCOM"]),
        ("美国总统特朗普与副总统", ["US President", "Donald Trump"]),
        ("The firm wrote on Weibo; its Weibo account was full", []),
        ("Weibo was fined", ["Weibo"]),
        ("来自网易号与腾讯新闻", []),
        ("网易与腾讯新游戏获批", ["NetEase", "Tencent"]),
        ("中共中央政治局常委出席", []),
        ("中共中央政治局召开会议", ["CPC Politburo"]),
        ("辉达与超微的晶片", ["Nvidia", "AMD"]),
        ("Semiconductor Manufacturing International Corp. and Advanced Micro Devices", ["SMIC", "AMD"]),
        ("", []),
    ],
)
def test_names_are_found_as_writers_use_them(record_terms: tuple[TermRow, ...], text: str, keys: list[str]) -> None:
    """Longest match, whole words, letter case, both languages; words that are names only in context need it."""
    marks = find_names(text, index_names(record_terms))
    assert list(dict.fromkeys(mark.key for mark in marks)) == keys
    assert all(text[mark.start : mark.end] == mark.text for mark in marks)


def test_a_company_that_was_added_yesterday_is_found_today(record_terms: tuple[TermRow, ...]) -> None:
    """The vocabularies of the moment are what is looked for, in every wording that they hold."""
    new = TermRow(TermType.COMPANY, "Moonrabbit", "Moonrabbit Mobility", "月兔出行", aliases=("Moonrabbit Rides",))
    text = "Moonrabbit Rides, 月兔出行 and Moonrabbit"
    assert find_names(text, index_names(record_terms)) == ()
    marks = find_names(text, index_names((*record_terms, new)))
    assert [mark.text for mark in marks] == ["Moonrabbit Rides", "月兔出行", "Moonrabbit"]
    assert keys_of(marks, MarkKind.COMPANY) == ("Moonrabbit",)


def test_every_name_of_the_record_is_found_alone(record_terms: tuple[TermRow, ...]) -> None:
    """No name, Chinese name or key is lost, but those that need words around them."""
    needs = {each["name"] for each in tomllib.loads(NAMES_FILE.read_text("utf-8"))["ambiguous"] if "context" in each}
    index = index_names(record_terms)
    kinds = {TermType.AGENCY, TermType.COMPANY, TermType.PERSON}
    for term in record_terms:
        if term.type in kinds:
            for name in {term.key, term.name, term.name_zh or term.name} - needs:
                assert term.key in {mark.key for mark in find_names(f"“{name}”", index)}, name


def test_short_forms_lead_to_keys_that_the_record_holds(record_terms: tuple[TermRow, ...]) -> None:
    """A misspelt key in the data file would silently never be found."""
    data = tomllib.loads(NAMES_FILE.read_text("utf-8"))
    for term_type in (TermType.AGENCY, TermType.COMPANY, TermType.PERSON, TermType.SECTOR):
        assert data[term_type.value].keys() <= {term.key for term in record_terms if term.type == term_type}


def test_sector_words_are_a_list_of_their_own(record_terms: tuple[TermRow, ...]) -> None:
    """They propose sectors and are not marked as names; letter case makes no difference."""
    marks = find_names("Video games and 网约车, Chips", index_names(record_terms, sectors=True))
    assert keys_of(marks, MarkKind.SECTOR) == ("gaming", "ride-hailing", "semiconductors")
    taiwan = find_names(simplified("人工智慧晶片、電動車與外送平台"), index_names(record_terms, sectors=True))
    assert keys_of(taiwan, MarkKind.SECTOR) == ("ai", "semiconductors", "automotive", "food-delivery")


@given(st.text(max_size=200))
def test_any_text_is_searched_in_order_without_overlaps(text: str) -> None:
    """Spans lie in the text, in order, whatever the text holds."""
    terms = (TermRow(TermType.COMPANY, "JD.com", "JD.com", "京东"), TermRow(TermType.AGENCY, "CAC", "CAC", None))
    marks = find_names(text + "CAC 京东" + text, index_names(terms))
    places = [place for mark in marks for place in (mark.start, mark.end)]
    assert places == sorted(places)
    assert "京东" in {mark.text for mark in marks}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("《中华人民共和国网络安全法》和《网络安全审查办法》", ["网络安全法", "网络安全审查办法"]),
        ("《网络数据安全管理条例（征求意见稿）》", ["网络数据安全管理条例（征求意见稿）"]),
        ("《红楼梦》不是法", []),
        (
            "Under the Data Security Law and China's Anti-Monopoly Law, firms",
            ["Data Security Law", "Anti-Monopoly Law"],
        ),
        ("the Personal Information Protection Law", ["Personal Information Protection Law"]),
        ("The Law is the Law", []),
        ("the Cybersecurity Review Measures of 2020", ["Cybersecurity Review Measures"]),
    ],
)
def test_laws_and_rules_are_found_by_their_titles(text: str, names: list[str]) -> None:
    """Titles in book marks, and capitalised titles; the state's name in front makes no difference."""
    assert [mark.key for mark in find_rules(text)] == names


def test_a_changed_term_makes_a_new_index(record_terms: tuple[TermRow, ...]) -> None:
    """The index is kept by the vocabularies' content, not by their number."""
    changed = tuple(replace(term, name="Renamed") if term.key == "Baichuan" else term for term in record_terms)
    assert find_names("Renamed", index_names(changed))
    assert not find_names("Renamed", index_names(record_terms))
