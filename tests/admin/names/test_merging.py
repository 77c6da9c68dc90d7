"""Two records of one person, or of one outlet, are made one."""

from django.contrib.auth.models import Group, Permission
from django.test import Client

from tests.admin.forms import messages, url
from tests.admin.test_budgets import cost
from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_speaker,
    make_topic,
)
from transcripts import actions
from transcripts.models import Merge, Outlet, Redirect, Speaker, Topic


def test_a_speaker_is_merged_into_another_after_a_confirmation(editor: Client) -> None:
    kept, gone = make_speaker(), make_speaker("I. Calder")
    for conference in (make_conference(), make_draft()):
        make_exchange(conference, speaker=gone)
        make_participation(conference, gone)
        actions.sync_after_edit(conference)
    address = url("speaker", "merge", gone.pk)
    assert address in editor.get(url("speaker", "change", gone.pk)).content.decode()
    assert editor.get(address).status_code == 200
    page = editor.post(address, {"kept_name": "ines calder"})
    words = " ".join(page.content.decode().split())
    assert "2 turns move to it. This affects 2 conferences." in words
    assert Speaker.objects.count() == 2
    response = editor.post(address, {"kept": kept.pk, "confirm": "1"})
    assert messages(editor, response) == "“I. Calder” was merged into “Ines Calder”."
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
    assert "Both are participants in “Night ferries”" in page.content.decode()
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


def test_the_preview_names_what_moves_before_anything_is_merged(editor: Client) -> None:
    kept, gone = make_speaker(), make_speaker("I. Calder")
    gone.aliases.create(name="Minister Calder")
    make_exchange(make_conference("Day boats"), speaker=gone, answer="Every hour.")
    page = editor.get(url("speaker", "merge", gone.pk), {"kept": kept.pk}).content.decode()
    for words in ("Day boats", "Every hour.", "Minister Calder", "i-calder → ines-calder", "Swap"):
        assert words in page
    assert Speaker.objects.count() == 2


def test_the_preview_says_what_is_in_the_way_and_offers_no_button(editor: Client) -> None:
    kept, gone = make_speaker(), make_speaker("I. Calder")
    conference = make_conference()
    for speaker in (kept, gone):
        make_participation(conference, speaker)
    page = editor.get(url("speaker", "merge", gone.pk), {"kept": kept.pk}).content.decode()
    assert "Both are participants in “Night ferries”" in page
    assert ">Merge<" not in page


def test_topics_are_merged_and_the_history_of_the_one_that_stays_undoes_it(editor: Client) -> None:
    kept, gone = make_topic(), make_topic("Ferries")
    make_exchange(make_conference(), topics=(gone,))
    page = editor.post(url("topic", "merge", gone.pk), {"kept_name": "river crossings"}).content.decode()
    assert "1 exchange moves to it. This affects 1 conference." in " ".join(page.split())
    editor.post(url("topic", "merge", gone.pk), {"kept": kept.pk, "confirm": "1"})
    merge = Merge.objects.get()
    address = url("topic", "undo_merge", kept.pk, merge.pk)
    history = editor.get(url("topic", "history", kept.pk)).content.decode()
    assert "“Ferries” was merged into “River crossings”." in history
    assert address in history
    assert "1 exchange is moved back to it." in " ".join(editor.get(address).content.decode().split())
    assert Topic.objects.count() == 1
    assert messages(editor, editor.post(address)) == "“Ferries” is a separate record again."
    assert Topic.objects.get(pk=gone.pk).exchanges.count() == 1
    for record in (kept, gone):
        history = editor.get(url("topic", "history", record.pk)).content.decode()
        assert "“Ferries” is a separate record again." in history
        assert address not in history


def test_a_merge_that_something_was_built_on_is_not_undone_and_the_desk_says_why(editor: Client) -> None:
    kept, gone = make_outlet(), make_outlet("Courier")
    make_exchange(make_conference(), outlet=gone)
    editor.post(url("outlet", "merge", gone.pk), {"kept": kept.pk, "confirm": "1"})
    kept.turns.update(outlet=make_outlet("Morning Courier"))
    address = url("outlet", "undo_merge", kept.pk, Merge.objects.get().pk)
    told = "A turn in “Night ferries” has been reassigned since"
    page = editor.get(address).content.decode()
    assert told in page
    assert "<button" not in page.partition('id="content-main"')[2].partition("</form>")[0]
    assert told in messages(editor, editor.post(address))
    assert Outlet.objects.count() == 2


def test_only_who_may_delete_undoes_a_merge(editor: Client, author: Client) -> None:
    kept, gone = make_speaker(), make_speaker("I. Calder")
    editor.post(url("speaker", "merge", gone.pk), {"kept": kept.pk, "confirm": "1"})
    address = url("speaker", "undo_merge", kept.pk, Merge.objects.get().pk)
    assert author.get(address).status_code == author.post(address).status_code == 403
    assert address not in author.get(url("speaker", "history", kept.pk)).content.decode()
    assert editor.get(url("speaker", "undo_merge", kept.pk, 4711)).status_code == 404


def test_the_preview_and_the_history_cost_the_same_with_much_and_with_little(editor: Client) -> None:
    kept, gone = make_speaker(), make_speaker("I. Calder")
    preview = f"{url('speaker', 'merge', gone.pk)}?kept={kept.pk}"
    prices = []
    for size in (6, 40):
        for number in range(gone.turns.count(), size):
            make_exchange(make_conference(f"Boats {number}"), speaker=gone)
        editor.get(preview)
        prices.append(cost(lambda: editor.get(preview)))
    assert prices[0] == prices[1] <= 20
    for number in range(20):
        actions.merge_names(kept, make_speaker(f"Name {number}"))
    assert cost(lambda: editor.get(url("speaker", "history", kept.pk))) <= 14
