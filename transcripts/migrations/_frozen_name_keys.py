"""The keys of names, as the migrations up to 0035 made them. Frozen: it is never changed, whatever today's rules are.

A migration that changes today's rules makes all keys anew. Nothing here is imported but by migrations.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import opencc
from snowballstemmer.english_stemmer import EnglishStemmer

KEY_LENGTH = 200
UNSEEN = "?"  # the key of a record whose likenesses are still to be looked for

# What a text is to the search: tokens.

TOKEN_LENGTH = 64  # characters; what is longer is no word, and is cut

_MARKS = "".join(char for char in map(chr, range(0x300, 0xFE30)) if unicodedata.category(char).startswith("M"))
# Written without spaces between words, or read so: ideographs, kana, bopomofo, hangul, and their old and narrow forms.
_HAN = (
    "\u1100-\u11ff\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u309a\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u3105-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb"
    "\uf900-\ufaff\uff66-\uff9f\uffa1-\uffdc\U00020000-\U0003ffff"
)
_LETTER = rf"[^\W\d_{_HAN}]"
_WORD_PART = rf"[^\W_{_HAN}](?:[^\W_{_HAN}]|[{_MARKS}])*"
_TOKEN = re.compile(
    rf"(?P<plain>[A-Za-z]+(?![\w.'’ʼ＇{_MARKS}]))"  # most words, read quickly; what the rest would read as a word too
    rf"|(?P<han>[{_HAN}]+)"
    r"|(?P<number>\d+(?:[.,．]\d+)+)"
    rf"|(?P<initials>{_LETTER}(?:\.{_LETTER})+(?!\w))"  # U.S., e.g.
    r"|(?P<elision>(?:qu|[cdjlmnst])(?=['’ʼ＇]\w))"  # l’eau is two words, as o’clock is not
    rf"|(?P<word>{_WORD_PART}(?:['’ʼ＇]{_WORD_PART})*)",
    re.IGNORECASE,
)
_PIECES = re.compile(
    re.sub(r"\?P<\w+>", "?:", _TOKEN.pattern), re.IGNORECASE
)  # the same, of which only the text is told
_FIRST_HAN = "\u1100"
_MARK = frozenset(_MARKS)
_IS_HAN = re.compile(f"[{_HAN}]")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POSSESSIVE = re.compile(r"['’ʼ＇]s$", re.IGNORECASE)
_NOT_IN_TOKEN = re.compile(rf"[^\w{_MARKS}]|_")
_NUMBER_DOT = "·"  # stands in a token where a number has its dot or comma: no separator to any index
_LETTERS = str.maketrans(
    {"æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "œ": "oe", "ё": "е", "ـ": None}
)


def _read_simple() -> dict[int, str]:
    """Return the simplified character for each traditional one, from OpenCC's table, one for one."""
    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.split()[:2] for line in table.read_text(encoding="utf-8").splitlines())
    simple = {pair[0]: pair[1] for pair in pairs if len(pair) == 2 and len(pair[0]) == len(pair[1]) == 1}
    return {ord(char): simple.get(to, to) for char, to in simple.items()}


_SIMPLE = _read_simple()


def fold(text: str) -> str:
    """Return `text` as it is compared: NFKC, case folded, white space collapsed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_han(token: str) -> bool:
    """Say whether `token` is a piece of Chinese, kana or hangul."""
    return _IS_HAN.match(token) is not None


def spellings(text: str) -> list[tuple[str, str]]:
    """Return spelling and word of each of the `tokens`, without their places: what the index is made of, quickly."""
    found: list[tuple[str, str]] = []
    for piece in _PIECES.findall(text):
        if piece[0] >= _FIRST_HAN and _IS_HAN.match(piece):
            run = simplify(piece)
            found += [(run[at : at + 2],) * 2 for at in range(len(run))]
        elif (spelt := _spell_match(piece)) is not None:
            found.append(spelt)
    return found


def simplify(text: str) -> str:
    """Return `text` with compatible forms made one (NFKC) and traditional Chinese characters made simplified."""
    return unicodedata.normalize("NFKC", text).translate(_SIMPLE)


def _spell_match(found: str) -> tuple[str, str] | None:
    """Return spelling and word of what the token pattern found, which is not Chinese; None when nothing is left."""
    if _THOUSANDS.fullmatch(found):
        found = found.replace(",", "")
    elif "." in found and not found[0].isdecimal():  # initials
        found = found.replace(".", "")
    word = spell(_POSSESSIVE.sub("", found))
    return (stem(word), word) if word else None


def spell(word: str) -> str:
    """Return one word folded (NFKC, case, Latin and Greek diacritics, Arabic vowels) to what a token may hold."""
    if word.isascii() and word.isalnum():
        return word.lower()[:TOKEN_LENGTH]
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    for apostrophe in "'’ʼ":
        folded = folded.replace(apostrophe, "")
    kept: list[str] = []
    bare = False  # whether marks on the letter before are dropped
    for char in unicodedata.normalize("NFD", folded.translate(_LETTERS)):
        if not unicodedata.combining(char):
            bare = char < "\u0400"
        elif bare or "\u064b" <= char <= "\u0652":
            continue
        kept.append(char)
    plain = unicodedata.normalize("NFC", "".join(kept))
    return _NOT_IN_TOKEN.sub(_NUMBER_DOT, plain).strip(_NUMBER_DOT)[:TOKEN_LENGTH]


def stem(word: str) -> str:
    """Return a folded word without its English ending (the Snowball “English” stemmer); others as they are."""
    if not (word.isascii() and word.isalpha()):
        return word
    return str(EnglishStemmer().stemWord(word))  # a new one each time: it keeps state, and threads share this


# Keys by which a name is found in a query, and while it is typed.

MOST_STARTS = 24  # words, or Chinese characters, of a name by which it is found
LONGEST_START = 40
_SIGNS = {"speaker": ">s ", "topic": ">t ", "outlet": ">o "}


def name_key(name: str) -> str:
    """Return the key under which a name is found when it is typed in a query: its tokens, in order."""
    return f"# {' '.join(spelling for spelling, _ in spellings(name))}"[:KEY_LENGTH]


def beginning_keys(kind: str, name: str) -> set[str]:
    """Return the keys of a name: what follows from each of its words, and from each Chinese character."""
    words = _typed_words(name)
    keys = [" ".join([*words[at:], *words[:at]]) for at in range(len(words))]
    for number, word in enumerate(words, start=1):
        keys += [" ".join([word[at:], *words[number:]]) for at in range(1, len(word)) if is_han(word)]
    return {_SIGNS[kind] + key[:LONGEST_START] for key in keys[:MOST_STARTS]}


def _typed_words(text: str) -> list[str]:
    """Return the words of a name as they are compared: folded, without accents; a run of Chinese is one."""
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "han":
            run = simplify(match[0])
            words += [run] if len(run) == len(match[0]) else list(run)
        elif (spelt := _spell_match(match[0])) is not None:
            words.append(spelt[1])
    return words


def topic_key(name: str) -> str:
    """Return the key of a topic's name, that of its longest word; empty where it is too short to be looked for."""
    words = [spelling for spelling, _ in spellings(name)]
    return f"* {max(words, key=lambda word: (len(word), word))}" if _is_long(name) else ""


def _is_long(name: str) -> bool:
    line = ""
    for spelling, _ in spellings(name):
        if not is_han(spelling):
            line += f" {spelling} "
        else:
            line += spelling[0] if len(spelling) > 1 else f"{spelling}·"
    return len(line.removesuffix("·").strip()) > 1


# Keys by which a name is found that is written a little otherwise.

SHORTEST = 6  # letters: shorter names that differ by a letter are two people
LONG = 12  # letters from which two slips are still likely to be slips
MOST_HONORIFICS = 3
_HONORIFICS = (
    "mr|mrs|ms|miss|dr|prof|sir|madam|mx|hon|shri|smt|rev|amb|adm|gen|lt|col|capt|cmdr|maj|sgt|brig|sen|rep|gov"
    "|sec|usec|asec|dame|lord|lady"
)
_HONORIFIC = re.compile(
    r"^(?:(?:"
    + _HONORIFICS
    + r"|the hon|the right hon|the rt hon|rt hon|rear adm|vice adm|lt gen|maj gen|brig gen)\b\.?"
    r"|H\.\s?E\.|Hon\.|the honou?rable)\s+",
    re.IGNORECASE,
)
_UNIT_BEFORE = re.compile(rf"^[A-Z]{{2,6}} (?=(?:{_HONORIFICS})\b\.?\s)", re.IGNORECASE)
_LETTERS_AFTER = re.compile(r" (?:MP|MLA|MSP|KC|QC|AM|AO|OBE|CBE|MBE|PhD|MD)$")
_TRADITIONAL = opencc.OpenCC("t2s")


def strip_honorific(name: str) -> str:
    """Return `name` without Mr, Ms and the like, and without the unit before a rank: "DPS USEC. ROE"."""
    name = _UNIT_BEFORE.sub("", name.strip())
    for _ in range(MOST_HONORIFICS):
        name = _HONORIFIC.sub("", name).strip()
    return _LETTERS_AFTER.sub("", name) if name.count(" ") > 1 else name


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of `name` in bare letters: folded, in simplified characters, without accents and hyphens."""
    plain = _TRADITIONAL.convert(strip_honorific(name)).replace(",", " ").replace(".", ". ")
    words = (spell(word).replace("·", "") for word in plain.split())
    return tuple(word for word in words if word)


def exact_keys(name: str) -> list[str]:
    """Return the keys that a name shares with the same name in other letters or behind a title."""
    return list(dict.fromkeys(_key("=", form) for form in (fold(name), fold(strip_honorific(name)))))


def stored_keys(name: str) -> set[str]:
    """Return all keys under which a name is kept."""
    letters, words = "".join(words_of(name)), words_of(name)
    keys = {*exact_keys(name), _key("~", "".join(sorted(letters)))}
    if len(words) > 1:
        first, last = words[0], words[-1]
        keys |= {_key("_", first), _key("_", last), _key(".", first[0], last), _key(".", last[0], first)}
    count = _parts(len(letters))
    keys |= {_key(str(len(letters)), str(at), letters[start:end]) for at, start, end in _cuts(len(letters), count)}
    return keys


def _reach(length: int) -> int:
    """Return how many slips are forgiven in a name of `length` letters."""
    return 0 if length < SHORTEST else 1 if length < LONG else 2


def _parts(length: int) -> int:
    reach = _reach(length)
    return reach + 1 if reach else 0


def _cuts(length: int, count: int) -> Iterator[tuple[int, int, int]]:
    for at in range(count):
        yield at, length * at // count, length * (at + 1) // count


def _key(*parts: str) -> str:
    return " ".join(parts)[:KEY_LENGTH]


def key_rows(kind: str, record: int, names: Iterable[str], *, model: Any) -> list[Any]:
    """Return the rows, not yet saved, of one record's names; `model` is the migration's NameKey."""
    return [
        model(kind=kind, record=record, name=name, key=key)
        for name in dict.fromkeys(names)
        if name
        for key in sorted(_keys_of(kind, name))
    ]


def _keys_of(kind: str, name: str) -> set[str]:
    keys = {*stored_keys(name), name_key(name), *beginning_keys(kind, name)}
    return (keys | {topic_key(name)}) - {""} if kind == "topic" else keys
