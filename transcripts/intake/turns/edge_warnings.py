"""Warnings about where a transcript begins and ends: a lost opening, or words of the page taken for speech."""

import re

from transcripts.intake.labels.shapes import Sureness, is_generic, name_words, shape_of
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.page_lines import ends_sentence
from transcripts.intake.messages import message
from transcripts.intake.people.roster_entries import PRESS_ROLE
from transcripts.intake.turns.role_clues import SHORT_TURN
from transcripts.intake.turns.turn_in_place import Moment, Told, is_brief
from transcripts.text import fold, is_chinese

_THANKS_SOMEBODY = re.compile(
    r"(?:[Tt]hank you|[Tt]hanks)(?: (?:very|so) much)?(?: indeed)?,? (?:the )?"
    r"(?P<who>(?:(?:Mr|Ms|Mrs|Dr|Sir|Madam)\.?,? )?"
    r"[A-Z][\w’'\-]+(?: [A-Z][\w’'\-]+){0,2})(?=[.,!])"
    r"|(?:谢谢|感谢|謝謝|感謝)(?P<host>主持人|.{1,5}(?:部长|局长|主任|先生|女士|司长|司長|市长|市長|厅长|發言人|发言人|主席))(?=[，。！,!的])"
)
_GREETED = frozenset(("everyone", "everybody", "all", "ladies", "you", "guys", "folks", "god", "friends"))
# What a page says, and nobody on it.
_OF_THE_PAGE = re.compile(
    r"©|\(c\) ?(?:19|20)\d\d|\bcopyright\b|all rights reserved|https?://|\bwww\.|[\w.+-]+@[\w-]+\.\w"
    r"|\bshare (?:this|on|via|:)|\bfollow (?:us|our)\b|\bsubscribe\b|\bnewsletter\b|\bsign up\b|\bread more\b"
    r"|\bclick here\b|\bdownload\b"
    r"|last (?:updated|modified|reviewed)|\bpage (?:editor|owner)\b|\bcontacts?\s*[:：]"
    r"|for (?:more|further|additional) information|for media (?:inquiries|enquiries)|\bpress (?:office|contact)s?\b"
    r"|\b(?:journalists|media|reporters|passengers|residents|members of the public)\b.{0,30}"
    r"\b(?:may|can|should) (?:call|contact|write|phone|ring)"
    r"|\b0\d{2,4}[ -]\d{3}[ -]?\d{3,4}\b|\+\d[\d ()./-]{7,}\d|\b1-\d{3}-\d{3}-\d{4}\b"
    r"|\b(?:tickets|recordings?|the (?:video|recording|transcript|webcast))\b.{0,40}"
    r"\b(?:on sale|available|can be found|posted|published)"
    r"|\bcan be (?:read|found|viewed|seen|heard|watched|downloaded|obtained|ordered|booked)\b"
    r"|\b(?:is|are) available (?:at|from|on|in|online)\b"
    r"|(?:this|the) (?:transcript|translation)\b.{0,40}\b(?:has been|was|is|may)\b"
    r"|prohibida (?:su|la) reproducción|reprodução proibida|reproduction interdite|nachdruck|перепечатка"
    r"|\bis not an official\b|edited for (?:length|clarity)"
    r"|版权|版權|转载|轉載|责任编辑|責任編輯|联系电话|聯絡電話|扫码|二维码|微信|微博|电话[:：]|電話[:：]|来源[:：]|來源[:：]|相关链接|附件[:：]"
    r"|速记|速記|文字整理|未经.{0,6}许可|以上(?:为|是).{0,8}(?:实录|全文)|お問い合わせ|問い合わせ先|問合せ先|無断転載|문의|저작권|무단",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\bthank|good ?bye|谢谢|感谢|謝謝|感謝", re.IGNORECASE)
_CLOSED = re.compile(
    r"(?:thank you(?: all| everyone| everybody| so much| very much)?|thanks(?:,? (?:all|everyone|everybody))?"
    r"|good ?(?:night|bye)|see you (?:tomorrow|next week))[^.!?]{0,30}[.!]$"
    r"|(?:谢谢|感谢|謝謝|感謝)(?:大家|各位|你们|你們)[^。]{0,8}[。！]?$|再见[。！]$"
    r"|(?:到此结束|到此為止|到此結束|到这里|到這裡)[^。]{0,12}[。！]$",
    re.IGNORECASE,
)
_PRESS = re.compile(rf"{PRESS_ROLE.pattern}|主持|新闻|新聞|宣传|宣傳", re.IGNORECASE)
LONGEST_OPENING = 60  # words of who only opens for others
LEAST_LISTED = 3  # pieces of a list
LONGEST_LIST = 30  # words of it
MOST_IN_FACT = 8  # words of a fact
LONGEST_FACT = 20  # characters of it in Chinese
LAST_LOOKED_AT = 3  # paragraphs at the end of a page


def thanks_nobody(one: Moment) -> Told:
    """Return a warning about first words that thank somebody by name or part: who spoke before them is lost."""
    if one.before or one.is_chair:
        return None
    match = _THANKS_SOMEBODY.match(one.said.text)
    if not match or fold(match["who"] or "") in _GREETED:
        return None
    who = match["who"] or match["host"]
    return one.said.line, message("The first words thank “%(name)s”, whose words are not there.", name=who)


def introduces_who_follows(one: Moment) -> Told:
    """Return a warning about first words that name the official who speaks next, by one who answers nothing."""
    after = one.after
    if one.before or after is None or not (one.is_office and after.is_office) or one.answers:
        return None
    if one.is_same(after) or _length(one.said.text) > LONGEST_OPENING:
        return None
    if not (one.names(after) or _holds_office(one.said.text, after.said.meant)):
        return None
    return one.said.line, message("These words give others the floor, but were not read as the moderator speaking.")


def opens_at_length(one: Moment) -> Told:
    """Return a warning about an official who opens the page at length, leads nowhere else and is not a chair."""
    is_official = one.is_chair and one.said.traits.titled and not is_generic(one.said.label)
    if one.before or not is_official or (one.leads_again and one.said.traits.leads) or _PRESS.search(one.said.label):
        return None
    if len(one.said.paragraphs) < 2 and one.said.traits.length <= SHORT_TURN:
        return None
    return one.said.line, message(
        "It is uncertain whether “%(label)s” asks, answers or moderates.", label=one.said.label
    )


def is_a_fact(one: Moment) -> Told:
    """Return a warning about a few words under a label that is no name, at the page's edge: “Contents: two items”."""
    if (one.before and one.after) or len(one.said.paragraphs) > 1 or not one.is_once or one.said.traits.asks:
        return None
    label, text = one.said.label, one.said.text
    is_list = _length(text) <= LONGEST_LIST and text.count(";") + text.count("；") >= LEAST_LISTED - 1
    few = is_brief(text, MOST_IN_FACT, LONGEST_FACT) and not ends_sentence(text)
    if not label or is_generic(label) or not (few or is_list):
        return None
    if shape_of(label).sureness >= Sureness.STRONG and not is_list:
        return None
    return one.said.line, message("“%(label)s” may be a fact about the page, and nobody's label.", label=label)


def ends_with_the_page(one: Moment) -> Told:
    """Return a warning about last paragraphs that say what pages say, or that stand behind the last thanks."""
    if one.after:
        return None
    last = len(one.said.paragraphs)
    for at in range(max(0, last - LAST_LOOKED_AT), last):
        text = one.said.paragraphs[at]
        closed = at > 0 and at == last - 1 and _CLOSED.search(one.said.paragraphs[at - 1]) and not _CLOSED.search(text)
        if closed or (_OF_THE_PAGE.search(text) and (at > 0 or not _THANKS.search(text))):
            return one.line(at), message("This may be the page's own text, and nobody's words.")
    return None


def _length(text: str) -> int:
    return len(text) // 2 if is_chinese(text) else len(text.split())


def _holds_office(text: str, label: str) -> bool:
    """Return whether words name the office of a label: “Dr. Reed will begin”, “Mayor.”."""
    words = {fold(word) for word in re.findall(r"[^\W\d_][\w’'\-]+", text) if not word[0].islower()}
    return not is_chinese_label(label) and any(word in words for word in name_words(label))
