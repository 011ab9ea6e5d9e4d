"""Whether the name of a national agency stands for another office: a city's, a province's, or another country's."""

import re

from tracker.articles.surroundings import alternatives

_CITIES = alternatives("places", "cities")
_COUNTRIES = "|".join(alternatives("places", name) for name in ("near", "rivals", "countries"))
_PLACES_ZH = alternatives("places", "chinese_cities")
# In English "Beijing's regulator" is as a rule the nation's; without the possessive it is the city's.
_BEFORE = re.compile(
    rf"(?:{_CITIES}(?:'s)?|Beijing)(?: (?:[Mm]unicipal|[Pp]rovincial|[Cc]ity|[Pp]eople's))*\s$"
    r"|\b(?:[Ll]ocal|[Mm]unicipal|[Pp]rovincial|[Rr]egional|[Dd]istrict|the (?:city|province)'s)\s$"
    r"|\b(?:branch|office|bureau)(?:es|s)? of (?:the )?$"
    rf"|(?<![A-Za-z])(?:{_COUNTRIES})(?:'s)?\s$"
)
_BEFORE_ZH = re.compile(
    r"(?:(?<![上股楼超城门都])市|省|自治[区州]|[^社地辖园军城专\W]区|县)委?$"
    rf"|{_PLACES_ZH}$|{alternatives('places', 'chinese_elsewhere')}$|{alternatives('places', 'chinese_countries')}$"
)
_AFTER = re.compile(rf"(?:'s)? (?:{_CITIES}|Beijing)\b.{{0,14}}? (?:[Bb]ranch|[Oo]ffice|[Bb]ureau|[Hh]eadquarters)\b")
_AFTER_ZH = re.compile(
    rf"{_PLACES_ZH}[市省]?(?:税务局|监管局|证监局|分行|营业管理部|分局)|上海总部"
    # Only prefectures have these, too many to list.
    r"|[\u4e00-\u9fff]{2}市?(?:监管分局|中心支行)"
)
_NATIONAL = ("国家", "中国", "中央", "全国", "国务院", "China", "People's")
_AROUND = 40


def is_other_office(text: str, start: int, end: int) -> bool:
    """Tell whether the words beside the name of a national agency make it another office.

    Args:
        text: the article, with straight apostrophes.
        start: where the name begins.
        end: where it ends.
    """
    following = text[end : end + _AROUND]
    if _AFTER.match(following) or _AFTER_ZH.match(following):
        return True
    if text.startswith(_NATIONAL, start):
        return False
    before = text[max(0, start - _AROUND) : start]
    return bool(_BEFORE.search(before) or _BEFORE_ZH.search(before))
