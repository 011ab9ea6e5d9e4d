"""Which way a date without a year points: to what happened, or to what is to come.

Only words of the date's own clause count, and of several the last before the date: "will" reaches to its own verb and
no further, so that "will appeal against the fine imposed in May" speaks of the last May. How near each of the two
possible years lies to the day of publication decides where the words leave it open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.articles.sentences import Span


class Pointing(StrEnum):
    """Which of the two days nearest to the day of publication, before it and after it, is meant."""

    PAST = "past"
    RATHER_PAST = "rather past"
    NEAREST = "nearest"
    AHEAD = "ahead"


_ZH = re.compile(r"[\u3400-\u9fff]")
_ADVERBS = r"(?:[ \n](?:not|also|only|soon|then|now|still|be|been|have|has|get|\w+ly))*"
_VERB = rf"(?:{_ADVERBS}[ \n][a-z]+)?"
_PLANNED = "due|set|expected|scheduled|slated|planned|supposed|meant|likely|going|about"
_ORDERED = r"(?:to[ \n](?:be[ \n])?[a-z]+|for|in|on|by|until)"
_IRREGULAR = (
    "was|were|had|did|has|have|said|told|took|came|went|saw|fell|rose|made|gave|became|began|met|held|led|sent|found|got"
    "|kept|brought|bought|sold|paid|spoke|wrote|drew|grew|ran|stood|broke|spent|threw|won|lost|left|built|caught|chose"
    "|felt|froze|forbade|heard|laid|sank|sought|shot|shrank|slid|sprang|struck|swept|swung|thought|withdrew|undertook|shut"
    "|cut|hit|put|let|beat|quit|shed|bore|sprung|frozen|begun|taken|given|made|seen|shown|driven|chosen|withdrawn|drawn"
)
_NO_PAST = (
    "need|indeed|hundred|speed|feed|seed|exceed|proceed|succeed|related|limited|unlisted|advanced|based|so-called"
)
_ENGLISH = re.compile(
    rf"""
      (?P<put_off>\b(?:delayed|postponed|extended|deferred|pushed[ \n]back|put[ \n]off)
        [ \n](?:\w+[ \n]){{0,4}}?(?:to|until|till)\b)
    | (?P<was_to>\b(?:was|were|been)[ \n](?:\w+ly[ \n])?(?:(?:{_PLANNED})[ \n]{_ORDERED}|to[ \n](?:be[ \n])?[a-z]+))
    | (?P<ahead>(?:\b(?:will|shall|won['’]t)|['’]ll)\b{_VERB}
        | \b(?:is|are|be)[ \n](?:\w+ly[ \n])?(?:(?:{_PLANNED})[ \n]{_ORDERED}|to[ \n](?:be[ \n])?[a-z]+)
        | \b(?:plan|aim|intend|hope|expect|vow|pledge|want|seek|prepare)s?[ \n]{_ORDERED}
        | \b(?:scheduled|slated|planned|set|due)[ \n](?:for|in|on|by)\b
        | \b(?:set|due|slated)[ \n]to[ \n]
          (?:be|start|begin|go|open|launch|meet|vote|end|list|ban|\w+e)\b
        | \bupcoming\b)
    | (?P<nearest>\b(?:would|could|should|must|can|may|might)\b{_VERB}
        | \b(?:has|have|had|needs?)[ \n]to[ \n](?:be[ \n])?[a-z]+
        | \b(?:takes?|taking|comes?|coming|enters?|entering|goes|go)[ \n](?:in(?:to)?[ \n])?(?:effect|force|operation)\b
        | \b(?:becomes?|begins?|starts?|ends?|expires?|opens?|closes?|launch(?:es)?|runs?|appl(?:y|ies)|kicks?[ \n]in)\b
        | \b(?:open[ \n]for|ahead[ \n]of|deadline|resumes|reopens|meets|votes|convenes|returns|lapses)\b)
    | (?P<past>\b(?:{_IRREGULAR}|after[ \n]\w+ing|(?:days|weeks|months|years)[ \n]after)\b
        | (?<![-\w])listed\b(?![ \n](?:compan|firm|share|subsid|entit))
        | (?<![-\w])(?!(?:{_NO_PAST}|listed)\b)[a-z]{{2,}}ed\b)
    | (?P<infinitive>\bto[ \n](?:be[ \n])?[a-z]+)
    """,
    re.VERBOSE,
)
_ENGLISH_BREAK = re.compile(
    r"[;:“”\"()]|[ \n][-–—][ \n]|—|,[ \n](?=[a-z]+ing\b)|,?[ \n](?:which|who|whose|where|but|although|though|while"
    r"|whereas)\b|,[ \n](?:and|as|after|when|with)\b|,"
)
_OPENS = re.compile(
    r"^[ \n]*(?:(?:and|but|then|while|later|again|only|as)[ \n]+)?(?:(?:[Ii]n|[Oo]n|[Bb]y|[Ff]rom|[Ss]ince|[Ll]ate"
    r"|[Ee]arly|[Uu]ntil|[Bb]efore|[Aa]fter|[Ss]tarting|[Bb]eginning|[Ee]ffective|[Aa]s of)"
    r"[ \n]+)*(?:(?:the|last|this)[ \n]+)?$"
)
_LIMIT = re.compile(
    r"\b(?:by|before|until|till|no later than|from|starting|beginning|commencing|effective|as of|through)"
    r"[ \n]+(?:(?:on|from|in|as of|the|early|late|about|around)[ \n]+)*$",
    re.IGNORECASE,
)

# 将 before a noun only marks it as what something is done to.
_THEN_VERB = "于在自从会对被继进正全依可不有为由与以按根加开推出发公施实启成迎面受停暂取恢允举采完组再也分"
_CHINESE = re.compile(
    rf"(?P<ahead>(?:即|或)?将(?=[{_THEN_VERB}\d]|$)"
    r"|(?<![模虚])拟(?!定的)|预计|计划(?=[于在自从到至\d]|$)|有望|争取|力争|定于)"
    r"|(?P<nearest>应当?|须|必须|不得|(?:起|开始)(?:正式|全面)?(?:施行|实施|执行|生效)|届满|截止)"
    r"|(?P<past>[已曾]|了(?!解)|此前|先前|日前|近日|获悉|宣布|表示|指出|以来)"
)
_CHINESE_BREAK = re.compile(r"[，。；：！？“”（）()\n,;:!?]")
_CHINESE_OPENS = re.compile(r"[\s于在自从至到截直而并且其中原]*$")
_LIMIT_ZH = re.compile(r"(?:[自从至到]|不[晚迟]于|截止(?:日期|时间)?(?:为|是|到|至)?)$")
_LIMIT_ZH_AFTER = re.compile(r"\s?(?:之前|以前|前(?![后往述])|起|截止|到期|届满|生效|施行|实施)")
_DEADLINE_ZH = re.compile(r"\s?[之以]?前(?:完成|提交|报送|上报|反馈|整改|缴纳|下架|实现|达到|建成|形成|基本)")


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What tells, in one language, which way a clause points."""

    cues: re.Pattern[str]
    breaks: re.Pattern[str]
    opens: re.Pattern[str]
    limit: re.Pattern[str]
    limit_after: re.Pattern[str] | None = None


_OF_ENGLISH = _Grammar(_ENGLISH, _ENGLISH_BREAK, _OPENS, _LIMIT)
_OF_CHINESE = _Grammar(_CHINESE, _CHINESE_BREAK, _CHINESE_OPENS, _LIMIT_ZH, _LIMIT_ZH_AFTER)


def pointing(text: str, sentence: Span, date: Span) -> Pointing:
    """Tell which way a date points that has no year.

    Args:
        text: the article.
        sentence: the sentence.
        date: the words of the date.
    """
    before, after = text[sentence.start : date.start], text[date.end : sentence.end]
    chinese = _ZH.search(date.of(text)) or _ZH.search(before[-2:] + after[:2])
    grammar = _OF_CHINESE if chinese else _OF_ENGLISH
    said = _said(before, after, grammar)
    limited = grammar.limit.search(before) or (grammar.limit_after and grammar.limit_after.match(after))
    if said is not Pointing.PAST and _DEADLINE_ZH.match(after):
        return Pointing.AHEAD
    if said is None:
        return Pointing.NEAREST if limited else Pointing.PAST
    return Pointing.RATHER_PAST if limited and said is Pointing.PAST else said


def _said(before: str, after: str, grammar: _Grammar) -> Pointing | None:
    """Return what the verb of the date's clause says: the last before it, else the first behind it."""
    *earlier, own = grammar.breaks.split(before)
    rest, *later = grammar.breaks.split(after)
    if said := _last(_cues(own, grammar)):
        return said
    closes = not rest.strip()
    if grammar is _OF_CHINESE:
        # Chinese tells of what happened without a mark, so that a mark farther on belongs to something else.
        later = later[:1] if closes else []
    follows = (rest, *later) if closes or grammar.opens.match(own) else (rest,)
    begins = not earlier or bool(rest.strip()) or bool(re.match(r"\s*(?:and|but|then)\b", own))
    behind = next((cue for part in follows for cue in _cues(part, grammar)), None)
    ahead = next((said for part in reversed(earlier) if (said := _last(_cues(part, grammar)))), None)
    return (behind or ahead) if begins else (ahead or behind)


def _last(cues: Iterator[Pointing]) -> Pointing | None:
    return next(reversed(list(cues)), None)


def _cues(part: str, grammar: _Grammar) -> Iterator[Pointing]:
    """Yield what each verb of a part of a sentence says; an infinitive leans on the verb before it."""
    last: Pointing | None = None
    for match in grammar.cues.finditer(part):
        said = _MEANINGS.get(match.lastgroup or "")
        if said is Pointing.PAST and _DETERMINED.search(part, 0, match.start()):
            continue
        if said is None:
            said = {None: Pointing.NEAREST, Pointing.PAST: Pointing.RATHER_PAST}.get(last, last)
        if said is not None:
            last = said
            yield said


_MEANINGS = {
    "ahead": Pointing.AHEAD,
    "put_off": Pointing.NEAREST,
    "was_to": Pointing.NEAREST,
    "nearest": Pointing.NEAREST,
    "past": Pointing.PAST,
}
_DETERMINED = re.compile(r"(?:\b(?:an?|the|its|their|his|her|any|new|more|other|some|these|those|such)|['’]s)[ \n]$")
