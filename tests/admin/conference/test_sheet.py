import re
from html import unescape

import pytest
from django.test import Client

from tests.admin.forms import url
from tests.builders import make_conference, make_draft, make_scheduled
from tests.documents import document
from tests.views.pages import markup
from transcripts import actions
from transcripts.actions import Change, find_damage, reconcile
from transcripts.models import Conference, Revision, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


def entered(make=make_draft) -> Conference:
    conference = make()
    reconcile(conference, document(), Change(note="Entered.", is_major=False))
    return conference


def address(conference: Conference) -> str:
    return url("conference", "sheet", conference.pk)


def opened(client: Client, conference: Conference) -> dict[str, str]:
    """What the form holds when it is opened."""
    page = client.get(address(conference)).content.decode()
    found = re.search(r"<textarea[^>]*name=\"sheet\"[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    number = re.search(r'name="revision_number" value="(\d+)"', page)
    assert found
    assert number
    return {"sheet": unescape(found[1]), "revision_number": number[1]}


def looked(client: Client, conference: Conference, sent: dict[str, str]) -> dict[str, str]:
    """What the form holds when the changes were looked at."""
    seen = re.search(r'name="seen" value="(\w+)"', body(client.post(address(conference), sent | {"_look": "1"})))
    return sent | {"seen": seen[1]} if seen else sent


def save(client: Client, conference: Conference, sent: dict[str, str], **words: str):
    return client.post(address(conference), looked(client, conference, sent) | {"_save": "1"} | words)


def body(answer) -> str:
    return unescape(markup(answer))


def test_a_sheet_as_it_was_offers_nothing_to_save_and_changes_nothing(editor):
    conference = entered()
    sent = opened(editor, conference)
    assert "_save" not in body(editor.post(address(conference), sent | {"_look": "1"}))
    save(editor, conference, sent)
    assert conference.revisions.count() == 1


def test_nothing_is_saved_that_was_not_shown_just_so(editor):
    conference = entered()
    sent = opened(editor, conference)
    sent["sheet"] = sent["sheet"].replace("Pier 2 has 2 boats", "Pier 2 has 7 boats")
    for seen in ("", looked(editor, conference, sent)["seen"]):
        sent["sheet"] = sent["sheet"].replace("7 boats", "8 boats") if seen else sent["sheet"]
        page = body(editor.post(address(conference), sent | {"_save": "1", "seen": seen}))
        assert "Not saved yet" in page
        assert "Changes to be made" in page
    assert conference.revisions.count() == 1


def test_the_preview_shows_what_readers_will_see(editor):
    page = body(editor.get(address(entered())))
    preview = page[page.index('id="sheet-words"') :]
    assert "Night ferries" in preview
    for words in ("preview-question", "preview-answer", "Pier 2", "Evening Courier", "deputy mayor of Northbank"):
        assert words in preview
    assert preview.count('class="preview-exchange"') == 3
    assert "preview-cut" not in preview


def test_the_preview_follows_without_saving_and_only_when_it_is_sent(editor):
    conference = entered()
    follow = url("conference", "sheet_preview", conference.pk)
    text = opened(editor, conference)["sheet"].replace("Pier 2 has 2 boats", "Pier 2 has 7 boats")
    page = body(editor.post(follow, {"sheet": text}))
    assert "Pier 2 has 7 boats" in page
    assert "<html" not in page
    assert conference.revisions.count() == 1
    assert editor.get(follow).status_code == 405
    assert "The preview resumes" in body(editor.post(follow, {"sheet": ""}))


def test_the_preview_is_not_for_everybody(editor, author, client):
    conference = entered(make_scheduled)
    follow = url("conference", "sheet_preview", conference.pk)
    assert editor.post(follow, {"sheet": "Title: x"}).status_code == 200
    assert author.post(follow, {"sheet": "Title: x"}).status_code == 403
    assert client.post(follow, {"sheet": "Title: x"}).status_code == 302


def test_ids_that_stand_twice_or_are_strangers_are_doubted_at_their_lines(editor):
    conference = entered()
    first, second, *_ = Turn.objects.order_by("exchange__position", "position").values_list("public_id", flat=True)
    text = opened(editor, conference)["sheet"]
    follow = url("conference", "sheet_preview", conference.pk)
    assert "sheet-warnings-title" not in body(editor.post(follow, {"sheet": text}))
    twice = body(editor.post(follow, {"sheet": text.replace(second, first)}))
    line = next(number for number, each in enumerate(text.split("\n"), start=1) if second in each)
    assert f'data-line="{line}"' in twice
    assert re.search(rf"The ID “{first}” is already used on line \d+", twice)
    strange = body(editor.post(follow, {"sheet": text.replace(second, "abcdefghjkmn")}))
    assert "The ID “abcdefghjkmn” does not belong to this conference" in strange


def test_an_id_of_what_was_removed_is_no_stranger_and_comes_back(editor):
    conference = entered()
    sent = opened(editor, conference)
    exchange = conference.exchanges.get(position=2)
    ids = set(exchange.turns.values_list("public_id", flat=True))
    actions.remove_exchanges([exchange])
    follow = url("conference", "sheet_preview", conference.pk)
    assert "sheet-warnings-title" not in body(editor.post(follow, {"sheet": sent["sheet"]}))
    conference.refresh_from_db()
    save(editor, conference, sent | {"revision_number": str(conference.revision_number)})
    assert set(conference.exchanges.get(position=2).turns.values_list("public_id", flat=True)) == ids


def test_a_sheet_without_its_title_is_not_read_as_something_else(editor):
    conference = entered()
    sent = opened(editor, conference)
    sent["sheet"] = sent["sheet"].replace("Title: Night ferries\n", "")
    page = body(editor.post(address(conference), sent | {"_look": "1"}))
    assert "The title is empty." in page
    assert "Changes to be made" not in page


@pytest.mark.parametrize("number", ["", "-1", "x", "9" * 30])
def test_a_revision_number_that_is_none_changes_nothing(editor, number):
    conference = entered()
    sent = opened(editor, conference) | {"revision_number": number, "_save": "1"}
    assert editor.post(address(conference), sent).status_code == 200
    assert conference.revisions.count() == 1


def test_a_corrected_sheet_changes_what_was_corrected_and_keeps_every_id(editor):
    conference = entered()
    ids = set(Turn.objects.values_list("public_id", flat=True))
    sent = opened(editor, conference)
    sent["sheet"] = sent["sheet"].replace("Pier 2 has 2 boats", "Pier 2 has twelve ferries")
    answer = save(editor, conference, sent)
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
    page = unescape(markup(editor.post(address(conference), sent | {"_save": "1"})))
    assert re.search(r"Line \d+</a> “yesterday” is not a date such as 2024-03-12\.", page)
    assert "Held: yesterday" in page
    assert conference.revisions.count() == 1


def test_what_is_public_asks_for_the_note(editor):
    conference = entered(make_conference)
    sent = opened(editor, conference)
    sent["sheet"] = sent["sheet"].replace("Pier 2 has 2 boats", "Pier 2 has 7 boats")
    assert "enter a note explaining" in body(save(editor, conference, sent))
    save(editor, conference, sent, note="Misheard.", is_major="1")
    revision = conference.revisions.first()
    assert (revision.note, revision.is_major, revision.corrections.count()) == ("Misheard.", True, 1)


def test_an_author_proposes_instead(author):
    conference = entered(make_conference)
    before = read(conference)
    sent = opened(author, conference)
    sent["sheet"] = sent["sheet"].replace("Pier 2 has 2 boats", "Pier 2 has 7 boats")
    save(author, conference, sent, note="Misheard.", is_major="0")
    assert read(conference) == before
    assert Revision.objects.proposed().count() == 1


def test_a_stale_sheet_keeps_both_changes_and_refuses_the_same_turn(editor):
    conference = entered()
    first, second, third = (opened(editor, conference) for _ in range(3))
    first["sheet"] = first["sheet"].replace("Pier 1 has 1 boats", "Pier 1 has 5 boats")
    second["sheet"] = second["sheet"].replace("Pier 3 has 3 boats", "Pier 3 has 9 boats")
    third["sheet"] = third["sheet"].replace("Pier 1 has 1 boats", "Pier 1 has 6 boats")
    save(editor, conference, first)
    save(editor, conference, second)
    text = " ".join(Turn.objects.values_list("text", flat=True))
    assert "Pier 1 has 5 boats" in text
    assert "Pier 3 has 9 boats" in text
    page = body(save(editor, conference, third))
    assert "Somebody else has changed the same text" in page
    assert "editor changed this while you were editing" in page
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
    save(editor, conference, first)
    page = save(editor, conference, second).content.decode()
    [place] = re.findall(r'name="(choice-[^"]+)" value="mine"', page)
    chosen = {place: choice, "chosen_at": "2"}
    assert "Choose which one to keep" in body(save(editor, conference, second, **chosen | {"chosen_at": "1"}))
    assert save(editor, conference, second, **chosen).status_code == 302
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
    page = body(save(editor, conference, sent))
    assert f"“{other.title}” is already the conference in this language" in page
