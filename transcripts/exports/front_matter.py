"""Front matter and closing lines of the files that people read: facts, participants, corrections, licence."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from transcripts.document import HEAD, Part, TranscriptDocument
from transcripts.models import interface_language
from transcripts.presentation import CorrectionNote, Imprint


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter and closing lines of a file, in the transcript's language.

    `facts` are pairs of label and value; `people` pairs of name and role, with the part where it is not a speaker's;
    `closing` is the licence; `colon` is between a label and its words.
    """

    facts: tuple[tuple[str, str], ...]
    people_title: str
    people: tuple[tuple[str, str], ...]
    corrections_title: str
    corrections: tuple[str, ...]
    closing: tuple[str, ...]
    version: str
    colon: str


def front_matter(document: TranscriptDocument, imprint: Imprint) -> FrontMatter:
    """Return the front matter and closing lines of a transcript."""
    with translation.override(interface_language(document.language)):
        return FrontMatter(
            facts=tuple(_facts(document, imprint)),
            people_title=gettext("Participants"),
            people=tuple((person.name, _role(person.role, person.part)) for person in document.people),
            corrections_title=gettext("Corrections"),
            corrections=tuple(map(_correction, imprint.corrections)),
            closing=tuple(line for line in imprint.licence.split("\n") if line.strip()),
            version=_version(imprint),
            colon=colon_of(document.language),
        )


def _correction(correction: CorrectionNote) -> str:
    """Return a correction as a line: its day, and its note where there is one."""
    day = day_text(correction.day)
    return gettext("%(day)s: %(note)s") % {"day": day, "note": correction.note} if correction.note else day


def colon_of(language: str) -> str:
    """Return the colon of a language, with the space that follows it."""
    return "：" if language.startswith(("zh", "ja")) else ": "


def bracketed(aside: str, language: str) -> str:
    """Return what is said of a name, in the brackets of a language, to stand behind the name; empty for nothing."""
    if not aside:
        return ""
    return f"（{aside}）" if language.startswith(("zh", "ja")) else f" ({aside})"


def day_text(day: date) -> str:
    """Return a day as written in the language that is active."""
    return date_format(day, "DATE_FORMAT")


def _facts(document: TranscriptDocument, imprint: Imprint) -> list[tuple[str, str]]:
    """Return the public facts of the head, but title, summary and language, and the permanent address."""
    found = []
    for name, known in HEAD.items():
        value = getattr(document, name)
        if not value or not known.is_public or name in ("title", "summary", "language", "starts_at"):
            continue
        text = day_text(value) if isinstance(value, date) else known.to_text(value)
        if name == "held_on" and document.starts_at:
            hour = HEAD["starts_at"].to_text(document.starts_at)
            text = gettext("%(day)s, %(time)s") % {"day": text, "time": hour}
        found.append((translation.gettext(known.label), text))
    if imprint.publisher:
        found.append((gettext("Published by"), imprint.publisher))
    if imprint.record_status:
        found.append((gettext("Record status"), imprint.record_status))
    if version := _version(imprint):
        found.append((gettext("Version"), version))
    if imprint.path:
        found.append((gettext("Permanent link"), imprint.address))
    return found


def _version(imprint: Imprint) -> str:
    """Return the version's number and day; empty where there is none."""
    if not imprint.version or not imprint.made_at:
        return ""
    return gettext("%(number)d, %(day)s") % {
        "number": imprint.version,
        "day": day_text(timezone.localtime(imprint.made_at).date()),
    }


def _role(role: str, part: Part) -> str:
    """Return a participant's role, with the part where it is not a speaker's."""
    parts = {Part.CHAIR: gettext("chair"), Part.INTERPRETER: gettext("interpreter")}
    return pgettext("between the parts of a list", ", ").join(filter(None, (role, parts.get(part, ""))))
