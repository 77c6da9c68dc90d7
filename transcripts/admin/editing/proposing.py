"""Proposals: changes of a public conference that wait, an Author's or by an Editor's choice."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.permissions import is_decided, may_propose, must_propose
from transcripts.document import TranscriptDocument
from transcripts.models import Conference, Revision
from transcripts.reading.transcript import read

PROPOSE = "_propose"  # the button with which an Editor saves a change as a proposal


class ProposalMade(Exception):  # noqa: N818  (not an error: it rolls back what was saved, to keep it as a proposal)
    """Raised to roll back the change of a public conference and keep it as a proposal."""

    def __init__(self, conference: Conference, document: TranscriptDocument, base: int, change: actions.Change) -> None:
        self.conference, self.document, self.base, self.change = conference, document, base, change
        super().__init__()


def asks_to_propose(request: HttpRequest, conference: Conference) -> bool:
    """Return whether the user chose to propose the change."""
    return PROPOSE in request.POST and may_propose(request, conference)


def refuse_to_propose() -> actions.WrongStateError:
    """Return the error that says that this kind of change cannot be proposed."""
    return actions.WrongStateError(
        gettext(
            "The address, the record status, photos, handouts and video cannot be proposed. Save them "
            "separately; propose the rest."
        )
    )


def do_or_propose(
    request: HttpRequest, conference: Conference, change: actions.Change, action: Callable[[], object]
) -> None:
    """Run the action; if it must only be proposed, undo it by raising ProposalMade. Must be in a transaction.

    Raises NoteRequiredError, WrongStateError, and whatever the action raises.
    """
    if is_decided(request, conference):
        raise actions.WrongStateError(gettext("It is scheduled or withdrawn, so only an Editor can change it."))
    is_asked = asks_to_propose(request, conference)
    if not is_asked and not must_propose(request, conference):
        action()
        return
    base = Conference.objects.select_for_update().values_list("revision_number", flat=True).get(pk=conference.pk)
    action()
    now = Conference.objects.get(pk=conference.pk)
    if now.revision_number != base:
        raise ProposalMade(conference, read(now), base, change)
    if is_asked:
        raise actions.WrongStateError(gettext("There are no changes to propose."))


def keep_proposal(
    request: HttpRequest, made: ProposalMade, keep_with: Callable[[Revision], object] | None = None
) -> HttpResponseRedirect:
    """Save the change as a proposal, show a message, and redirect to it; `keep_with` saves related records."""
    proposal = actions.propose(made.conference, made.document, base=made.base, change=made.change)
    if keep_with:
        keep_with(proposal)
    if must_propose(request, made.conference):
        said = gettext("“%(title)s” is public, so your change is kept as a proposal until an Editor applies it.")
    else:
        said = gettext("Your change to “%(title)s” is kept as a proposal. Readers will not see it until it is applied.")
    messages.success(request, said % {"title": made.conference})
    return HttpResponseRedirect(
        reverse("admin:transcripts_conference_proposal", args=[made.conference.pk, proposal.pk])
    )
