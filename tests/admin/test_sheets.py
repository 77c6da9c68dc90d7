import re
from html import unescape

import pytest
from django.test import Client

from tests.admin.forms import url
from tests.builders import make_conference, make_draft
from tests.documents import document
from transcripts.actions import Change, find_damage, reconcile
from transcripts.models import Conference, Revision, Turn
from transcripts.reading import read

pytestmark = pytest.mark.django_db


def entered(make=make_draft) -> Conference:
    conference = make()
    reconcile(conference, document(), Change(note="Entered."))
    return conference


def address(conference: Conference) -> str:
    return url("conference", "sheet", conference.pk)


def opened(client: Client, conference: Conference) -> dict[str, str]:
    """What the form holds when it is opened."""
    page = client.get(address(conference)).content.decode()
    found = re.search(r"<textarea[^>]*name=\"sheet\"[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert found
    assert version
    return {"sheet": unescape(found[1]), "version": version[1]}


def test_saving_the_sheet_as_it_is_changes_nothing(editor):
    conference = entered()
    editor.post(address(conference), opened(editor, conference) | {"_save": "1"})
    assert conference.revisions.count() == 1


def test_a_corrected_sheet_changes_what_was_corrected_and_keeps_every_id(editor):
    conference = entered()
    ids = set(Turn.objects.values_list("public_id", flat=True))
    sent = opened(editor, conference)
    sent["sheet"] = sent["sheet"].replace("Pier 2 has 2 boats", "Pier 2 has twelve ferries")
    answer = editor.post(address(conference), sent | {"_save": "1"})
    assert answer.status_code == 302
    assert Turn.objects.filter(text__startswith="Pier 2 has twelve ferries").count() == 1
    assert set(Turn.objects.values_list("public_id", flat=True)) == ids
    assert conference.revisions.first().made_by_name == "editor"
    assert not list(find_damage(conference))


def test_looking_shows_the_words_and_saves_nothing(editor):
    conference = entered()
    sent = opened(editor, conference)
    sent["sheet"] = sent["sheet"].replace("Pier 2 has 2 boats", "Pier 2 has 7 boats")
    page = editor.post(address(conference), sent | {"_look": "1"}).content.decode()
    assert re.search(r"<ins[^>]*>.*?7.*?</ins>", page, re.DOTALL)
    assert "Pier 2 has 7 boats" in page
    assert conference.revisions.count() == 1


def test_what_cannot_be_read_is_named_by_its_line_and_kept(editor):
    conference = entered()
    sent = opened(editor, conference)
    sent["sheet"] = sent["sheet"].replace("Held: 2024-03-12", "Held: yesterday")
    page = unescape(editor.post(address(conference), sent | {"_save": "1"}).content.decode())
    assert re.search(r"The sheet, line \d+: ", page)
    assert "Held: yesterday" in page
    assert conference.revisions.count() == 1


def test_what_is_public_asks_for_the_note(editor):
    conference = entered(make_conference)
    sent = opened(editor, conference)
    sent["sheet"] = sent["sheet"].replace("Pier 2 has 2 boats", "Pier 2 has 7 boats")
    assert "a note must say why" in editor.post(address(conference), sent | {"_save": "1"}).content.decode()
    editor.post(address(conference), sent | {"_save": "1", "note": "Misheard.", "is_major": "1"})
    revision = conference.revisions.first()
    assert (revision.note, revision.is_major, revision.corrections.count()) == ("Misheard.", True, 1)


def test_an_author_proposes_instead(author):
    conference = entered(make_conference)
    before = read(conference)
    sent = opened(author, conference)
    sent["sheet"] = sent["sheet"].replace("Pier 2 has 2 boats", "Pier 2 has 7 boats")
    author.post(address(conference), sent | {"_save": "1", "note": "Misheard."})
    assert read(conference) == before
    assert Revision.objects.proposed().count() == 1


def test_a_stale_sheet_keeps_both_changes_and_refuses_the_same_turn(editor):
    conference = entered()
    first, second, third = (opened(editor, conference) for _ in range(3))
    first["sheet"] = first["sheet"].replace("Pier 1 has 1 boats", "Pier 1 has 5 boats")
    second["sheet"] = second["sheet"].replace("Pier 3 has 3 boats", "Pier 3 has 9 boats")
    third["sheet"] = third["sheet"].replace("Pier 1 has 1 boats", "Pier 1 has 6 boats")
    editor.post(address(conference), first | {"_save": "1"})
    editor.post(address(conference), second | {"_save": "1"})
    text = " ".join(Turn.objects.values_list("text", flat=True))
    assert "Pier 1 has 5 boats" in text
    assert "Pier 3 has 9 boats" in text
    page = unescape(editor.post(address(conference), third | {"_save": "1"}).content.decode())
    assert "Somebody else has changed the same words" in page
    assert "editor saved this meanwhile" in page
    assert "Exchange 1, turn 2" in page
    for number in (5, 6):
        assert f'<ins><span class="visually-hidden">[now: </span>{number}<' in page
    assert not Turn.objects.filter(text__contains="has 6 boats").exists()


@pytest.mark.parametrize(("choice", "boats"), [("mine", 6), ("theirs", 5)])
def test_a_stale_sheet_goes_on_from_either(editor, choice, boats):
    conference = entered()
    first, second = (opened(editor, conference) for _ in range(2))
    first["sheet"] = first["sheet"].replace("Pier 1 has 1 boats", "Pier 1 has 5 boats")
    second["sheet"] = second["sheet"].replace("Pier 1 has 1 boats", "Pier 1 has 6 boats")
    second["sheet"] = second["sheet"].replace("Pier 2 has 2 boats", "Pier 2 has 7 boats")
    editor.post(address(conference), first | {"_save": "1"})
    page = editor.post(address(conference), second | {"_save": "1"}).content.decode()
    [place] = re.findall(r'name="(choice-[^"]+)" value="mine"', page)
    chosen = second | {"_save": "1", place: choice, "chosen_at": "2"}
    assert "Choose what to go on from" in editor.post(address(conference), chosen | {"chosen_at": "1"}).content.decode()
    assert editor.post(address(conference), chosen).status_code == 302
    text = " ".join(Turn.objects.values_list("text", flat=True))
    assert f"Pier 1 has {boats} boats" in text
    assert "Pier 2 has 7 boats" in text


def test_the_editors_sheet_carries_ids_and_can_be_downloaded(editor):
    conference = entered()
    sheet = editor.get(address(conference) + "?download").content.decode()
    assert all(public_id in sheet for public_id in Turn.objects.values_list("public_id", flat=True))


def test_a_place_that_is_taken_is_refused_with_a_sentence(editor):
    entered()
    other = make_draft("Other", translation_group="ferries")
    conference = entered()
    sent = opened(editor, conference)
    sent["sheet"] = sent["sheet"].replace("Held: 2024-03-12", "Held: 2024-03-12\nTranslations: ferries")
    page = unescape(editor.post(address(conference), sent | {"_save": "1"}).content.decode())
    assert f"“{other.title}” is the conference of the translation group" in page
