"""Stop words, which need not be found if another word of the query is. Pure.

“No” and “not” are none of them, and neither are the second halves of words such as “well being”.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = _words(
    "a about after all am an and any are as at be because been before but by can could did do does for from had has"
    " have he her here hers him his how i if in into is it its just may me might more most must my of on or our ours"
    " out over shall she should since so some such than that the their them then there these they this those to under"
    " until up us was we were what when where which while who whom whose why will with would you your yours"
)
# With these, besides, a question is asked, whatever it is about.
ASKING = _words(
    "anybody anyone anything ask asked asking asks comment ever exactly gave give happen happened happening"
    " happens know many mean meant mention mentioned much often please said say saying says something speak spoke"
    " talk talked talking tell think thinks thought told"
)
OPENINGS = _words(
    "what when where which who whom whose why how did does do is are was were will would can could should has have had"
    " shall may might must am"
)
# What is put before a word with a hyphen or without one: e-mail, co-operation.
PREFIXES = _words(
    "anti bi by co cross de e extra hyper infra inter mega mid mini multi non off on out over post pre pro pseudo quasi"
    " re self semi sub super trans tri ultra un under up"
)
SHORTEST_HALF = 3


def may_be_one(first: str, second: str) -> bool:
    """Return whether two words may be written as one: “well being” and “co operation”, but not “may be”."""
    if not (first.isascii() and first.isalpha() and second.isascii() and second.isalpha()):
        return False
    if second in STOP_WORDS or len(second) < SHORTEST_HALF:
        return False
    return first in PREFIXES or (len(first) >= SHORTEST_HALF and first not in STOP_WORDS)


def halves(word: str) -> list[tuple[str, str]]:
    """Return the pairs of words that `word` may be written as."""
    return [(word[:at], word[at:]) for at in range(1, len(word)) if may_be_one(word[:at], word[at:])]
