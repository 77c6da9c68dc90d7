"""Importing the next version of a file: what comes, what stays, and what is chosen."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from tests.admin.imports.pages import (
    PAGE,
    begin,
    confirm,
    imported,
    of_label,
    page,
    read_form,
    relabel,
    say,
)
from tests.builders import make_editor
from transcripts.actions import (
    Change,
    apply_proposal,
    find_damage,
    sync_after_edit,
)
from transcripts.models import Conference, ImportBase, Revision, Status, Turn

pytestmark = pytest.mark.django_db


def correct(conference: Conference, old: str, new: str) -> None:
    """Let another editor correct words of one turn."""
    turn = Turn.objects.get(exchange__conference=conference, text__contains=old)
    turn.text = turn.text.replace(old, new)
    turn.save()
    name = f"reader-{Conference.objects.get(pk=conference.pk).revision_number}"
    sync_after_edit(Conference.objects.get(pk=conference.pk), Change(make_editor(name), "Misheard.", is_major=False))


def test_what_was_edited_meanwhile_stays_and_the_changes_of_the_file_come(editor: Client) -> None:
    conference = imported(editor)
    correct(conference, "full year", "whole year")
    address = begin(editor, PAGE.replace("1,080", "1,800"))
    assert not editor.get(address).context["conflicts"]
    confirm(editor, address)
    assert Turn.objects.filter(text__contains="whole year").exists()
    assert Turn.objects.filter(text__contains="1,800").exists()


def test_what_the_editor_said_of_labels_outlives_the_next_file(editor: Client) -> None:
    address = begin(editor)
    relabel(editor, address, "TOMAS REYL", voice="outlet")
    confirm(editor, address)
    address = begin(editor, PAGE.replace("1,080", "1,800"))
    confirm(editor, address)
    for words in ("1,800", "full year"):
        turn = Turn.objects.get(text__contains=words)
        assert (turn.kind, turn.speaker) == ("question", None)


def test_the_very_same_file_changes_nothing_unless_it_is_read_again(editor: Client) -> None:
    conference = imported(editor)
    correct(conference, "full year", "whole year")
    version = Conference.objects.get().revision_number
    address = begin(editor)
    words = page(editor, address)
    assert "These same files were imported" in words
    confirm(editor, address)
    assert Conference.objects.get().revision_number == version
    address = begin(editor)
    name = of_label(editor, address, "voice", "TOMAS REYL")
    say(editor, address, reads_again="on", **{name: "outlet"})
    assert "These same files were imported" not in page(editor, address)
    confirm(editor, address)
    assert Turn.objects.get(text__contains="whole year").kind == "question"
    assert Conference.objects.get().revision_number == version + 1


def test_what_both_changed_is_chosen_turn_by_turn_before_anything_is_saved(editor: Client) -> None:
    conference = imported(editor)
    correct(conference, "1,080", "1,088")
    correct(conference, "full year", "whole year")
    address = begin(editor, PAGE.replace("1,080", "1,800").replace("full year", "long year"))
    conflicts = editor.get(address).context["conflicts"]
    assert [conflict.where for conflict in conflicts] == ["Exchange 2, turn 3", "Exchange 3, turn 2"]
    answer = confirm(editor, address)
    assert "choose which text to keep" in unescape(answer.content.decode())
    assert not [name for name in read_form(editor, address) if name.startswith("choice-")]
    assert Turn.objects.filter(text__contains="whole year").exists()
    first, second = (conflict.name for conflict in conflicts)
    say(editor, address, **{first: "theirs"})
    page_now = editor.get(address)
    assert [conflict.choice for conflict in page_now.context["conflicts"]] == ["theirs", ""]
    assert page_now.context["open"] == 1
    assert confirm(editor, address, **{second: "mine"}).status_code == 302
    assert Turn.objects.filter(text__contains="whole year").exists()
    assert Turn.objects.filter(text__contains="1,800").exists()
    assert not list(find_damage(Conference.objects.get()))


def test_the_import_before_is_asked_again_after_what_the_author_proposed_was_applied(
    editor: Client, author: Client
) -> None:
    imported(editor)
    Conference.objects.update(status=Status.PUBLISHED, published_at=timezone.now() - timedelta(days=1))
    confirm(author, begin(author, PAGE.replace("1,080", "1,800")), note="Misheard.", is_major="0")
    assert ImportBase.objects.current().count() == 1
    assert "1,080" in str(ImportBase.objects.current().get().document)
    apply_proposal(Revision.objects.proposed().get(), change=Change(make_editor("chief"), "Right.", is_major=False))
    assert "1,800" in str(ImportBase.objects.get().document)


def test_without_a_known_import_each_difference_is_a_choice_and_nothing_goes(editor: Client) -> None:
    conference = imported(editor)
    ImportBase.objects.all().delete()
    LogEntry.objects.all().delete()
    address = begin(editor, PAGE.replace("1,080", "1,800").rpartition("INES CALDER:")[0])
    assert "No earlier import is on record" in page(editor, address)
    [conflict] = editor.get(address).context["conflicts"]
    confirm(editor, address, **{conflict.name: "mine"})
    assert Turn.objects.filter(text__contains="1,800").exists()
    assert Turn.objects.filter(text="And more every month since.").exists()
    assert ImportBase.objects.get().conference == conference


def test_the_log_of_the_admin_says_which_revision_an_import_made(editor: Client) -> None:
    conference = imported(editor)
    ImportBase.objects.all().delete()
    correct(conference, "full year", "whole year")
    address = begin(editor, PAGE.replace("1,080", "1,800"))
    assert not editor.get(address).context["conflicts"]
    confirm(editor, address)
    assert Turn.objects.filter(text__contains="1,800").exists()
    assert Turn.objects.filter(text__contains="whole year").exists()
