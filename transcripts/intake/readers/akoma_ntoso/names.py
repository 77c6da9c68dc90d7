"""Names that our debates in Akoma Ntoso are written and read with: namespaces, elements, attributes, languages."""

from transcripts.document import Kind

AKOMA_NTOSO = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# What the standard has no place for stands in attributes and elements of this namespace.
OWN = "urn:x-press-room:transcript"
PREFIX = "press"
FORM = "1"  # of our own attributes; stands on the body

# A turn's kind is its element's; a speech states it, where it is no statement.
ELEMENTS = {Kind.QUESTION: "question", Kind.ANSWER: "answer"}
NOBODY = "unknown"  # reference of a turn of nobody who is known
PARTICIPANTS, SUMMARY = "participants", "summary"

# ISO 639-2 and 639-3, in which the standard writes languages, as BCP 47 writes them.
LANGUAGES = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "por": "pt", "ita": "it",
    "nld": "nl", "dut": "nl", "jpn": "ja", "kor": "ko", "rus": "ru", "ara": "ar", "pol": "pl", "swe": "sv",
}  # fmt: skip


def own(name: str) -> str:
    """Return the name of an attribute, or an element, of ours."""
    return f"{{{OWN}}}{name}"


def three_letters(language: str) -> str:
    """Return a language (BCP 47) as the standard writes it; “und” where its code is not known here."""
    primary = language.lower().partition("-")[0]
    known = {short: code for code, short in reversed(LANGUAGES.items())} | {"zh": "zho"}
    return known.get(primary, primary if len(primary) == 3 else "und")
