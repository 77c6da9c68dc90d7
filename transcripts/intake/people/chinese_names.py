"""Chinese names and offices, which no space parts: in labels, lists, titles and sentences."""

import re
from collections.abc import Iterable

from transcripts.document import Part, Person
from transcripts.intake.labels.honorifics import strip_chinese_honorific
from transcripts.intake.labels.shapes import has_role, is_generic, is_outlet
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.vocabulary import CHINESE_ROLE_NOUNS, LONG_SURNAMES, SURNAMES
from transcripts.text import fold

_CHINESE_LISTED = re.compile(r"^(?P<name>[\u3400-\u9fff·]{2,12})[，, ](?P<role>.*[\u3400-\u9fff].*)$")
_CHINESE_ROLE_FIRST = re.compile(r"^(?P<role>.*[\u3400-\u9fff].*)[ ，,](?P<name>[\u3400-\u9fff·]{2,12})$")
_CHINESE_DATE = re.compile(r"^\d{4}年(?:\d{1,2}月)?(?:\d{1,2}[日号號])?")
_CLAUSE = re.compile("[，。；：,;:]")
_OFFICE = rf"(?:副|代理)?(?:主任委[员員]|{'|'.join(sorted(CHINESE_ROLE_NOUNS, key=len, reverse=True))})"
_NAME_OFFICE = re.compile(rf"^(?P<unit>[\u3400-\u9fff]*?)(?P<name>[\u3400-\u9fff]{{3}})(?P<office>{_OFFICE})$")
_SURNAME_OFFICE = re.compile(rf"^(?P<surname>[\u3400-\u9fff])(?P<office>{_OFFICE})(?P<given>[\u3400-\u9fff]{{0,2}})$")
# The surname before the office, the given name behind it: “港務處阮處長”, “阮副局長兼發言人” before “小嵐”.
_SURNAME_INSIDE = re.compile(
    rf"(?P<unit>(?:[\u3400-\u9fff]{{1,16}}[部局司署會会處处室院組组科廳厅委行社團团隊队])?)(?P<surname>[\u3400-\u9fff])"
    rf"(?P<office>{_OFFICE}(?:兼[\u3400-\u9fff]{{0,6}}?{_OFFICE})?)"
)
_JAPANESE = re.compile(
    r"(?P<name>[\u3400-\u9fff]{3,5}?)(?P<office>副?(?:大臣|知事|市長|長官|総裁|総理|社長|会長|局長|部長|課長|政務官|報道官|次官))"
)
# “森田玲子港湾大臣”: the name ends where the words for an office's field begin.
JAPANESE_FIELDS = (
    "外務|経済|財務|総務|法務|文部|厚生|農林|国土|環境|防衛|内閣|官房|復興|金融"
    "|経産|国交|農水|厚労|文科|港湾|海洋|国務|こども"
)
_JAPANESE_UNITS = (
    "鉄道|物流|道路|航空|海事|水産|農業|教育|健康|福祉|保健|医療|危機管理|防災|観光|総合|企画|政策|都市|建設|土木|交通"
    "|情報|広報|安全|財政|税務|人事|産業|商工|労働|消防|警備|生活|文化|気象|地震|火山|予報|研究|国際|地域"
)
_JAPANESE_OFFICE = r"(?:副|政務)?(?:大臣|知事|長官|総裁|局長|部長|課長|室長|次官|審議官|政務官|報道官)"
_JAPANESE_FIELD = re.compile(
    rf"(?P<name>[\u3400-\u9fff々]{{3,5}}?)(?P<office>(?:{JAPANESE_FIELDS}|{_JAPANESE_UNITS})[\u3400-\u9fff]{{0,8}}?"
    rf"{_JAPANESE_OFFICE})"
)
_JAPANESE_FIELD_END = re.compile(rf"(?:{JAPANESE_FIELDS}|{_JAPANESE_UNITS})$")
# “港湾課長 森田 玲子”: an office before a name whose halves a space parts
_JAPANESE_BEHIND = re.compile(
    r"(?P<office>[\u3400-\u9fff\u30a0-\u30ff]{0,16}"
    r"(?:大臣|知事|市長|町長|村長|長官|総裁|総理|社長|会長|局長|部長|課長|室長|政務官|報道官|次官)) "
    r"(?P<name>[\u3400-\u9fff]{1,4} [\u3400-\u9fff\u3040-\u30ff]{1,5})"
)
UNIT_ENDS = "部局司署會会處处室院組组科心府厅廳委办辦行社團团隊队会网網報报"
_NAME_UNIT = re.compile(rf"(?P<name>[\u3400-\u9fff]{{2,3}})[，,、 ]\s*(?P<unit>[\u3400-\u9fff]{{2,18}}[{UNIT_ENDS}])")
_GLUED = re.compile(
    rf"^(?P<role>[^，。！？；：,;:]*(?:{'|'.join(sorted(CHINESE_ROLE_NOUNS, key=len, reverse=True))}))"
    r"(?P<name>[\u3400-\u9fff]{2,3})(?:[大上中少][校将將尉])?$"
)
_ANY_OFFICE = "|".join(sorted(CHINESE_ROLE_NOUNS, key=len, reverse=True))
_GIVEN = re.compile(rf"(?P<role>.*(?:{_ANY_OFFICE}))(?P<given>[\u3400-\u9fff·]{{1,12}}·)$")
# What an office does there is no name: “發言人報告”.
_ACTS = re.compile(
    "[报報]告|致[辞辭詞词]|主持|[答提][问問]|介[绍紹]|[说說]明|[发發]言|[总總][结結]|提[问問]|答覆|答复|[讲講][话話]|回[应應]"
)
_ALL_OFFICES = "|".join(sorted(CHINESE_ROLE_NOUNS, key=len, reverse=True))
_LONG_SURNAME = "|".join(sorted(LONG_SURNAMES))
_CHAIRED = re.compile(
    rf"(?:由|[，。；]|^)(?P<role>[^，。；：由]{{0,30}}?(?:{_ALL_OFFICES}))"
    rf"(?P<name>(?:{_LONG_SURNAME})[\u3400-\u9fff]{{1,2}}|[\u3400-\u9fff]{{2,3}})"
    r"(?:先生|女士|同志)?主持(?!人|召开|例行)"
)
_NUMBERED = re.compile("[一二三四五六七八九十]{1,3}[、．.]")  # a heading's number
_EVENT = re.compile("(?:举行|舉行|召开|召開|举办|舉辦).{0,20}[会會]|新闻|新聞|记者|記者")
# Who gives it, before the verb: “由发言人阮岚及科长罗青交代”.
_GIVEN_BY = re.compile(
    "(?:[，,。、：:会會]|^)(?:由|请|請|邀[请請])(?P<who>[^。；，,]{4,80}?)"
    "(?=交代|介[绍紹]|[通报報]{2}|[讲講]解|[说說]明|[发發][布佈]|出席|向|就|回答|答[记記问問复覆]|公布|共同|分[别別]|[。；，,])"
)
_AND = re.compile("(以及|[、及和与與])")
LEAST_UNIT = 3  # characters
LONGEST_GLUED = 60  # characters
LONGEST_LABEL_HERE = 20
LONGEST_NAME = 4  # characters

# Words that follow a name in a sentence or a title.
_AFTER_NAME = (
    r"(?:主持|答|就|举行|舉行|出席|回答|在|的|介绍|介紹|会见|會見|例行|同|与|與|和|及|接受|召开|今|昨|於|于|聯同|联同|偕|率|对|對|[视視][察]|巡视|巡視|考察|到|前往|[说說]|表示|指出|[谈談]|向|\d|[議议][員员]|先生|女士|博士"
    r"|[，。、；：,;:（(《“「]|$)"
)
_NAME_AFTER = re.compile(rf"(?P<name>[\u3400-\u9fff·]{{2,4}}?)(?={_AFTER_NAME})")
_ANSWERS_TITLE = re.compile("回答.{0,6}(?:提问|提問|记者|記者)|答记者问|答記者問|答问|答問|[专專][访訪]|采访|採訪")
_JOINED = re.compile("^(?:和|与|與|及|以及|、|聯同|联同|暨)+")
# They are surnames, but after an office they are mostly prepositions.
_NO_SURNAMES_THERE = frozenset("于和时時连連")


def named_in_chinese(text: str, labels: Iterable[str]) -> list[Person]:
    """Return the people of `labels` that a Chinese title or sentence names, with the office before each name.

    Where labels are offices, or only tell questioners from answerers, return the names that stand after offices.
    """
    labels = [label for label in set(labels) if 2 <= len(label) <= LONGEST_LABEL_HERE and is_chinese_label(label)]
    named = [label for label in labels if not (is_generic(label) or is_outlet(label) or has_role(label))]
    found = _by_names(text, named) or _by_offices(text, [label for label in labels if has_role(label)])
    if found or named or not (labels or _ANSWERS_TITLE.search(text)):
        return found
    for noun in CHINESE_ROLE_NOUNS:
        head, stands, tail = text.partition(noun)
        name = _name_after(tail) if stands else ""
        if name:
            return [_stated(name, head + noun, tail[len(name) :])]
    return []


def chaired_by(text: str) -> Person | None:
    """Return the chair whom a sentence names: “发布会由宣传部副部长沈一鸣主持”."""
    match = _CHAIRED.search(text)
    if not match or match["name"][0] not in SURNAMES or has_role(match["name"]):
        return None
    return Person(match["name"], match["role"], Part.CHAIR)


def told_in_chinese(text: str) -> list[Person]:
    """Return the people of a sentence that tells who gave a conference: “举行发布会，由局长阮岚、科长罗青介绍”."""
    if not _EVENT.search(text):
        return []
    found: list[Person] = []
    for given in _GIVEN_BY.finditer(text):
        before = ""
        for piece in _AND.split(given["who"]):
            before = _JOINED.sub("", before + piece)
            glued = glued_name(before)
            before = "" if glued else before  # an office may hold an “and” of its own: “文化及体育局局长阮岚”
            if glued and is_chinese_name(glued[1]) and glued[1][0] in SURNAMES:
                found.append(Person(glued[1], glued[0]))
    return found


def unit_of(role: str) -> str:
    """Return the part of an office that somebody leads: “港务科” of “港务科科长”; empty where there is none."""
    noun = next((noun for noun in sorted(CHINESE_ROLE_NOUNS, key=len, reverse=True) if role.endswith(noun)), "")
    unit = role.removesuffix(noun).removesuffix("副") if noun else ""
    return unit if len(unit) >= LEAST_UNIT and unit[-1] in f"{UNIT_ENDS}科股课課" else ""


def _by_names(text: str, names: Iterable[str]) -> list[Person]:
    """Return the names that stand right after an office, in order."""
    places = sorted((text.find(name), -len(name), name) for name in names if name in text)
    found: list[Person] = []
    end = 0
    for start, _, name in places:
        if start < end:
            continue
        role = _JOINED.sub("", _CLAUSE.split(_CHINESE_DATE.sub("", text[end:start]).strip(" ，,:："))[-1])
        role, given = _part_given(role)
        if role and fold(role).endswith(CHINESE_ROLE_NOUNS):
            end = start + len(name)
            found.append(_stated(given + name, role, text[end:]))
    return found


def _part_given(role: str) -> tuple[str, str]:
    """Part an office before a surname, “主教练马尔科·”, from the given names of a foreign name."""
    match = _GIVEN.match(role)
    return (match["role"], match["given"]) if match else (role, "")


def _by_offices(text: str, offices: Iterable[str]) -> list[Person]:
    """Return the names that stand right after the offices of labels."""
    found: dict[int, Person] = {}
    for office in sorted(offices, key=len, reverse=True):
        start = text.find(office)
        name = _name_after(text[start + len(office) :]) if start >= 0 else ""
        if name:
            found.setdefault(start + len(office), _stated(name, office, ""))
    return [found[place] for place in sorted(found)]


def _name_after(tail: str) -> str:
    """Return the name with which `tail` opens, if it does."""
    match = _NAME_AFTER.match(tail)
    if not match or has_role(match["name"]):
        return ""
    first = match["name"][0]
    return match["name"] if first in SURNAMES and first not in _NO_SURNAMES_THERE else ""


def _stated(name: str, role: str, after: str) -> Person:
    """Return the person; one who leads the conference is its chair."""
    role = _CLAUSE.split(re.sub("^以下[是为為]", "", _CHINESE_DATE.sub("", role)))[-1]
    role = re.sub("^(?:[\u3400-\u9fff]{0,8}[会會动動议議])?(?:由|请|請|邀[请請])", "", role)  # “会议由局长阮岚主持”
    leads = re.match(r"主持(?!召开|例行|记者会|記者會|新闻|吹风会|今|本|举行)", after)
    return Person(name, role, Part.CHAIR if leads else Part.SPEAKER)


def read_chinese_listed(text: str) -> tuple[str, str] | None:
    """Read "职务 姓名" or "姓名，职务"."""
    for form in (_CHINESE_LISTED, _CHINESE_ROLE_FIRST):
        match = form.match(text)
        if match and has_role(match["role"]) and not has_role(match["name"]) and not re.search("[。！？；|｜]", text):
            return strip_chinese_honorific(match["name"].strip(), alone=True), match["role"].strip()
    return None


def name_and_unit(text: str) -> tuple[str, str] | None:
    """Read “庄敏，航天局新闻处”, in a list: a name, and where it is from."""
    match = _NAME_UNIT.fullmatch(text)
    return (
        (match["name"], match["unit"])
        if match and match["name"][0] in SURNAMES and is_chinese_name(match["name"])
        else None
    )


def is_chinese_name(text: str) -> bool:
    """Return whether `text` is a Chinese name, or a foreign one with a dot between its parts."""
    if has_role(text) or not re.fullmatch(r"[\u3400-\u9fff·]{2,12}", text):
        return False
    return "·" in text or (len(text) <= LONGEST_NAME and (text[0] in SURNAMES or len(text) < LONGEST_NAME))


def glued_name(text: str) -> tuple[str, str] | None:
    """Part "港口部部长阮岚" into office and name; None when it is not so made."""
    match = _GLUED.match(text) if len(text) <= LONGEST_GLUED else None
    if not match or _ACTS.fullmatch(match["name"]) or is_outlet(text) or has_role(match["name"]):
        return None
    if match["name"][0] in "兼助代的在和与及" or _NUMBERED.match(text):
        return None
    inside = None if match["name"][0] in SURNAMES else _SURNAME_INSIDE.fullmatch(match["role"])
    if inside and inside["surname"] in SURNAMES:
        return f"{inside['unit']}{inside['office']}", inside["surname"] + match["name"]  # “港務處阮處長小嵐”
    return match["role"], match["name"]


def name_before_office(text: str) -> tuple[str, str] | None:
    """Part "港口組阮小岚組長" into name and office; None when it names only an office."""
    match = _NAME_OFFICE.match(text) if len(text) <= LONGEST_GLUED else None
    if not match or match["name"][-1] in UNIT_ENDS or has_role(match["name"]):
        return None
    if match["name"][0] not in SURNAMES:
        return None
    return match["name"], f"{match['unit']}{match['office']}"


def japanese_name_and_office(text: str) -> tuple[str, str] | None:
    """Part "森田玲子大臣", and "港湾課長 森田 玲子", as lists print them, into name and office."""
    match = _JAPANESE_BEHIND.fullmatch(text) if len(text) <= LONGEST_GLUED else None
    if match:
        return match["name"], match["office"]
    field = _JAPANESE_FIELD.fullmatch(text) if len(text) <= LONGEST_GLUED else None
    if field:
        return field["name"], field["office"]
    match = _JAPANESE.fullmatch(text) if len(text) <= LONGEST_GLUED else None
    # “森田鉄道局長” has a surname and a field.
    is_name = match is not None and match["name"][-1] not in UNIT_ENDS and not _JAPANESE_FIELD_END.search(match["name"])
    return (match["name"], match["office"]) if match and is_name else None


def surname_and_office(label: str) -> tuple[str, str, str] | None:
    """Part "阮部長" and "阮部長小岚" into surname, office and given name."""
    match = _SURNAME_OFFICE.match(label) if len(label) <= LONGEST_GLUED else None
    if not match or match["surname"] not in SURNAMES:
        return None
    if match["given"] and has_role(match["given"]):
        return match["surname"], match["office"] + match["given"], ""  # “葉主任秘書”
    return match["surname"], match["office"], match["given"]
