"""Decoding of bytes to text: the encoding of a file is the one whose reading is plausible text."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError

# The characters of which a good third of any Chinese text is made, in both scripts; read by the wrong encoding,
# a text holds hardly any of them.
_EVERYDAY = frozenset(
    "的一是不了在人有我他这这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么"
    "心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长知样现分将外"
    "但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走"
    "电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九"
    "记者请谢下午各位发言人部门工作问题情况经济社会建设人民政府进行通过提供加强服务安全生产保障重要以及今天目前计划"
    "這個國說們為會時過學對裡後麼沒於還發當無開經頭見動兩長樣現將與進實點種聲話兒問機給幾業間電門東聽氣關並內"
    "產萬體別處總場師書員記請謝題濟設強務隊應該認讓從車區報線單華廣議網際義達連運選變團導論據確協續紀錄嗎係"
    "嘅咗喺啲佢哋唔嗰冇睇，。、：；？！“”「」《》（）"
)
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
# Control characters, those of Latin-1 too; what is unassigned or private is told apart below.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f]")
# Control characters that a text may hold by accident; in no encoding are they a part of another character.
_ODD = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MOST_ODD = 0.001  # of all characters
_UNPRINTED = {"Cn", "Co", "Cs"}
_ACCENTED = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]")
# Read in the wrong encoding, accents stand in rows, apart from other letters, and capitals among them inside words.
_CAPITAL = "[\u00c0-\u00d6\u00d8-\u00de]"
_ACCENTS_IN_A_ROW = re.compile(
    rf"{_ACCENTED.pattern}{{3}}|{_ACCENTED.pattern}{_CAPITAL}|{_CAPITAL}{_ACCENTED.pattern}|[a-z]{_CAPITAL}"
    rf"|(?<![A-Za-z]){_ACCENTED.pattern}{{2}}(?![A-Za-z])"
)
# Beside letters, these are found in Western texts; the others of Windows-1252 are signs of a wrong reading.
_WESTERN_SIGNS = frozenset("“”‘’„‚–—…•«»‹›€£§©®°·¿¡ºª½¼¾²³×™†‡‰\u00a0\u00ad")
_SIGN_MISPLACED = re.compile(
    "[¡¿](?![A-Za-z\u00c0-\u00ff]{2}|[AEIOUYÉaeiouyé](?![A-Za-z]))|(?<![0-9A-Z.])[ºª]|(?<![0-9A-Za-z])[²³°]"
    "|[§£©®×€™†‡‰•][\u00c0-\u00ff]|[\u00c0-\u00ff][§£©®×™†‡‰]"
)
# Characters other than ASCII in English typed on a Chinese computer.
_MARKS = frozenset("“”‘’—–…·•《》（），。：；？！％℃°×ㄑ\u3000")
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = (("gb18030", ("gb18030",)), ("Big5", ("cp950", "big5hkscs")))
LEAST_EVERYDAY = 0.2  # of the Chinese characters and marks; true texts hold 0.3 and more, wrong readings below 0.1
LEAST_FAMILIAR = 0.6  # of all characters in UTF-16 without its mark
_EVIDENCE = 4  # everyday characters; fewer are chance


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the name of its encoding, and whether that name is a last resort."""

    text: str
    encoding: str
    is_doubtful: bool = False


def decode(data: bytes, name: str) -> Decoded:
    """Return `data` as text. Raises IntakeError when no encoding gives plausible text.

    Known are UTF-8, UTF-16, GB18030 and Big5 with Hong Kong's characters; Windows-1252 where the text is Western.
    """
    marked = _by_mark(data)
    if marked:
        return marked
    if data.count(0) <= len(data) * MOST_ODD:
        text = _read(data, "utf-8")
        if text is not None:
            return Decoded(text, "utf-8")
    found = _as_utf_16(data) or _as_chinese(data) or _as_western(data)
    if found:
        return found
    if b"\x00" in data:
        raise IntakeError(message("%(name)s is not text: it contains binary data.", name=name))
    raise IntakeError(message("%(name)s is not text in a known encoding: save it as UTF-8.", name=name))


def _by_mark(data: bytes) -> Decoded | None:
    """Return the text of data that begins with a byte order mark."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _read(data, encoding)
            return Decoded(text, encoding) if text is not None else None
    return None


def _read(data: bytes, encoding: str) -> str | None:
    """Return `data` read strictly, or None; the end mark of old files is no part of the text."""
    try:
        return data.decode(encoding).removesuffix("\x1a")
    except (UnicodeDecodeError, LookupError):
        return None


def _as_utf_16(data: bytes) -> Decoded | None:
    """Return the text of UTF-16 without its mark: one order of bytes makes familiar characters, the other does not."""
    if len(data) % 2:
        return None
    readings = []
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _read(data, encoding)
        if text is not None and _is_printed(text):
            readings.append((_share_of_familiar(text), text, encoding))
    best = max(readings, default=None)
    if best is None or best[0] < LEAST_FAMILIAR or any(one[0] * 2 > best[0] for one in readings if one is not best):
        return None
    return Decoded(best[1], best[2])


def _as_chinese(data: bytes) -> Decoded | None:
    """Return the text of GB18030 or Big5, whichever makes everyday Chinese."""
    readings = []
    for name, encodings in _CHINESE:
        text = next((text for one in encodings if (text := _read(data, one)) is not None), None)
        if text is not None and _is_printed(text):
            readings.append((_share_of_everyday(text), text, name))
    best = max(readings, default=None)
    if best is None or best[0] < LEAST_EVERYDAY or any(one[0] * 2 > best[0] for one in readings if one is not best):
        return None
    return Decoded(best[1], best[2])


def _as_western(data: bytes) -> Decoded | None:
    """Return the text of Windows-1252 where letters with accents stand as they do in Western languages."""
    text = _read(data, "cp1252")
    odd = _ODD.findall(text or "")
    bare = _ODD.sub("", text or "") if len(odd) <= MOST_ODD * len(data) else text or ""
    if text is None or any(sign.search(bare) for sign in (_CONTROLS, _ACCENTS_IN_A_ROW, _SIGN_MISPLACED)):
        return None
    foreign = [char for char in text if ord(char) > 0x7F]
    if len(foreign) * 4 > len(text) or any(not _is_western(char) for char in foreign):
        return None
    return Decoded(text, "Windows-1252", is_doubtful=True)


def _is_western(char: str) -> bool:
    return char in _WESTERN_SIGNS or bool(_ACCENTED.match(char))


def _is_printed(text: str) -> bool:
    """Return whether all characters are such as a text may hold, a few odd ones aside."""
    odd = len(_ODD.findall(text))
    text = _ODD.sub("", text) if odd <= MOST_ODD * len(text) else text
    return not _CONTROLS.search(text) and not any(unicodedata.category(char) in _UNPRINTED for char in set(text))


def _share_of_everyday(text: str) -> float:
    """Return the share of everyday Chinese in what is not Western; without a Chinese character, all must be marks."""
    foreign = [char for char in text if ord(char) > 0x24F]
    if not _HAN.search(text):
        return float(bool(foreign) and all(char in _MARKS for char in foreign))
    everyday = sum(char in _EVERYDAY or char in _MARKS for char in foreign)
    return everyday / len(foreign) if everyday >= _EVIDENCE else 0.0


def _share_of_familiar(text: str) -> float:
    """Return the share of characters that are Western or everyday Chinese, the latter weighed threefold."""
    western = sum(char < "\u0250" or "\u0370" <= char <= "\u06ff" for char in text)
    everyday = sum(char in _EVERYDAY or char in "“”‘’—…" for char in text if char >= "\u0250")
    return (western + 3 * everyday) / max(len(text), 1)
