"""Two records of one person, or of one outlet, are made one."""

from django.contrib.auth.models import Group, Permission
from django.test import Client

from tests.admin.forms import messages, url
from tests.builders import make_conference, make_draft, make_exchange, make_outlet, make_participation, make_speaker
from transcripts import actions
from transcripts.models import Outlet, Redirect, Speaker


def test_a_speaker_is_merged_into_another_after_a_confirmation(editor: Client) -> None:
    kept, gone = make_speaker(), make_speaker("I. Calder")
    for conference in (make_conference(), make_draft()):
        make_exchange(conference, speaker=gone)
        make_participation(conference, gone)
        actions.record_change(conference)
    address = url("speaker", "merge", gone.pk)
    assert address in editor.get(url("speaker", "change", gone.pk)).content.decode()
    assert editor.get(address).status_code == 200
    page = editor.post(address, {"kept_name": "ines calder"})
    words = " ".join(page.content.decode().split())
    assert "2 turns in 2 conferences move to it" in words
    assert Speaker.objects.count() == 2
    response = editor.post(address, {"kept": kept.pk, "confirm": "1"})
    assert messages(editor, response) == "“I. Calder” is now “Ines Calder”."
    assert Speaker.objects.get() == kept
    assert kept.turns.count() == 2
    assert list(kept.aliases.values_list("name", flat=True)) == ["I. Calder"]
    assert Redirect.objects.get(kind="speaker").new == kept.slug


def test_two_who_sat_at_one_conference_are_not_merged_and_the_desk_says_why(editor: Client) -> None:
    kept, gone = make_speaker(), make_speaker("I. Calder")
    conference = make_conference()
    for speaker in (kept, gone):
        make_exchange(conference, speaker=speaker)
        make_participation(conference, speaker)
    page = editor.post(url("speaker", "merge", gone.pk), {"kept": kept.pk, "confirm": "1"}, follow=True)
    assert "Both sit at “Night ferries”" in page.content.decode()
    assert Speaker.objects.filter(pk=gone.pk).exists()
    assert conference.participations.count() == 2


def test_an_outlet_is_merged_as_well(editor: Client) -> None:
    kept, gone = make_outlet(), make_outlet("Courier")
    make_exchange(make_draft(), outlet=gone)
    editor.post(url("outlet", "merge", gone.pk), {"kept": kept.pk, "confirm": "1"})
    assert Outlet.objects.get() == kept
    assert kept.turns.count() == 1


def test_nobody_is_merged_with_a_stranger_or_with_themselves(editor: Client) -> None:
    gone = make_speaker()
    make_speaker("Joram Kest")
    address = url("speaker", "merge", gone.pk)
    for data, told in (
        ({}, "Choose the record to keep"),
        ({"kept_name": "Nobody"}, "is not in the list"),
        ({"kept_name": "Ines Calder"}, "is not in the list"),
        ({"kept": gone.pk}, "Select a valid choice"),
        ({"kept": "x"}, "Select a valid choice"),
    ):
        assert told in editor.post(address, data | {"confirm": "1"}).content.decode()
    assert Speaker.objects.count() == 2
    assert editor.get(url("speaker", "merge", 4711)).status_code == 404


def test_only_who_may_delete_merges(author: Client, editor: Client) -> None:
    gone, kept = make_speaker(), make_speaker("Joram Kest")
    address = url("speaker", "merge", gone.pk)
    assert address not in author.get(url("speaker", "change", gone.pk)).content.decode()
    assert author.post(address, {"kept": kept.pk, "confirm": "1"}).status_code == 403
    Group.objects.get(name="Editors").permissions.remove(Permission.objects.get(codename="delete_speaker"))
    assert editor.post(address, {"kept": kept.pk, "confirm": "1"}).status_code == 403
    assert Speaker.objects.count() == 2
