"""Where the office asks for a second pair of eyes, whoever wrote a transcript does not publish it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from tests.builders import make_author, make_draft, make_editor, make_exchange
from tests.documents import document
from transcripts import actions
from transcripts.actions import Change, WrongStateError, publish, reconcile, withdraw
from transcripts.intake import parse_text, render_sheet
from transcripts.models import Conference, SiteIdentity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _second_eyes(db: None) -> None:
    SiteIdentity(asks_second_eyes=True).save()


def written_by(user: User | None) -> Conference:
    conference = Conference()
    reconcile(conference, document(), Change(user))
    return conference


def steps(conference: Conference) -> list[tuple[str, str]]:
    return list(conference.events.order_by("pk").values_list("what", "made_by_name"))


def allow(user: User) -> User:
    user.user_permissions.add(Permission.objects.get(codename="publish_own_conference"))
    return User.objects.get(pk=user.pk)


def test_it_is_off_until_the_office_asks_for_it():
    SiteIdentity.objects.all().delete()
    editor = make_editor()
    conference = written_by(editor)
    publish(conference, change=Change(editor))
    assert steps(conference) == [("published", "editor")]


@pytest.mark.parametrize("days", [None, 1])
def test_whoever_wrote_it_neither_publishes_nor_schedules_it(days):
    editor = make_editor()
    conference = written_by(editor)
    at = timezone.now() + timedelta(days=days) if days else None
    with pytest.raises(WrongStateError, match="somebody else must publish it"):
        publish(conference, change=Change(editor), at=at)
    publish(conference, change=Change(make_editor("second")), at=at)
    assert [what for what, _ in steps(conference)] == ["scheduled" if days else "published"]


def test_whoever_made_any_revision_of_it_wrote_it():
    author, editor = make_author(), make_editor()
    conference = written_by(author)
    make_exchange(conference)
    actions.sync_after_edit(conference, Change(editor))
    with pytest.raises(WrongStateError):
        publish(conference, change=Change(editor))


def test_an_embargo_is_neither_moved_nor_lifted_by_who_wrote_it():
    editor, second = make_editor(), make_editor("second")
    conference = written_by(editor)
    publish(conference, change=Change(second), at=timezone.now() + timedelta(days=1))
    for at in (None, timezone.now() + timedelta(days=2)):
        with pytest.raises(WrongStateError):
            publish(conference, change=Change(editor), at=at)


def test_a_permission_allows_it_and_the_history_says_so():
    editor = allow(make_editor())
    conference = written_by(editor)
    publish(conference, change=Change(editor))
    assert steps(conference) == [("published", "editor"), ("alone", "editor")]


def test_nobody_of_the_groups_has_the_permission_but_administrators_do():
    assert not actions.may_act_alone(Change(make_editor()))
    assert not actions.may_act_alone(Change(make_author()))
    assert actions.may_act_alone(Change(User.objects.create_superuser("administrator")))


def test_with_the_permission_but_others_work_nothing_is_overridden():
    editor = allow(make_editor())
    conference = written_by(make_author())
    publish(conference, change=Change(editor))
    assert steps(conference) == [("published", "editor")]


def test_of_what_is_withdrawn_only_changes_since_its_publication_count():
    first, second = make_editor(), make_editor("second")
    conference = written_by(first)
    publish(conference, change=Change(second, is_major=False))
    withdraw(conference, reason="Another meeting.", change=Change(first))
    make_exchange(conference)
    actions.sync_after_edit(conference, Change(second))
    with pytest.raises(WrongStateError):
        publish(conference, change=Change(second, is_major=False))
    publish(conference, change=Change(first))
    assert conference.is_published


def test_whoever_proposed_a_change_does_not_apply_it():
    first, second = make_editor(), make_editor("second")
    conference = written_by(make_author())
    publish(conference, change=Change(second, is_major=False))
    changed = document(venue="Town hall")
    proposal = actions.propose(
        conference, changed, base=conference.revision_number, change=Change(first, "Moved.", is_major=False)
    )
    with pytest.raises(WrongStateError, match="somebody else must apply it"):
        actions.apply_proposal(proposal, change=Change(first))
    assert actions.apply_proposal(proposal, change=Change(second, is_major=False))
    proposal = actions.propose(
        conference, document(venue="Hall"), base=2, change=Change(first, "Back.", is_major=False)
    )
    assert actions.apply_proposal(proposal, change=Change(allow(first), is_major=False))
    assert steps(conference) == [("published", "second"), ("alone", "editor")]


def test_the_command_line_skips_it_and_the_history_says_so():
    conference = written_by(make_editor())
    publish(conference)
    assert steps(conference) == [("published", "command line"), ("alone", "command line")]


def test_an_import_that_publishes_skips_it_in_whoevers_name_and_the_history_says_so():
    editor = make_editor()
    parsed = parse_text(render_sheet(document()))
    [done] = actions.import_transcripts([parsed], and_publish=True, change=Change(editor))
    assert done.conference.is_published
    assert steps(done.conference) == [("published", "editor"), ("alone", "editor")]


def test_those_who_may_are_the_other_editors():
    first, second = make_editor(), make_editor("second")
    make_author()
    assert list(actions.find_other_editors(written_by(first))) == [second]


def test_what_is_not_ready_stays_so_for_the_second_pair_of_eyes():
    with pytest.raises(actions.NotReadyError):
        publish(make_draft(), change=Change(make_editor()))
