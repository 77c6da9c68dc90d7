"""Quotations in the quotation marks of their language, and the citation as a sentence."""

from django.utils.translation import gettext

from transcripts.citations.work import Work

WORDS = "{words}"  # placeholder that the script replaces with the quoted words, likewise for speaker and link
WHO = "{who}"
LINK = "{link}"

_MARKS = {
    "en": "“”",
    "zh-hans": "“”",
    "zh-hant": "「」",
    "ja": "「」",
    "de": "„“",
    "fr": ("«\u00a0", "\u00a0»"),
    "es": "«»",
    "pt": "«»",
    "ru": "«»",
    "ar": ("\u2067«", "»\u2069"),  # isolated from the surrounding text, which runs the other way
}
_TITLE_MARKS = {"zh-hans": "《》", "zh-hant": "《》", "ja": "『』"}


def quotation(words: str, language: str) -> str:
    """Return `words` in the quotation marks of their language."""
    first, last = _MARKS.get(language, "“”")
    return f"{first}{words}{last}"


def title_in_quotes(title: str, language: str) -> str:
    """Return a title in the punctuation that its language has for titles."""
    first, last = _TITLE_MARKS.get(language) or _MARKS.get(language, "“”")
    return f"{first}{title}{last}"


def pattern(title: str, language: str, day: str) -> str:
    """Return the template of a copied quotation, with placeholders for the words, the speaker and the link."""
    return gettext("%(words)s\n— %(who)s, %(title)s, %(day)s. %(link)s") % {
        "words": quotation(WORDS, language),
        "who": WHO,
        "title": title_in_quotes(title, language),
        "day": day,
        "link": LINK,
    }


def sentence(work: Work, day: str) -> str:
    """Return the citation as a sentence in the reader's language; `day` is the day in that language."""
    names = {
        "who": gettext(", ").join(work.people),
        "title": title_in_quotes(work.title, work.language),
        "conference": title_in_quotes(work.container, work.language),
        "publisher": work.publisher,
        "day": day,
        "link": work.url,
    }
    if not work.container:
        return gettext("%(title)s, %(day)s, transcript published by %(publisher)s, %(link)s") % names
    if not work.people:
        return gettext("%(title)s, in %(conference)s, %(day)s, transcript published by %(publisher)s, %(link)s") % names
    return (
        gettext("%(who)s, %(title)s, in %(conference)s, %(day)s, transcript published by %(publisher)s, %(link)s")
        % names
    )
