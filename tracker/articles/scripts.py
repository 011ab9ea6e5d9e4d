"""One form for characters that look alike: what a file's fonts put in a letter's place."""

import re
import unicodedata

# Characters that stand for others in PDF files and in text copied from them: Kangxi and other radicals, ligatures,
# compatibility ideographs, full-width letters and figures. Full-width punctuation stays, since Chinese is written so.
_STAND_INS = re.compile(r"[\u2e80-\u2fd5\uf900-\ufaff\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
# Unicode gives most radicals of this block no ordinary character; these are the ones that are written alone as well.
_RADICALS = dict(
    zip(
        "⺁⺊⺎⺒⺓⺜⺝⺠⺩⺬⺼⺽⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "厂卜兀巳幺日月民王示月臼虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)


def with_plain_characters(text: str) -> str:
    """Return a text in which radicals, ligatures and full-width letters are the characters that they stand for."""
    return _STAND_INS.sub(lambda match: _RADICALS.get(match[0]) or unicodedata.normalize("NFKC", match[0]), text)
