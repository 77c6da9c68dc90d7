"""The status panel above a conference's form: state, checklist, import warnings, available actions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext

from transcripts import actions
from transcripts.admin.changelist.times import moment, until
from transcripts.admin.conference.announcement import find_announcement
from transcripts.admin.conference.preview_links import may_preview
from transcripts.admin.conference.workflow import state_of
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.imports.messages import translate
from transcripts.admin.permissions import may_announce, may_publish, may_restore, may_withdraw
from transcripts.intake import from_message_form
from transcripts.listing import hours_text
from transcripts.models import SILENT_AFTER, Conference
from transcripts.reading.checklist import Checklist, Item, make_checklist

MOST_OTHERS = 6  # at most so many users who may publish are named
MOST_QUOTED = 60  # characters of the turn that a warning is about
MOST_WARNINGS = 40  # are shown; when they are resolved, the next ones appear


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A checklist sentence, and the address at which the problem is fixed."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownImportWarning:
    """An import warning, its place in the imported file, and the address at which it is checked.

    `quote` is the beginning of the turn that it is about, as it is now.
    """

    key: int
    sentence: str
    where: str
    url: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel: the state in words, blocking problems and advice, and the actions available to this user.

    `dates` are the advice about dates that are asked about before publishing; `advice` is all other.
    """

    state: str
    words: str
    note: str = ""
    problems: list[ShownItem] = field(default_factory=list)
    dates: list[ShownItem] = field(default_factory=list)
    advice: list[ShownItem] = field(default_factory=list)
    import_warnings: list[ShownImportWarning] = field(default_factory=list)
    warnings_left: int = 0
    may_resolve: bool = False
    steps: tuple[str, ...] = ()
    waits_for: str = ""
    may_see: bool = False
    may_link: bool = False
    may_announce: bool = False
    announced: str = ""
    may_run: bool = False

    @property
    def to_look_at(self) -> int:
        """Number of things worth a look."""
        return len(self.dates) + len(self.advice) + self.warnings_left


def make_panel(request: HttpRequest, conference: Conference, *, may_change: bool) -> Panel:
    """Return the panel for this user. Ten queries at the most: two when it is public."""
    state = state_of(conference)
    words, note = _state_sentences(conference, state)
    checklist = Checklist()
    if state not in {"public", "trashed"}:
        checklist = make_checklist(conference)
    waits_for = second_eyes_sentence(request, conference) if state not in {"public", "trashed"} else ""
    warnings = _shown_warnings(conference) if state != "trashed" else []
    return Panel(
        state,
        words,
        note,
        problems=[show_item(conference, item) for item in checklist.blocking],
        dates=[show_item(conference, item) for item in checklist.dates],
        advice=[show_item(conference, item) for item in checklist.advice if not item.is_date],
        import_warnings=warnings,
        warnings_left=len(warnings) if len(warnings) < MOST_WARNINGS else conference.import_warnings.open().count(),
        may_resolve=may_change,
        may_see=may_preview(conference),
        may_link=may_preview(conference) and may_change,
        may_announce=may_announce(request, conference),
        may_run=may_publish(request) and state in {"draft", "submitted"},
        announced=_announced_sentence(conference) if state not in {"public", "withdrawn", "trashed"} else "",
        steps=tuple(_open_steps(request, state, may_change=may_change, is_ready=not (checklist.blocking or waits_for))),
        waits_for=waits_for,
    )


def _announced_sentence(conference: Conference) -> str:
    """Return what readers know of the conference, empty if nothing is announced. One query."""
    announcement = find_announcement(conference)
    if announcement is None:
        return ""
    when = hours_text(announcement.local_start, announcement.local_end, announcement.zone)
    said = {"state": announcement.get_state_display(), "when": when}
    return gettext("Readers see its announcement, and nothing else: %(state)s, %(when)s.") % said


def second_eyes_sentence(request: HttpRequest, conference: Conference) -> str:
    """Return the sentence that says why this user may not publish and who may, or an empty one. Three queries."""
    change = change_by(request)
    if not may_publish(request) or actions.may_act_alone(change) or not actions.is_sole_editor(conference, change):
        return ""
    others = [
        user.get_full_name() or user.get_username()
        for user in actions.find_other_editors(conference)[: MOST_OTHERS + 1]
    ]
    if not others:
        return gettext(
            "You wrote this transcript, so somebody else must publish it, but nobody else has permission. Ask an "
            "administrator."
        )
    names = pgettext("between the parts of a list", ", ").join(others[:MOST_OTHERS])
    if len(others) > MOST_OTHERS:
        names = gettext("%(names)s and others") % {"names": names}
    return gettext("You wrote this transcript, so somebody else must publish it: %(names)s.") % {"names": names}


def _state_sentences(conference: Conference, state: str) -> tuple[str, str]:
    """Return the state in words, with its consequences."""
    time = {"time": moment(conference.published_at)}
    said = {
        "draft": (gettext("Draft"), gettext("Visible to editors only.")),
        "submitted": (gettext("Submitted"), gettext("Waiting for somebody with permission to publish.")),
        "scheduled": (gettext("Scheduled for %(time)s") % time, _embargo_sentence(conference)),
        "public": (gettext("Public since %(time)s") % time, _running_sentence(conference)),
        "withdrawn": (
            gettext("Withdrawn"),
            gettext("Readers see: “%(reason)s”") % {"reason": conference.withdrawal_reason},
        ),
        "trashed": (
            gettext("In the trash since %(time)s") % {"time": moment(conference.binned_at)},
            gettext("It can be viewed and restored, but not changed. Only an administrator can empty the trash."),
        ),
    }
    return said[state]


def _running_sentence(conference: Conference) -> str:
    """Return what to know of a running transcript, with how long nothing was added; empty of any other."""
    if not conference.is_running or not conference.added_at:
        return ""
    if conference.added_at <= timezone.now() - SILENT_AFTER:
        said = gettext("The transcript is running, and nothing has been added since %(time)s. If it is over, close it.")
    else:
        said = gettext("The transcript is running; last added %(time)s.")
    return said % {"time": moment(conference.added_at)}


def _embargo_sentence(conference: Conference) -> str:
    """Return the sentence that says how long it is until a scheduled conference is public."""
    if not conference.published_at:
        return ""
    return gettext("It will be published automatically %(until)s. Until then it is visible to editors only.") % {
        "until": until(conference.published_at)
    }


def show_item(conference: Conference, item: Item) -> ShownItem:
    """Return an item of the checklist with the address at which it is fixed."""
    if item.exchange:
        return ShownItem(item.sentence, address_of_turn(item.exchange, item.turn))
    page = reverse("admin:transcripts_conference_change", args=[conference.pk])
    return ShownItem(item.sentence, f"{page}#{f'id_{item.field}' if item.field else 'exchanges'}")


def address_of_turn(exchange: int, position: int | None) -> str:
    """Return the address of an exchange's form, at the turn with this position if there is one."""
    page = reverse("admin:transcripts_exchange_change", args=[exchange])
    return f"{page}#turns-{position - 1}" if position else page


def _shown_warnings(conference: Conference) -> list[ShownImportWarning]:
    """Return the first of the unresolved warnings, in the order of the import. One query."""
    warnings = conference.import_warnings.open().select_related("turn__exchange")[:MOST_WARNINGS]
    return [
        ShownImportWarning(
            warning.pk,
            translate(from_message_form(warning.sentence)),
            " · ".join(_place_parts(warning.file, warning.line)),
            address_of_turn(warning.turn.exchange_id, warning.turn.position) if warning.turn else "",
            Truncator(" ".join(warning.turn.text.split())).chars(MOST_QUOTED) if warning.turn else "",
        )
        for warning in warnings
    ]


def _place_parts(file: str, line: int | None) -> Iterator[str]:
    if file:
        yield file
    if line is not None:
        yield gettext("Line %(line)d") % {"line": line}


def _open_steps(request: HttpRequest, state: str, *, may_change: bool, is_ready: bool) -> list[str]:
    """Return the actions that the state and the user's permissions allow, the likeliest first."""
    if state == "trashed":
        return ["restore"] if may_restore(request) else []
    steps = []
    if may_publish(request) and state != "public" and is_ready:
        steps += ["publish"] if state == "withdrawn" else ["publish", "schedule"]
    if may_change and state == "draft":
        steps.append("submit")
    if (may_change and state == "submitted") or (may_publish(request) and state == "scheduled"):
        steps.append("draft")
    if may_withdraw(request) and state in {"public", "withdrawn"}:
        steps.append("withdraw" if state == "public" else "reword")
    return steps
