"""Quotations with the quotation marks of their language, nested where needed, and the citation as a sentence."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext, pgettext

from transcripts.citations.work import Work

WORDS = "{words}"  # placeholder that the script replaces with the quoted words, likewise for speaker and link
WHO = "{who}"
LINK = "{link}"

Marks = tuple[str, str]
_ENGLISH: tuple[Marks, Marks] = (("“", "”"), ("‘", "’"))
_GUILLEMETS: Marks = ("«", "»")
# The marks of a quotation, and of one inside it; a third one has the first marks again.
_MARKS: dict[str, tuple[Marks, Marks]] = {
    "en": _ENGLISH,
    "zh-hans": _ENGLISH,
    "zh-hant": (("「", "」"), ("『", "』")),
    "ja": (("「", "」"), ("『", "』")),
    "de": (("„", "“"), ("‚", "‘")),
    "fr": (("«\u00a0", "\u00a0»"), _ENGLISH[0]),
    "es": (_GUILLEMETS, _ENGLISH[0]),
    "pt": (_GUILLEMETS, _ENGLISH[0]),
    "it": (_GUILLEMETS, _ENGLISH[0]),
    "nl": _ENGLISH,
    "pl": (("„", "”"), _GUILLEMETS),
    "ru": (_GUILLEMETS, ("„", "“")),
    "ar": (_GUILLEMETS, _ENGLISH[0]),
}
_TITLE_MARKS: dict[str, tuple[Marks, Marks]] = {
    "zh-hans": (("《", "》"), ("〈", "〉")),
    "zh-hant": (("《", "》"), ("〈", "〉")),
    "ja": (("『", "』"), ("「", "」")),
}
_STRAIGHT = '"'


def quotation(words: str, language: str) -> str:
    """Return `words` in the quotation marks of their language, and the quotations in them in the inner ones."""
    return _isolate(_quote(words, _MARKS.get(language, _ENGLISH)), language)


def title_in_quotes(title: str, language: str) -> str:
    """Return a title in the punctuation that its language has for titles."""
    return _isolate(_quote(title, _TITLE_MARKS.get(language) or _MARKS.get(language, _ENGLISH)), language)


def marks_of(language: str) -> str:
    """Return the four marks of a language's quotations, for the script: first opening, closing, then inner ones."""
    return "|".join(mark for pair in _MARKS.get(language, _ENGLISH) for mark in pair)


def nest(text: str, language: str) -> str:
    """Return a text that will be in the quotation marks of `language`, with the quotations in it in inner ones."""
    return _nest(text, _MARKS.get(language, _ENGLISH))


def _quote(text: str, marks: Sequence[Marks]) -> str:
    first, last = marks[0]
    return f"{first}{_nest(text, marks)}{last}"


def _isolate(quoted: str, language: str) -> str:
    """Isolate a quotation from the surrounding text where it runs the other way."""
    return f"\u2067{quoted}\u2069" if language == "ar" else quoted


def _nest(text: str, marks: Sequence[Marks]) -> str:
    """Return `text` with the quotations in it in the marks of their depth; unchanged where they do not add up."""
    pieces: list[str] = []
    at = 0
    for start, end, depth, is_opening in _find_marks(text, marks) or ():
        pieces += [text[at:start], marks[depth % 2][0 if is_opening else 1]]
        at = end
    return "".join([*pieces, text[at:]])


def _find_marks(text: str, marks: Sequence[Marks]) -> list[tuple[int, int, int, bool]] | None:
    """Return start, end, depth from 1 on, and whether it opens, of each mark in the text; None where one has no other.

    Spaces inside a mark that has them count as part of it. A straight mark opens or closes in turn. A mark that begins
    a paragraph inside a quotation that goes on is none of its own.
    """
    pairs = [(first.strip("\u00a0"), last.strip("\u00a0")) for first, last in marks]
    has_spaces = [first.endswith("\u00a0") for first, _ in marks]
    opening = {first: number for number, (first, _) in enumerate(pairs)}
    closing = {last: number for number, (_, last) in enumerate(pairs)}
    found: list[tuple[int, int, int, bool]] = []
    open_marks: list[str] = []

    def is_apostrophe(at: int) -> bool:
        return text[at] == "’" and (
            not open_marks or open_marks[-1] != "‘" or (text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha())
        )

    for at, char in enumerate(text):
        is_straight = char == _STRAIGHT
        if not (is_straight or char in opening or char in closing) or is_apostrophe(at):
            continue
        closes = is_straight and _STRAIGHT in open_marks
        if open_marks and (char in closing or closes):
            if open_marks[-1] != (_STRAIGHT if closes else pairs[closing[char]][0]):
                return None
            number = None if closes else closing[char]
            start = at - 1 if number is not None and has_spaces[number] and text[at - 1].isspace() else at
            found.append((start, at + 1, len(open_marks), False))
            open_marks.pop()
        elif char in opening or is_straight:
            if open_marks and open_marks[-1] == char and _begins_paragraph(text, at):
                found.append((at, at + 1, len(open_marks), True))
                continue
            open_marks.append(char)
            number = None if is_straight else opening[char]
            after = text[at + 1 : at + 2]
            end = at + 2 if number is not None and has_spaces[number] and after.isspace() else at + 1
            found.append((at, end, len(open_marks), True))
        else:
            return None
    return None if open_marks else found


def _begins_paragraph(text: str, at: int) -> bool:
    return text[:at].rstrip(" ").endswith("\n")


def pattern(title: str, language: str, day: str) -> str:
    """Return the template of a copied quotation, with placeholders for the words, the speaker and the link."""
    return gettext("%(words)s\n— %(who)s, %(title)s, %(day)s. %(link)s") % {
        "words": quotation(WORDS, language),
        "who": WHO,
        "title": title_in_quotes(title, language),
        "day": day,
        "link": LINK,
    }


def sentence(work: Work, say_day: Callable[[date], str], details: Sequence[str] = ()) -> str:
    """Return the citation as a sentence in the reader's language.

    `say_day` gives a day in that language, and `details` are said in it: paragraph, version, correction.
    """
    names = {
        "who": gettext(", ").join(author.name for author in work.people),
        "title": title_in_quotes(work.title, work.language),
        "conference": title_in_quotes(work.container, work.language),
        "publisher": work.publisher,
        "day": pgettext("between the parts of a citation", ", ").join([say_day(work.day), *details]),
        "link": work.url,
        "read": say_day(work.read),
    }
    if not work.container:
        return gettext("%(title)s, %(day)s, transcript published by %(publisher)s, %(link)s, read %(read)s") % names
    if not work.people:
        return (
            gettext(
                "%(title)s, in %(conference)s, %(day)s, transcript published by %(publisher)s, %(link)s, read %(read)s"
            )
            % names
        )
    return (
        gettext(
            "%(who)s, %(title)s, in %(conference)s, %(day)s, "
            "transcript published by %(publisher)s, %(link)s, read %(read)s"
        )
        % names
    )
