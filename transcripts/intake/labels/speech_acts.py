"""The speech act that a label states of a person: that they ask, or answer."""

import re

from transcripts.intake.vocabulary import CHINESE_NOT_LABELS
from transcripts.text import fold

# The speech act that a label states: "Harbour Post follow-up", "港报陈小姐问", "司长阮岚答".
_ASKS = re.compile(r"(?:\s*[-–—.…]*\s*follow[- ]?ups?|\s*(?:追问|追問|提问|提問|问|問))$", re.IGNORECASE)
_ANSWERS = re.compile(r"(?<!问)(?<!問)\s*(?:回答|答复|答覆|答问|答問|答|报告|報告|致辞|致辭|補充|补充)$")
_GOES_ON = re.compile(r"\s*[-–—.…]*\s*\(?(?:cont(?:inue)?['’]?d\.?|continued)\)?$", re.IGNORECASE)
LONGEST_DOER = 30  # characters
_SQUARE_TAIL = re.compile(r"\s*\[[^\[\]]*\]$")
_BRACKET_TAIL = re.compile(r"\s*[(（][^()（）]*[)）]$")
_NO_DOER = re.compile(
    "^(?:有人|有的|有些|很多|许多|許多|不少|人们|人們|大家|外界|网上|網上)|[，。！？；,!?;:：我你您他她它这這那请請的了是]"
)


def without_speech_act(label: str) -> str:
    """Return `label` without its speech act ("asks", "answers"), and without brackets at its end."""
    core = _SQUARE_TAIL.sub("", _GOES_ON.sub("", label.strip())).strip()
    while len(shorter := _BRACKET_TAIL.sub("", core).strip()) < len(core):
        core = shorter
    for act in (_ASKS, _ANSWERS):
        shorter = act.sub("", core).strip()
        # The word alone is the label of a questioner or an answerer.
        if len(shorter) > 1:
            core = shorter
    return core


def speech_act_of(label: str) -> str:
    """Return "asks" or "answers" where a label states that of a person; an empty text otherwise."""
    core = _BRACKET_TAIL.sub("", _SQUARE_TAIL.sub("", label.strip())).strip()
    for name, act in (("asks", _ASKS), ("answers", _ANSWERS)):
        match = act.search(core)
        doer = core[: match.start()].strip() if match else ""
        if 1 < len(doer) <= LONGEST_DOER and fold(doer) not in CHINESE_NOT_LABELS and not _NO_DOER.search(doer):
            return name
    return ""
