"""Questions in Chinese: the words that only ask are set aside, so that the others can be found. Pure.

Chinese is written without spaces, so a question is one long phrase, which nobody ever said. What is left of it between
the words that ask is looked for as it is, and where nobody said it so, by its pairs of characters.
"""

import re

from transcripts.text import is_han
from transcripts.tokens import simplify

LEAST = 5  # Chinese characters of a question
_ASKING = re.compile(
    r"什么|为何|怎么|怎样|如何|是否|有没有|会不会|能不能|是不是|多少|多久|几[点时年个天次]|哪|何时|谁|[吗呢]\W*$|[?？]\s*$"
)
_WHEN = "去年|今年|明年|前年|上个?月|这个月|本月|上周|上星期|昨天|今天|最近"
_WORDS = (
    "为什么|为何|什么时候|什么样|什么|怎么样|怎么办|怎么|怎样|如何|是否|有没有|会不会|能不能|是不是|要不要|可不可以|用不用|多少钱|多少|多久|多长时间"
    "|几点钟?|几[个年次天时]|哪里|哪儿|哪些|哪个|哪|何时|谁|请问|关于|有关|对于|说[了过]|谈到|谈了|表示|提到|认为|看待|以及|还有|我们|他们|你们"
    "|之后|以后|之前|以前|因为|所以|这个|那个|[吗呢吧啊请这那被把就也还]"
)
# Characters that are words by themselves, but parts of others too: 目的, 了解, 对话, 会议.
_ALONE = (
    "(?<!目)的(?![确士])|了(?![解结])|(?<![反针面绝应相])对(?![话外策比待手抗应付象称岸面])|(?<![但可于若总像只])是"
    "|(?<![现存实正所内潜])在|(?<![自理经])由(?!于)|(?<![社议机大委协晚宴峰布])会(?![议计谈员展场见面])"
    "|(?<![功可性职智才])能(?![源力量够])|(?<![重主需必概摘])要(?![求素点闻])|(?<![国所公私拥没])有(?![关效限轨机色])"
    "|和(?![平谐解])|(?<!参)与(?!会)|(?<![达受得])到(?![达期])|从(?!事)|(?<!供)给(?!予)|将(?![来军])|(?<![首古])都(?!市)"
    "|(?<![小学传])说(?![明法])"
)
_IDLE = re.compile(f"{_WHEN}|{_WORDS}|{_ALONE}")
# Said of a time without naming it.
_TIMES = re.compile(
    rf"{_WHEN}|\b(?:last|this|next)\s+(?:year|month|week|spring|summer|autumn|fall|winter)\b|\byesterday\b|\brecently\b",
    re.IGNORECASE,
)


def without_asking(text: str) -> str | None:
    """Return a question in Chinese without the words that only ask, spaces in their place; None for other texts."""
    simple = simplify(text)
    if len(simple) != len(text) or sum(map(is_han, simple)) < LEAST or not _ASKING.search(simple):
        return None
    left, done = "", 0
    for match in _IDLE.finditer(simple):
        left += text[done : match.start()] + " "
        done = match.end()
    left += text[done:]
    return left if any(map(is_han, simplify(left))) else None


def times_in(text: str) -> list[str]:
    """Return the pieces of a question that speak of a time without naming it: “last year”, 去年."""
    return [text[match.start() : match.end()] for match in _TIMES.finditer(_same_length(text))]


def without_times(text: str) -> str:
    """Return a question without these pieces."""
    done, left = 0, ""
    for match in _TIMES.finditer(_same_length(text)):
        left += text[done : match.start()] + " "
        done = match.end()
    return left + text[done:]


def _same_length(text: str) -> str:
    simple = simplify(text)
    return simple if len(simple) == len(text) else text
