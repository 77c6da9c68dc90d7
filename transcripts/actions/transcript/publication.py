"""Making the version that a publication makes public."""

from transcripts.actions.transcript.revisions import is_same_to_readers
from transcripts.actions.versions import drop_prepared, make_version, prepare_version, write_due_lines
from transcripts.models import Conference


def make_published_version(conference: Conference) -> None:
    """Make a version of a conference that was just published, unless readers saw the same before it was withdrawn.

    Of one scheduled for later the version is kept ready. The conference is locked, and has its new state. About ten
    queries.
    """
    drop_prepared(conference)
    write_due_lines()
    revision = conference.revisions.applied().order_by("-number").first()
    if revision is None or conference.published_at is None:
        return
    if not conference.is_published:
        prepare_version(conference, revision)
        return
    last = conference.versions.select_related("revision").order_by("-number").first()
    if last is None or not is_same_to_readers(last.revision.document, revision.document):
        make_version(conference, revision, at=conference.published_at)
