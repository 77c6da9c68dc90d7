"""What an Author changes in a public conference is undone, and kept as a proposal."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.states import may_publish
from transcripts.document import TranscriptDocument
from transcripts.models import Conference, Status
from transcripts.reading import read


class ProposalMade(Exception):  # noqa: N818  (not an error: it undoes what was saved, to keep it as a proposal)
    """The change of an Author, which is undone and kept as a proposal."""

    def __init__(self, conference: Conference, document: TranscriptDocument, base: int, change: actions.Change) -> None:
        self.conference, self.document, self.base, self.change = conference, document, base, change
        super().__init__()


def must_propose(request: HttpRequest, conference: Conference) -> bool:
    """Say whether what the user changes in the conference waits for an Editor."""
    return conference.is_published and not may_publish(request)


def is_decided(request: HttpRequest, conference: Conference) -> bool:
    """Say whether an Editor has decided upon the conference, so that the user may not change it any more."""
    decided = conference.is_scheduled or conference.status == Status.WITHDRAWN
    return decided and not may_publish(request)


def do_or_propose(
    request: HttpRequest, conference: Conference, change: actions.Change, deed: Callable[[], object]
) -> None:
    """Do the deed; for an Author who changes what is public, undo it by raising ProposalMade. Must be in a transaction.

    Raises NoteRequiredError, WrongStateError, and whatever the deed raises.
    """
    if is_decided(request, conference):
        raise actions.WrongStateError(gettext("It is scheduled or withdrawn, so only an Editor can change it."))
    if not must_propose(request, conference):
        deed()
        return
    base = Conference.objects.select_for_update().values_list("version", flat=True).get(pk=conference.pk)
    deed()
    now = Conference.objects.get(pk=conference.pk)
    if now.version != base:
        raise ProposalMade(conference, read(now), base, change)


def keep_proposal(request: HttpRequest, made: ProposalMade) -> HttpResponse:
    """Keep what an Author has changed as a proposal, say so, and lead to it."""
    proposal = actions.propose(made.conference, made.document, base=made.base, change=made.change)
    messages.success(
        request,
        gettext("“%(title)s” is public, so your change is kept as a proposal until an Editor applies it.")
        % {"title": made.conference},
    )
    return HttpResponseRedirect(
        reverse("admin:transcripts_conference_proposal", args=[made.conference.pk, proposal.pk])
    )
