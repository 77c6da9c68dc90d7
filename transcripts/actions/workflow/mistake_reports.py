"""Reports of mistakes by readers: received, closed with an answer or a correction, and stripped of personal data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from transcripts.actions.change import Change, WrongStateError, bump_edition, require_permission
from transcripts.document import blank_text
from transcripts.models import Conference, MistakeReport, Revision, SiteIdentity
from transcripts.reading.removals import removals_of


@dataclass(frozen=True, slots=True)
class Mistake:
    """What a reader sends: the part of the transcript, its words as seen, what is wrong, and who says so, if given."""

    turn: str
    words: str
    message: str
    paragraph: str = ""
    name: str = ""
    email: str = ""


@transaction.atomic
def report_mistake(conference: Conference, mistake: Mistake, *, key: str) -> MistakeReport | None:
    """Keep a report about a public conference; None if it is public no more. Four queries.

    The same form sent twice is one report. Words that were removed from the conference are not kept.
    """
    row = Conference.objects.published().select_for_update(of=("self",)).filter(pk=conference.pk).first()
    if row is None:
        return None
    removed = removals_of(row)

    def clean(text: str) -> str:
        return blank_text(text.replace("\r\n", "\n").strip(), removed, language=row.language)

    kept = {
        "conference": row,
        "turn_public_id": mistake.turn,
        "paragraph_public_id": mistake.paragraph,
        "words": clean(mistake.words),
        "message": clean(mistake.message),
        "name": mistake.name.strip(),
        "email": mistake.email.strip(),
    }
    report, _is_new = MistakeReport.objects.get_or_create(key=key, defaults=kept)
    return report


@transaction.atomic
def close_report(report: MistakeReport, *, answer: str, change: Change, revision: Revision | None = None) -> None:
    """Close an open report: with an answer, or with the revision that corrected the words.

    Raises WrongStateError, PermissionDenied.
    """
    require_permission(change, "change_mistakereport")
    row = MistakeReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if row.state != MistakeReport.State.OPEN:
        raise WrongStateError(gettext("Somebody else has already closed this report."))
    words = answer.replace("\r\n", "\n").strip()
    if revision is None and not words:
        raise WrongStateError(gettext("Enter the answer."))
    if revision is not None and not is_correction_of(row, revision):
        raise WrongStateError(gettext("Choose a correction of this conference."))
    row.state = MistakeReport.State.CORRECTED if revision else MistakeReport.State.ANSWERED
    row.revision, row.answer = revision, words
    row.decided_at, row.decided_by, row.decided_by_name = timezone.now(), change.user, change.name
    row.save(update_fields=["state", "revision", "answer", "decided_at", "decided_by", "decided_by_name"])
    if revision:  # whose entry thanks
        bump_edition()
    report.refresh_from_db()


@transaction.atomic
def dismiss_reports(keys: Iterable[int], change: Change) -> int:
    """Close the open ones of these reports without an answer, such as advertising; return how many. One query.

    `tidy` deletes them after REPORT_CONTACT_DAYS. Raises PermissionDenied.
    """
    require_permission(change, "change_mistakereport")
    return MistakeReport.objects.filter(state=MistakeReport.State.OPEN, pk__in=list(keys)).update(
        state=MistakeReport.State.DISMISSED,
        decided_at=timezone.now(),
        decided_by=change.user,
        decided_by_name=change.name,
    )


def is_correction_of(report: MistakeReport, revision: Revision) -> bool:
    """Return whether the revision is a public correction of the report's conference. One query."""
    return revision.conference_id == report.conference_id and revision.corrections.exists()


def mail_answer(report: MistakeReport, address: str = "") -> bool:
    """Mail whoever sent a closed report what became of it; return whether the mail server took it.

    In the language of the transcript where the site has it. `address` leads to the correction.
    """
    if not (report.email and settings.HAS_MAIL):
        return False
    language = report.conference.language
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        name = SiteIdentity.current().local("name")
        subject = gettext("Your report of a mistake in “%(title)s”") % {"title": report.conference.title}
        said = [report.answer]
        if report.state == MistakeReport.State.CORRECTED:
            said = [gettext("The transcript was corrected. Thank you."), f"{settings.SITE_URL}{address}", report.answer]
        said += [gettext("You wrote:"), report.message, f"{name}\n{settings.SITE_URL}{report.part_path}"]
    text = "\n\n".join(part for part in said if part)
    try:
        return bool(send_mail(" ".join(subject.split()), text, None, [report.email]))
    except (SMTPException, OSError):
        return False


def forget_senders() -> int:
    """Erase name and mail address of reports that were closed more than REPORT_CONTACT_DAYS ago. One query."""
    before = timezone.now() - timedelta(days=settings.REPORT_CONTACT_DAYS)
    old = MistakeReport.objects.with_sender().filter(decided_at__lte=before)
    return old.update(name="", email="")


def forget_reports() -> int:
    """Delete reports that were closed more than REPORT_DAYS ago, if that is set, and what was no report of a mistake.

    The latter after REPORT_CONTACT_DAYS. Returns how many. Six queries.
    """
    now = timezone.now()
    dismissed = MistakeReport.objects.filter(state=MistakeReport.State.DISMISSED)
    swept = dismissed.filter(decided_at__lte=now - timedelta(days=settings.REPORT_CONTACT_DAYS)).delete()[0]
    if not settings.REPORT_DAYS:
        return swept
    before = now - timedelta(days=settings.REPORT_DAYS)
    deleted = MistakeReport.objects.filter(decided_at__lte=before).delete()[0]
    if deleted:  # entries of corrections thank for what was reported
        bump_edition()
    return swept + deleted
