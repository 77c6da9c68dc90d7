"""Review by a second person: where the office requires it, nobody publishes a transcript that they wrote."""

from django.contrib.auth.models import User
from django.db.models import QuerySet

from transcripts.actions.change import Change
from transcripts.models import Conference, Revision, SiteIdentity, Status

BACKEND = "django.contrib.auth.backends.ModelBackend"


def is_sole_editor(conference: Conference, change: Change, proposal: Revision | None = None) -> bool:
    """Return whether publishing, or applying the `proposal`, would be without a second pair of eyes.

    The command line counts as somebody who may have written it. Two queries at the most.
    """
    if not SiteIdentity.current().asks_second_eyes:
        return False
    if change.user is None:
        return True
    if proposal:
        return proposal.made_by_id == change.user.pk
    return revisions_by(conference).filter(made_by=change.user).exists()


def may_act_alone(change: Change) -> bool:
    """Return whether the user has the permission to act without a second pair of eyes."""
    return change.user is None or change.user.has_perm("transcripts.publish_own_conference")


def revisions_by(conference: Conference) -> "QuerySet[Revision]":
    """Return the revisions that count: all of them; of a withdrawn conference, those since it was published."""
    revisions = conference.revisions.applied()
    if conference.status == Status.WITHDRAWN and conference.published_at:
        return revisions.filter(made_at__gt=conference.published_at)
    return revisions


def find_other_editors(conference: Conference) -> "QuerySet[User]":
    """Return the users who may publish the conference and did not write it. One query, when evaluated."""
    writers = revisions_by(conference).filter(made_by__isnull=False).order_by().values("made_by")
    may = User.objects.with_perm("transcripts.publish_conference", backend=BACKEND)
    return may.exclude(pk__in=writers).order_by("username")
