"""Clues that a line over a transcript is the title."""

import re
from dataclasses import dataclass

from transcripts.intake.labels.shapes import has_role, is_full_name, name_words
from transcripts.intake.language_words import any_of, words_for
from transcripts.intake.lines.calendar import weekday_numbers
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.dates import find_dates, find_time, strip_times
from transcripts.intake.people.names import read_listed
from transcripts.intake.scoring import Clue, ClueTable
from transcripts.intake.vocabulary import (
    CHINESE_NOT_LABELS,
    FACT_WORDS,
    KIND_WORDS,
    POSTED_ALONE,
    POSTED_WORDS,
    PUBLICATION_WORDS,
)
from transcripts.text import fold

EVENT_WORDS = re.compile(
    r"(?:press|news|media) conference|media (?:session|availability)|(?:(?:press|news|media) )?briefing|remarks"
    r"|stakeout|presser|media stand-?up|question[- ]and[- ]answer session"
    r"|(?:press|media) (?:tele)?(?:call|encounter|opportunity|availability|scrum|appearance|round ?table|update)"
    r"|transcript|interview|q&a|questions and answers|statement|doorst[eo]p|teleconference|gaggle|town hall|hearing"
    r"|记者会|記者會|发布会|發布會|吹风会|吹風會|[谈談][话話]|答.{0,6}(?:记者问|記者問)"
    r"|pressekonferenz|conférence de presse|(?:rueda|conferencia) de prensa|conferência de imprensa|coletiva"
    r"|пресс-конференц|брифинг|記者会見|기자회견|مؤتمر صحفي|conferenza stampa"
    r"|会見(?:記録|概要|要旨)"
    r"|见面会|通气会|(?:活动|調研|调研)(?:记录|紀錄|記錄)|[说說]明[会會]|[纪紀]要|文字实录|新闻发布|记者招待会|記者招待會"
    r"|[会會][见見](?:传媒|傳媒|媒体|媒體|记者|記者)|(?:传媒|傳媒)(?:简报|簡報)"
    r"|\b(?:briefs?|meets?|address(?:es)?|updates?|speaks? (?:to|with)|takes questions from) (?:the )?"
    r"(?:press|media|reporters|journalists)\b"
    rf"|{any_of(words_for('words', 'events'))}",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"(?:next|upcoming|previous) [\w ]{2,20}[:：]|[下上](?:次|一[次场場期])[^，。]{0,8}[:：]", re.IGNORECASE
)
FIELD_BEFORE = re.compile(r"^([\w ]{1,24})[:：]")
_CHINESE_FIELD = re.compile(
    r"[\u3400-\u9fff]{0,6}(?:单位|單位|日期|时间|時間|编号|編號|文号|文號|机构|機構|部门|部門|地点|地點|代码|代碼|简称|簡稱)[:：]"
)
_WEEKDAYS = "|".join(sorted(map(re.escape, weekday_numbers()), key=len, reverse=True))
_WEEKDAY_BEFORE = (
    rf"(?:(?:on|le|am|den|el|em)\s+)?(?:(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|{_WEEKDAYS})\.?[,،]?\s*)?"
    r"(?:(?:the|le|den|el)\s+)?"
)
_CLOCK_BEFORE = r"(?:(?:at )?\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?,?\s+(?:on )?)?"
# “公開日期”, “撰稿時間”, “Web posted”: whatever stands before the word for the day.
_POSTED_COMPOUND = (
    r"(?:[发發]|公[开開]|更新|撰|登[载載录錄]|上[载載传傳线線网網]|刊|[录錄]入|印[发發]?|修[改订訂]|[审審]核|[编編]|[张張][贴貼]|掲載|公告)"
    r"[\u3400-\u9fff]{0,3}(?:日期|时间|時間|日)"
)
_POSTED_WORDS = "|".join(sorted(map(re.escape, POSTED_WORDS), key=len, reverse=True))
POSTED = re.compile(
    rf"(?:{_POSTED_WORDS}|{_POSTED_COMPOUND}|^(?:{'|'.join(sorted(POSTED_ALONE))})(?=\s*[:：]))"
    rf"(?: by [\w.’' -]{{2,40}}? on)?"
    rf"\s*[:：]?\s*{_CLOCK_BEFORE}{_WEEKDAY_BEFORE}$",
    re.IGNORECASE,
)
_DAY_WORD = re.compile(
    r"\b(?:date|day|fecha|día|data|datum|termin|tag|дата)\b|تاريخ|(?:日期|时间|時間|日時|日|일자|일시|날짜)$",
    re.IGNORECASE,
)
_HAPPENING = re.compile(
    r"\b(?:event|session|sitting|meeting|talk|speech|address|call|visit|announcement|appearance|webcast|hearing"
    r"|broadcast|rueda|comparecencia|acto|conferência|coletiva|conférence|rencontre|point|entretien|gespräch|sitzung"
    r"|veranstaltung)\b|проведени|мероприяти|встреч|会|會|[访訪]|活[动動]|[举舉]行|召[开開]|[举舉][办辦]|[录錄録]|講|講|開催|実施"
    r"|회견|브리핑|발표|행사|개최|المؤتمر|الفعالية",
    re.IGNORECASE,
)
FOOT_DATE = re.compile(r"^(?:ends?|issued|released)\s*[/:：]", re.IGNORECASE)
_NAVIGATION = re.compile(
    r"official websites?|websites? use|\brss\b|subscribe|cookies|how you know|^click\b|email this|contact us|log ?in"
    r"|find us|follow us|browse by|sign in|sitemap|site map|\bmenu\b|\blinks\b|language|English\s*\||^index\b"
    r"|^contents\b|^table of contents|for immediate release|check against delivery|working translation|^embargo"
    r"|(?:专题|專題|频道|頻道)$",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:the )?(?:\w+ )?(?:office|ministry|department|city|town|state|county|government|parliament|council|embassy"
    r"|consulate|premier|mayor|governor|(?:prime )?minister|(?:central |national |reserve )?bank|port|commission"
    r"|municipality|agency|authority|board|institute|bureau|province) (?:of|for)\b"
    r"|(?:ministerio|ministère|préfecture|prefeitura|municipalidad|ayuntamiento|gobierno|gouvernement|ministério) d"
    r"|bundesministerium|ministerium|министерство|правительство|администрация|وزارة|حكومة|رئاسة",
    re.IGNORECASE,
)
_KINDS_ELSEWHERE = words_for("words", "events")
_OFFICE_END = re.compile(
    r"\b(?:council|ministry|authority|commission|agency|government|office|newsroom|plc|inc\.?|ltd\.?|corp\.?|gmbh|s\.a\.)$"
    r"|^[\u3400-\u9fff（）()]{2,24}(?:股份)?有限公司$"
    r"|^[\u3400-\u9fff]{2,18}(?:政府|局|厅|廳|部|委|委员会|委員會|省|署|新闻办公室|公署|網|网)$|(?:시청|부|청|처)$",
    re.IGNORECASE,
)
MOST_OFFICE_WORDS = 7
_BYLINE = re.compile(r"^(?:by|written by|reported by|作者|记者) ?[A-Z\u4e00-\u9fff]", re.IGNORECASE)
_TWO_FACTS = re.compile(r"[a-z]{4,}\. [A-Z0-9]")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")
_ORNAMENT = re.compile(r"^[○●■□◆◇▶※•·*\-–]+\s*")
# “Mitschrift vom 12. März 2025”: the paper, where “Pressekonferenz vom …” would be the event.
_PAPER_OF_A_DAY = re.compile(
    r"(?:(?:full|official|unofficial|verbatim) )?(?:transcript(?:ion)?|verbatim|mitschrift|wortprotokoll"
    r"|compte[- ]rendu|transcripción|versión estenográfica|transcrição|trascrizione"
    r"|(?:woordelijk |letterlijk )?verslag|stenogram\w*"
    r"|zapis|стенограмма) (?:of|for|from|vom|du|de|del|do|da|dei?|van|z dnia|от|за)",
    re.IGNORECASE,
)
# “Transcripción de la comparecencia ante los medios del 2 de octubre”: of the event no more than its kind.
_PAPER_OF_AN_EVENT = re.compile(
    rf"{_PAPER_OF_A_DAY.pattern} (?:(?:the|an?|la|le|el|il|der|des|die|het|de) )?(?:{EVENT_WORDS.pattern})"
    r"(?: (?:ante|with|to|before|mit|vor|avec|devant|con|à|met) (?:(?:the|la|los|le|les|den|der|i|de) )?"
    r"(?:press|media|reporters|journalists|medien|medios|prensa|periodistas|presse|journalisten|stampa|pers))?"
    r"(?: held)?(?: (?:of|on|from|vom|am|du|del?|da|van|z))?(?: \w+day,?)?",
    re.IGNORECASE,
)
MOST_PLACE = 3  # words of a place behind a day that opens its line
MOST_PLACE_WORDS = 6  # of a place behind a day
LONGEST_TITLE = 260  # characters


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line that may be the title, whether the line under it is a date, and whether wide spaces part it as a menu.

    `is_echoed` means that the words of the transcript are about it; `is_stated`, that “Title:” stood before it;
    `is_over_byline`, that “by …” stands under it; `is_chief`, that it alone is a heading of the highest level there,
    `is_own`, that the page states it as its title outside its words. `lower` is what its place takes from its weight.
    """

    text: str
    is_dated: bool = False
    is_parted: bool = False
    is_echoed: bool = False
    is_stated: bool = False
    is_over_byline: bool = False
    is_chief: bool = False
    is_own: bool = False
    lower: float = 0.0

    @property
    def beside_date(self) -> str | None:
        """The text beside the line's first date; None where there is no date."""
        dates = find_dates(self.text)
        return strip_times(self.text[: dates[0].start] + self.text[dates[0].end :]) if dates else None


def states_day_held(word: str) -> bool:
    """Return whether a word before a colon says that a day is the one of the event: “Fecha de la rueda”, “會見日期”."""
    return bool(
        _DAY_WORD.search(word)
        and not POSTED.search(f"{word}: ")
        and (_HAPPENING.search(word) or EVENT_WORDS.search(word))
    )


def names_an_event(one: TitleLine) -> bool:
    """Return whether the line names an event: “… Press Conference”."""
    return bool(EVENT_WORDS.search(one.text))


def is_stated_as_title(one: TitleLine) -> bool:
    """Return whether the page says that it is the title: “Title: …”."""
    return one.is_stated


def is_echoed_below(one: TitleLine) -> bool:
    """Return whether the words of the transcript are about it; a banner's are not."""
    return one.is_echoed


def stands_over_a_byline(one: TitleLine) -> bool:
    """Return whether the line under it says by whom: “by Secretary General …”."""
    return one.is_over_byline


def is_the_chief_heading(one: TitleLine) -> bool:
    """Return whether no other line over the transcript is a heading of its level or of a higher one, nor a section's.

    A kind of page alone, “Media briefings”, heads a part of the site as often.
    """
    return one.is_chief and not names_only_its_kind(one)


def is_the_pages_own(one: TitleLine) -> bool:
    """Return whether the page states it as its title outside its words, as <title> and og:title do."""
    return one.is_own


def has_many_words(one: TitleLine) -> bool:
    """Return whether the line has at least four words or eight characters."""
    return len(one.text.split()) >= 4 or (is_chinese_label(one.text) and len(one.text) >= 8)


def stands_over_a_date(one: TitleLine) -> bool:
    """Return whether the line under it is a date, the day held."""
    return one.is_dated


def names_an_event_over_a_date(one: TitleLine) -> bool:
    """Return whether the line names an event over a date; over a date alone may be an office's name or a place."""
    return one.is_dated and names_an_event(one) and not names_only_its_kind(one)


def states_two_facts(one: TitleLine) -> bool:
    """Return whether the line states two facts: “Unofficial transcript. Duration: …”."""
    facts = _TWO_FACTS.search(one.text)
    # “Stenographic version. Press conference of …”: a kind of page before its event is one title.
    return facts is not None and not EVENT_WORDS.match(one.text[facts.end() - 1 :])


def names_only_its_kind(one: TitleLine) -> bool:
    """Return whether the line names only a kind of page, as “Press Briefing Transcript” does."""
    text = _ASIDE.sub("", one.text)  # “Transcript (unchecked)”
    words = (word for word in name_words(text) if word != "/")  # “TRANSCRIPT / TRANSCRIPTION”
    return all(word in KIND_WORDS or word in _KINDS_ELSEWHERE for word in words) or bool(EVENT_WORDS.fullmatch(text))


def is_one_word_for_its_kind(one: TitleLine) -> bool:
    """Return whether the line is one word that names a kind of page: “Transcript”."""
    return " " not in one.text and one.text.isascii() and names_only_its_kind(one)


def is_a_field(one: TitleLine) -> bool:
    """Return whether the line is a field: “Presenter: …”."""
    word = FIELD_BEFORE.match(_ORNAMENT.sub("", one.text))
    if not word:
        return False
    if _OF_ANOTHER.match(one.text):
        return True
    return fold(word[1]).strip() in FACT_WORDS | PUBLICATION_WORDS | CHINESE_NOT_LABELS or bool(
        _CHINESE_FIELD.match(one.text)
    )


_SENTENCE = re.compile(r"[.。！!;；,，]$|^以下[為为是]|(?:如下|as follows)\s*[:：]$")


def ends_as_a_sentence(one: TitleLine) -> bool:
    """Return whether the line ends with a full stop, or is longer than titles are."""
    dates = find_dates(one.text)
    at_end = dates and not one.text[dates[-1].end :].strip() and not EVENT_WORDS.match(one.text)
    text = one.text[: dates[-1].start].rstrip() if at_end else one.text
    return bool(_SENTENCE.search(one.text) or re.search(r"\w\w[”’)]?[.。]$", text)) or len(text) > LONGEST_TITLE


def opens_with_a_bracket(one: TitleLine) -> bool:
    """Return whether the line opens with a bracket: “[Photo …]”."""
    return bool(re.match(r"[\[【(（]", one.text))


def belongs_to_the_frame(one: TitleLine) -> bool:
    """Return whether the line belongs to the page's frame: “Contact us”, “Index …”, “For immediate release”."""
    return bool(_NAVIGATION.search(one.text))


def is_only_a_date(one: TitleLine) -> bool:
    """Return whether the line is a date, alone or with a word for posting or a kind of page; or a time of day."""
    beside = one.beside_date
    if beside is None:
        return find_time(one.text) is not None and len(strip_times(one.text)) < 4
    words = name_words(beside.strip("•· -–|()"))
    before = one.text[: find_dates(one.text)[0].start]
    is_kind_after = not before.strip("•· -–|()") and all(word in KIND_WORDS for word in words)
    is_place = len(beside.split()) <= MOST_PLACE and not before.strip() and not EVENT_WORDS.search(one.text)
    return len(beside) < 4 or is_place or bool(POSTED.search(before)) or is_kind_after


def is_a_dated_kind(one: TitleLine) -> bool:
    """Return whether the line is a kind of page before its day, and at most a time and a place behind it."""
    dates = find_dates(one.text)
    before = one.text[: dates[0].start].strip("•· -–|(),") if dates else ""
    after = strip_times(one.text[dates[0].end :]) if dates else ""
    is_kind = bool(before) and (bool(EVENT_WORDS.fullmatch(before)) or all(w in KIND_WORDS for w in name_words(before)))
    is_kind = (
        is_kind or _PAPER_OF_A_DAY.fullmatch(before) is not None or _PAPER_OF_AN_EVENT.fullmatch(before) is not None
    )
    return is_kind and len(after.split()) <= MOST_PLACE_WORDS


def parts_a_date_off(one: TitleLine) -> bool:
    """Return whether the line parts a date off with a bar: “Beijing | 12 March 2024”."""
    if one.beside_date is None or "|" not in one.text:
        return False
    before = TitleLine(one.text[: one.text.rindex("|")].strip())
    return before.beside_date is not None or not (names_an_event(before) and has_many_words(before))


def is_a_menu(one: TitleLine) -> bool:
    """Return whether the line is a menu: “Web TV  Meetings  Stakeouts”."""
    return one.is_parted


def holds_a_bar(one: TitleLine) -> bool:
    """Return whether a bar between spaces parts the line, as a site's name from a page's."""
    return " | " in one.text and not parts_a_date_off(one)


def is_a_byline(one: TitleLine) -> bool:
    """Return whether the line is a byline: “By Jo Roe”, “Jo Roe, Minister for Ports”, “Ends/Tuesday, …”."""
    listed = None if names_an_event(one) or is_chinese_label(one.text) else read_listed(one.text)
    named = listed is not None and is_full_name(listed[0]) and has_role(listed[1].split(" of ")[0])
    return bool(FOOT_DATE.match(one.text) or _BYLINE.match(one.text)) or named


def is_an_office(one: TitleLine) -> bool:
    """Return whether the line is no more than an office's name: “Ministry of Ports”, “Harbour Council”, “市水务局”."""
    if names_an_event(one) or len(one.text.split()) > MOST_OFFICE_WORDS:
        return False
    return bool(_OFFICE.match(one.text) or _OFFICE_END.search(one.text))


TITLE_CLUES = ClueTable[TitleLine](
    "title",
    (
        Clue("event", "it names an event", names_an_event),
        Clue("stated", "“Title” stands before it", is_stated_as_title),
        Clue("echoed", "the words below are about it", is_echoed_below),
        Clue("byline below", "the line below says by whom", stands_over_a_byline),
        Clue("chief heading", "it is the highest heading", is_the_chief_heading),
        Clue("own title", "the page states it as its title", is_the_pages_own),
        Clue("many words", "it has many words", has_many_words),
        Clue("dated", "a date is below it", stands_over_a_date),
        Clue("event dated", "it names an event and a date is below it", names_an_event_over_a_date),
        Clue("two facts", "it states two things", states_two_facts),
        Clue("type", "it names only a type of page", names_only_its_kind),
        Clue("kind alone", "it is a single word for a type of page", is_one_word_for_its_kind),
        Clue("field", "it begins with a word for a list or a detail", is_a_field),
        Clue("message", "it ends like a sentence or is too long", ends_as_a_sentence),
        Clue("bracket", "it begins with a bracket", opens_with_a_bracket),
        Clue("frame", "it is part of the layout of the page", belongs_to_the_frame),
        Clue("date only", "it is only a date or a time", is_only_a_date),
        Clue("kind dated", "it is only a type of page with a date", is_a_dated_kind),
        Clue("date apart", "a bar separates a date from it", parts_a_date_off),
        Clue("bar", "a bar divides it", holds_a_bar),
        Clue("menu", "wide spaces separate it", is_a_menu),
        Clue("office", "it is the name of an office", is_an_office),
        Clue("byline", "it names the author", is_a_byline),
    ),
)
