"""What stands around an article or in its way: other scripts and languages, a page's menus and links, local offices."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.articles import Article, analyse, paste_article
from tracker.articles.article import MarkKind, keys_of
from tracker.articles.body import page_lines
from tracker.articles.languages import language_of
from tracker.articles.names import find_names, index_names
from tracker.articles.scripts import with_plain_characters
from tracker.read_models import EventRow, TermRow
from tracker.searching import simplified

TODAY = dt.date(2026, 5, 31)


@given(st.text(max_size=100))
def test_every_character_keeps_its_place(text: str) -> None:
    """Spans that were found in the simplified text are spans of the article."""
    assert len(simplified(text)) == len(text)


@pytest.mark.parametrize(
    ("traditional", "simple"),
    [
        ("國家網信辦約談騰訊", "国家网信办约谈腾讯"),
        ("遊戲版號恢復發放", "游戏版号恢复发放"),
        ("臺灣與台灣", "台湾与台湾"),
        ("plain", "plain"),
    ],
)
def test_traditional_characters_are_compared_as_simplified_ones(traditional: str, simple: str) -> None:
    """The record's Chinese is simplified."""
    assert simplified(traditional) == simple


def test_a_traditional_text_is_read_as_the_simplified_one(
    record_terms: tuple[TermRow, ...], record_events: tuple[EventRow, ...]
) -> None:
    """Same dates, names, rules and Events; marks show the words as they stand."""
    text = "2021年7月4日，國家網信辦通知應用商店下架「滴滴出行」App，要求其整改。"
    written = analyse(Article(text, published=dt.date(2021, 7, 5), language="zh"), record_terms, record_events)
    simple = analyse(
        Article(simplified(text), published=dt.date(2021, 7, 5), language="zh"), record_terms, record_events
    )
    assert [(mark.start, mark.key) for mark in written.marks] == [(mark.start, mark.key) for mark in simple.marks]
    assert {"國家網信辦", "滴滴出行"} <= {mark.text for mark in written.marks}
    assert [each.known and each.known.event.slug for each in written.candidates] == ["didi-app-removal"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2021 年 7 ⽉ 4 ⽇，国家⽹信办", "2021 年 7 月 4 日，国家网信办"),
        ("⻅⾯的⺠企和⻓城⻋", "见面的民企和长城车"),
        ("the oﬃce was ﬁned", "the office was fined"),
        ("ＡＰＰ被罚１００万元，停业（注）", "APP被罚100万元，停业（注）"),
    ],
)
def test_radicals_ligatures_and_full_width_letters_are_plain_characters(text: str, plain: str) -> None:
    """A browser prints them into PDF files; the punctuation of Chinese stays."""
    assert with_plain_characters(text) == plain
    assert paste_article(text, today=TODAY).text == plain


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The regulator fined the firm for collecting data without consent, and it has to pay by the end of May.",
            "en",
        ),
        ("Alibaba, Tencent, JD: shares", "en"),
        (
            "Moonrabbit Q1 2024: revenue 3.4bn, users 120m, margin 12%, shares up 3%, Hong Kong close 14.20, volume 2m",
            "en",
        ),
        ("监管部门约谈 Moonrabbit Mobility 等三家企业，要求整改。", "zh"),
        ("監管部門約談三家企業", "zh"),
        ("Die Behörde hat am Montag neue Regeln für den Handel mit Daten beschlossen, die ab Mai gelten.", ""),
        ("Le régulateur a infligé lundi une amende au groupe pour abus de position dominante sur le marché.", ""),
        ("El regulador multó el lunes a la empresa por abuso de posición y ordenó cambios en sus prácticas.", ""),
        ("当局は月曜日、同社に過去最高の罰金を科したと発表した。", ""),
        ("당국은 월요일 이 회사에 벌금을 부과했다고 밝혔다", ""),
        ("Ведомство оштрафовало компанию на рекордную сумму", ""),
    ],
)
def test_a_language_that_is_not_read_is_told_from_english_and_chinese(text: str, language: str) -> None:
    """By script and small words; a short line in Latin letters is taken for English."""
    assert language_of(text) == language


def test_of_a_text_in_another_language_nothing_is_proposed(
    record_terms: tuple[TermRow, ...], record_events: tuple[EventRow, ...]
) -> None:
    """Its dates and names may look alike, but its words are not understood; the person is told so."""
    text = (
        "Am 4. Juli 2021 hat die CAC die App von DiDi aus den Stores entfernt, und das Unternehmen ist nicht erfreut."
    )
    read = analyse(paste_article(text, today=TODAY), record_terms, record_events)
    assert read.candidates == ()
    assert read.passed_over == ()
    assert [note for note in read.notes if "neither English nor Chinese" in note]


BODY = "The ministry summoned Moonrabbit Mobility on 12 March 2024 and told it to stop undercutting rivals."
BODY_ZH = "2024年3月12日，交通运输部约谈月兔出行，要求其停止低价竞争。"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (BODY, [BODY]),
        (f"{BODY}\n\nOthers Also Read\nRegulator fines Alibaba on 10 April 2021\nWho is next\n", [BODY]),
        (f"{BODY}\nRELATED STORIES:\nDiDi removed from stores in July 2021\n\n{BODY}", [BODY, BODY]),
        (f"Home\nNews\nTech\nOpinion\nMoonrabbit is called in\n{BODY}", [BODY]),
        (f"Ministry calls in Moonrabbit Mobility over its prices\nBy Ann Writer\n{BODY}", None),
        (f"{BODY}\nWe use cookies to make this site better. See our privacy policy.", [BODY]),
        (f"{BODY}\nSign up for our newsletter to get the news of 2024 each day", [BODY]),
        (f"{BODY_ZH}\n相关阅读\n2021年7月滴滴被下架\n（责任编辑：某某）", [BODY_ZH]),
        (f"{BODY_ZH}\n相關閱讀：\n2021年7月滴滴被下架\n責任編輯：某某\n版權所有，未經授權不得轉載", [BODY_ZH]),
        (f"3/13/24, 9:05 AM Moonrabbit is called in\n{BODY}\nhttps://news.example/moonrabbit?id=1 1/2", [BODY]),
        (f"{BODY_ZH}\n更多消息将于稍后公布。", None),
    ],
)
def test_menus_links_and_notices_of_a_page_are_left_out(text: str, left: list[str] | None) -> None:
    """Only what is of the article is read; a headline, a byline and ordinary sentences stay."""
    beside = {line.of(text).strip() for line in page_lines(text)}
    kept = [line for line in text.splitlines() if line.strip() and line.strip() not in beside]
    assert kept == (text.splitlines() if left is None else left)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("The Beijing CAC and Shanghai's market regulator in China spoke", []),
        ("The Shanghai Cyberspace Administration fined it", []),
        ("The State Council told local market regulators of China", ["State Council"]),
        ("The PBOC Shanghai Head Office called in banks", []),
        ("Shanghai-based firms met the PBOC", ["PBOC"]),
        ("Beijing's market regulator SAMR acted", ["SAMR", "SAMR"]),
        ("Japan's central bank and China's central bank", ["PBOC"]),
        ("郑州市市场监管局、北京市网信办、浙江省网信办、上海网信办、朝阳区委网信办", []),
        ("国家税务总局杭州市税务局、证监会上海监管局", []),
        ("日本央行与中国央行", ["PBOC"]),
        ("公司在境外上市，证监会备案", ["CSRC"]),
        ("在上海，国家网信办约谈企业", ["CAC"]),
        ("中央网信办与工信部信息通信管理局", ["CAC", "MIIT"]),
    ],
)
def test_a_local_or_foreign_office_is_not_the_national_one(
    record_terms: tuple[TermRow, ...], text: str, keys: list[str]
) -> None:
    """Neither in English nor in Chinese; a place that only stands near is no part of the name."""
    marks = [mark for mark in find_names(text, index_names(record_terms)) if mark.kind is MarkKind.AGENCY]
    assert [mark.key for mark in marks] == keys
    assert keys_of(marks, MarkKind.COMPANY) == ()


def test_the_title_is_the_first_line_of_the_article_and_not_of_the_menu() -> None:
    """A printed page begins with its menu."""
    assert paste_article(
        f"首页\n新闻\n科技\n登录\n交通运输部约谈月兔出行等网约车平台\n{BODY_ZH}", today=TODAY
    ).title == ("交通运输部约谈月兔出行等网约车平台")


@pytest.mark.parametrize(
    "lines",
    [
        "2021-07-04 DiDi fined\n2021-07-05 Boss fined\n2021-07-06 Baidu fined\n2021-07-07 JD fined",
        "7月4日 滴滴被罚\n7月5日 京东被罚\n7月6日 百度被罚\n7月7日 美团被罚",
        "- DiDi fined\n- Boss fined\n- Baidu fined\n- JD fined",
    ],
)
def test_a_chronicle_in_short_lines_is_no_menu(lines: str) -> None:
    """Days and bullets stand before what happened; a menu has neither."""
    assert page_lines(f"The office acted four times in one week of that month.\n{lines}") == []
    menu = "Home\nAbout\nNews\nContact"
    assert len(page_lines(f"{menu}\nThe office acted four times in one week of that month.")) == 4
