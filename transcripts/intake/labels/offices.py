"""Labels that are an office as it stands in a sentence: “Le ministre”, “Rzecznik prasowy”, “Người phát ngôn”."""

import re
from functools import cache

from transcripts.intake.language_words import any_of, words_for
from transcripts.intake.vocabulary import NAME_PARTICLES, QUESTIONERS, ROLE_NOUNS, UNKNOWN_SPEAKERS
from transcripts.text import fold

# “Le ministre”, “Der Sprecher”: the article of a language that writes offices small; “M. le préfet”, “O Sr. ministro”.
_HONORIFIC = rf"(?:(?:{any_of(words_for('names', 'honorifics'))})\.? )?"
_ARTICLED = re.compile(
    rf"{_HONORIFIC}(?:le|la|l['’]|el|il|o|a|der|die) ?{_HONORIFIC}"
    rf"(?P<office>(?:{any_of(words_for('names', 'offices'))})(?: (?P<of>[^:]{{2,40}}))?)",
    re.IGNORECASE,
)
# Of several words: “secretar de stat”, “người phát ngôn”.
_PHRASE = re.compile(any_of(word for word in words_for("names", "offices") if " " in word))
_WORD = re.compile(r"[^\W\d_][^\W\d_’'\-]*(?:[’'\-][^\W\d_]+)*")
# Before a word for whoever asks: “a second reporter”, “un autre journaliste”, “eine andere Journalistin”.
_ONE_OF_MANY = re.compile(
    r"(?:(?:an?|another|other|same|one|next|first|second|third|fourth|fifth|une?|autre|deuxi[eè]me|troisi[eè]me"
    r"|(?:(?:le|la|el|o|a|lo|der|die|the|de|ten|ta|тот|та) )?"
    r"(?:m[eê]me|mismo|misma|mesm[oa]|stess[oa]|gleiche|selbe|zelfde|sam[oa]?|же)"
    r"|derselbe|dieselbe|dezelfde|samme|samma"
    r"|una|otr[oa]|segund[oa]|tercer[oa]?|eine?|andere[rs]?|weitere[rs]?|zweite[rs]?|dritte[rs]?|uma?|outr[oa]|terceir[oa]"
    r"|uno|altr[oa]|second[oa]|terz[oa]|een|andere|tweede|derde|ett?|en|et|andra|annan|anden|annen|drug[iay]|kolejn[ya]"
    r"|другой|другая|второй|вторая|інший|інша)[ '’])+"
)
# In a word for whoever asks: a person, for “One question: why?” is speech.
_PERSON = re.compile(
    "report|correspond|korrespond|journal|jornal|jurnal|giornal|dziennik|periodist|verslag|novin|redaktor|interview|questioner"
    "|member|attendee|caller|speaker|sprecher|spreker|orad?tor|orador|particip|partecip|teilnehm|deelnem|deltag|deltak"
    "|voice|stimme|voix|voz|voce|głos|журнал|репорт|корреспонд|кореспонд|участни|учасни"
)
MOST_WORDS = 6  # of an office that is written as in a sentence


def is_articled(core: str) -> bool:
    """Return whether a label is an article before an office, and what that is of: “La portavoz del Gobierno”."""
    match = _ARTICLED.fullmatch(core)
    if not match:
        return False
    of = (match["of"] or "").split()
    return all(word[0].isupper() or fold(word) in NAME_PARTICLES for word in of) and not (of and of[-1].islower())


def articled_office(label: str) -> str:
    """Return the office of such a label without what stands before it: “préfète” of “Mme la préfète”; else nothing."""
    match = _ARTICLED.fullmatch(label) if is_articled(label) else None
    return match["office"] if match else ""


@cache
def one_of_many(folded: str) -> str:
    """Return the word for whoever asks behind what says which of them: “reporter” of “a second reporter”; else ""."""
    one = _ONE_OF_MANY.sub("", folded)
    return one if one != folded and _PERSON.search(one) and one in QUESTIONERS | UNKNOWN_SPEAKERS else ""


@cache
def office_phrase(folded: str) -> str:
    """Return the office of several words that a folded label holds; nothing where there is none."""
    match = _PHRASE.search(folded)
    return match[0] if match else ""


def is_office_in_words(core: str) -> bool:
    """Return whether a label opens with an office, in a capital, and goes on in small letters: “Rzecznik prasowy”."""
    words = core.split()
    if not 1 < len(words) <= MOST_WORDS or not words[0][0].isupper() or not all(map(_WORD.fullmatch, words)):
        return False
    folded = fold(core)
    phrase = office_phrase(folded)
    return fold(words[0]) in ROLE_NOUNS or bool(phrase and folded.startswith(phrase))
