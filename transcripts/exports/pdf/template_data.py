"""The data for the PDF template. Pure, apart from the interface's language."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from transcripts.document import Kind, TranscriptDocument
from transcripts.exports.front_matter import bracketed, front_matter
from transcripts.intake.languages import guess_language
from transcripts.models import interface_language
from transcripts.presentation import ExchangeView, Imprint, TurnView
from transcripts.presentation.headlines import words_of as pieces_of

LATIN, CHINESE = "Press Serif", "Noto Serif SC"
Tag = tuple[str, str | None, str]
# Unseen characters that turn the words after them round: a label could be read backwards, and so could what follows.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}))?")
# Where the script says the region that screen readers know the language by.
_REGIONS = {"hans": "CN", "hant": "TW"}
_OTHER_REGIONS = {"TW": (" TC", " TW"), "HK": (" HK",)}  # how their typefaces are named
_EAST_ASIAN = ("zh", "ja", "ko")
_LONGEST_PIECE = 12  # characters that fit on a line of a title
# Three words in Latin letters, or more, between Han; Han, kana, hangul, Cyrillic or Arabic between Latin.
_LATIN_WORD = r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9'’-]*"
_LATIN_RUN = re.compile(rf"{_LATIN_WORD}(?:[ ,.;:()–-]+{_LATIN_WORD}){{2,}}[.]?")
_OTHER = "\u2e80-\u9fff\uac00-\ud7a3\u0400-\u052f\u0620-\u06ff"
_OTHER_RUN = re.compile(f"[{_OTHER}](?:[ {_OTHER}]*[{_OTHER}])?")


def words_of(document: TranscriptDocument, imprint: Imprint, more_fonts: Sequence[str]) -> dict[str, Any]:
    """Return all words of the file, with its languages and typefaces, as JSON can hold it."""
    view, front = imprint.view(document), front_matter(document, imprint)
    language, region, script = language_of(document.language)
    is_han = language in {"zh", "ja"}
    with translation.override(interface_language(document.language)):
        # Translators: the version is its number and its day, as under “Version” among the facts.
        version = gettext("Version %(version)s") % {"version": front.version} if front.version else ""
        untitled = gettext("Transcript")
    made = imprint.made_at
    fonts: list[Any] = [LATIN, CHINESE, *more_fonts]
    if is_han:  # quotation marks, dashes and dots between Han characters are the Chinese typeface's
        # Ours has the letters of the mainland's print; one of another region goes first where the office names it.
        theirs = [name for name in more_fonts if region in _OTHER_REGIONS and name.endswith(_OTHER_REGIONS[region])]
        fonts = [{"name": LATIN, "covers": "latin-in-cjk"}, *theirs, CHINESE, LATIN, *more_fonts]
    data = {
        "title": view.title or untitled,
        "title_pieces": headline_pieces(view.title or untitled, document.language),
        "publisher": imprint.publisher,
        "made": [made.year, made.month, made.day] if made else None,
        "timestamp": int(made.timestamp()) if made else 0,
        "running": imprint.address if imprint.path else imprint.publisher,
        "version": version,
        "fonts": fonts,
        "lang": language,
        "region": region,
        "script": script,
        "is_han": is_han,
        "facts": [list(fact) for fact in front.facts],
        "summary": [_lines(paragraph, document.language) for paragraph in view.summary.split("\n\n") if paragraph],
        "people_title": front.people_title,
        "people": [list(person) for person in front.people],
        "comma": "，" if is_han else ", ",
        "colon": front.colon,
        "exchanges": [_exchange(exchange, document.language) for exchange in view.exchanges],
        "corrections_title": front.corrections_title,
        "corrections": [_lines(line, document.language) for line in front.corrections],
        "closing": list(front.closing),
    }
    cleaned: dict[str, Any] = _without_turning(data)
    return cleaned


def headline_pieces(title: str, language: str) -> list[str]:
    """Return the pieces of a title between which a line may end; one where the language has spaces."""
    pieces = pieces_of(title, language) if language.startswith("zh") else [title]
    return pieces if "".join(pieces) == title and max(map(len, pieces)) < _LONGEST_PIECE else [title]


def language_of(tag: str) -> Tag:
    """Return a language as Typst takes it: code, region or None, script."""
    found = _TAG.fullmatch(tag.lower())
    if not found:
        return "und", None, "auto"
    script = found["script"] or ""
    region = (found["region"] or "").upper() or _REGIONS.get(script)
    return found["language"], region, "auto"


def _exchange(exchange: ExchangeView, language: str) -> dict[str, Any]:
    return {
        "number": str(exchange.number),
        "heading": _lines(exchange.heading, language),
        "url": exchange.url,
        "topics": " · ".join(topic.name for topic in exchange.topics),
        "turns": [_turn(turn, language) for turn in exchange.turns],
    }


def _turn(turn: TurnView, language: str) -> dict[str, Any]:
    aside = turn.by.journalist_beside or turn.role
    return {
        "is_note": turn.kind is Kind.NOTE and not turn.by.name,
        "name": turn.by.name,
        "aside": bracketed(aside, language),
        "parts": [_lines(paragraph.text, language) for paragraph in turn.paragraphs],
    }


def _lines(text: str, language: str) -> list[list[dict[str, Any]]]:
    """Return the lines of a paragraph, each as pieces of one language; None where it is the transcript's."""
    return [list(_pieces(line, language)) for line in text.split("\n")]


def _pieces(line: str, language: str) -> Iterator[dict[str, Any]]:
    """Yield the pieces of a line; another language is one whose script shows it."""
    own = language.partition("-")[0]
    runs = _LATIN_RUN if own in _EAST_ASIAN else _OTHER_RUN
    done = 0
    for run in runs.finditer(line):
        guessed = guess_language(run[0])
        if guessed.partition("-")[0] != own:
            if run.start() > done:
                yield {"text": line[done : run.start()], "lang": None}
            yield {"text": run[0], "lang": language_of(guessed)}
            done = run.end()
    if done < len(line) or not line:
        yield {"text": line[done:], "lang": None}


def _without_turning(value: Any) -> Any:
    """Return the data without the characters that turn words round."""
    if isinstance(value, str):
        return _TURNING.sub("", value)
    if isinstance(value, dict):
        return {key: _without_turning(each) for key, each in value.items()}
    return [_without_turning(each) for each in value] if isinstance(value, list) else value
