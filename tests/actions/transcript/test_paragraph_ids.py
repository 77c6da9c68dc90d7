"""Whatever changes a transcript, an id of a paragraph stays with its words, or says what became of it."""

from dataclasses import replace

import pytest
from django.test import Client

from tests.documents import answer, document, question
from transcripts import actions
from transcripts.actions import Change
from transcripts.actions.transcript.revisions import seal
from transcripts.document import ExchangeText, TranscriptDocument
from transcripts.intake import parse_sheet, render_sheet
from transcripts.models import Conference, Paragraph, Redirect, Revision, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

NOTE = Change(note="Misheard.", is_major=False)
FERRY = "The last ferry leaves pier nine at one o’clock."
TRAMS = "Trams wait for it in every weather but snow."
FARES = "Fares stay what they were, says the council."
BOATS = "New boats come in spring."


def make(*exchanges: ExchangeText, publish: bool = True) -> Conference:
    conference = Conference()
    actions.reconcile(conference, document(*(exchanges or (ExchangeText((question(), answer(FERRY, TRAMS, FARES))),))))
    if publish:
        actions.publish(conference, change=Change())
    return conference


def ids(conference: Conference) -> dict[str, str]:
    """The id of each paragraph by its words."""
    return {
        text: public_id
        for turn in read(conference).turns
        for text, public_id in zip(turn.paragraphs, turn.paragraph_ids, strict=True)
    }


def with_answer(conference: Conference, *paragraphs: str) -> TranscriptDocument:
    """The document as a sheet would give it: without ids of paragraphs."""
    first, *others = read(conference).exchanges
    turn = replace(first.turns[1], paragraphs=paragraphs, paragraph_ids=())
    return replace(
        read(conference), exchanges=(replace(first, turns=(first.turns[0], turn, *first.turns[2:])), *others)
    )


def stands(client: Client, public_id: str) -> str:
    """The words at which the permanent link of a paragraph arrives."""
    where = client.get(f"/paragraphs/{public_id}/")["Location"].rpartition("#")[2]
    return Paragraph.objects.get(public_id=where).text


def test_every_paragraph_has_an_id_with_a_letter_and_the_revision_holds_it() -> None:
    conference = make()
    known = ids(conference)
    assert len(known) == len(set(known.values())) == 4
    assert all(len(public_id) == 13 and not public_id.isdigit() for public_id in known.values())
    stored = conference.revisions.get().document["exchanges"][0]["turns"][1]
    assert stored["paragraphs"] == [FERRY, TRAMS, FARES]
    assert stored["paragraph_ids"] == [known[FERRY], known[TRAMS], known[FARES]]


def test_an_inserted_paragraph_takes_no_id_from_those_after_it(client: Client) -> None:
    conference = make()
    before = ids(conference)
    actions.reconcile(conference, with_answer(conference, BOATS, FERRY, TRAMS, FARES), NOTE)
    after = ids(conference)
    assert {text: after[text] for text in before} == before
    assert stands(client, before[TRAMS]) == TRAMS


def test_joined_paragraphs_keep_the_first_id_and_the_second_leads_to_it(client: Client) -> None:
    conference = make()
    before = ids(conference)
    actions.reconcile(conference, with_answer(conference, f"{FERRY} {TRAMS}", FARES), NOTE)
    assert ids(conference)[f"{FERRY} {TRAMS}"] == before[FERRY]
    assert Redirect.objects.get(kind="paragraph", old=before[TRAMS]).new == before[FERRY]
    assert stands(client, before[TRAMS]) == f"{FERRY} {TRAMS}"
    actions.reconcile(conference, with_answer(conference, FERRY, TRAMS, FARES), NOTE)
    assert ids(conference)[FERRY] == before[FERRY]


def test_one_that_was_joined_says_so_when_its_words_are_gone_from_the_other(client: Client) -> None:
    conference = make()
    before = ids(conference)
    actions.reconcile(conference, with_answer(conference, f"{FERRY} {TRAMS}", FARES), NOTE)
    assert "changed=" not in client.get(f"/paragraphs/{before[TRAMS]}/")["Location"]
    actions.reconcile(conference, with_answer(conference, FERRY, FARES), NOTE)
    place = f"?changed={before[FERRY]}#{before[FERRY]}"
    assert client.get(f"/paragraphs/{before[TRAMS]}/")["Location"].endswith(place)
    assert "changed=" not in client.get(f"/paragraphs/{before[FERRY]}/")["Location"]


def test_a_removed_paragraph_says_in_which_version_it_last_stood_and_comes_back_when_restored(client: Client) -> None:
    conference = make()
    before = ids(conference)
    first = conference.revisions.get()
    actions.reconcile(conference, with_answer(conference, FERRY, FARES), NOTE)
    page = client.get(f"/paragraphs/{before[TRAMS]}/")
    assert page.status_code == 410
    assert "last stood in version 1" in " ".join(page.content.decode().split())
    actions.restore_revision(first, change=NOTE)
    assert ids(conference) == before
    assert not Redirect.objects.exists()
    assert stands(client, before[TRAMS]) == TRAMS


def test_rows_that_are_saved_one_by_one_keep_ids_by_the_same_rules(client: Client) -> None:
    conference = make()
    before = ids(conference)
    turn = Turn.objects.get(position=2)
    Turn.objects.filter(pk=turn.pk).update(text=f"{BOATS}\r\n\r\n{FERRY} {TRAMS}\r\n\r\n{FARES}")
    actions.sync_after_edit(conference, NOTE)
    after = ids(conference)
    assert (after[f"{FERRY} {TRAMS}"], after[FARES]) == (before[FERRY], before[FARES])
    assert stands(client, before[TRAMS]) == f"{FERRY} {TRAMS}"
    assert not list(actions.find_damage(conference))


def test_words_moved_to_another_turn_keep_their_ids_even_when_their_turn_goes() -> None:
    conference = make(ExchangeText((question(), answer(FERRY), answer(TRAMS, FARES, speaker="Tomas Reyl"))))
    before = ids(conference)
    Turn.objects.filter(position=2).update(text=f"{FERRY}\n\n{TRAMS}\n\n{FARES}")
    actions.remove_turns(Turn.objects.filter(position=3))
    actions.sync_after_edit(conference, NOTE)
    assert ids(conference) == before
    assert not Redirect.objects.filter(kind="paragraph").exists()


def test_a_removed_exchange_leaves_the_ids_of_its_paragraphs(client: Client) -> None:
    conference = make(
        ExchangeText((question(), answer(FERRY))), ExchangeText((question("And the trams?"), answer(TRAMS)))
    )
    before = ids(conference)
    actions.remove_exchanges([conference.exchanges.get(position=2)], change=NOTE)
    assert client.get(f"/paragraphs/{before[TRAMS]}/").status_code == 410
    assert set(Redirect.objects.filter(kind="paragraph").values_list("old", flat=True)) == {
        before[TRAMS],
        before["And the trams?"],
    }


def test_splitting_joining_and_moving_exchanges_keeps_them() -> None:
    conference = make(
        ExchangeText((question(), answer(FERRY), question("And the trams?"), answer(TRAMS, FARES))),
        ExchangeText((question("And boats?"), answer(BOATS))),
    )
    before = ids(conference)
    actions.split_exchange(Turn.objects.get(exchange__position=1, position=3), change=NOTE)
    assert ids(conference) == before
    actions.move_exchange(conference.exchanges.get(position=3), step=-2, change=NOTE)
    assert ids(conference) == before
    first, second, _ = conference.exchanges.order_by("position")
    actions.join_exchanges(first, second, change=NOTE)
    assert ids(conference) == before
    assert not Redirect.objects.filter(kind="paragraph").exists()


def test_an_import_and_a_proposal_keep_them() -> None:
    conference = make()
    before = ids(conference)
    sheet = render_sheet(with_answer(conference, BOATS, FERRY, TRAMS, FARES))
    actions.reconcile(conference, parse_sheet(sheet).document, NOTE)
    assert {text: ids(conference)[text] for text in before} == before
    wanted = with_answer(conference, FERRY, TRAMS.replace("snow", "deep snow"), FARES)
    proposal = actions.propose(conference, wanted, base=conference.revision_number, change=NOTE)
    actions.apply_proposal(proposal, change=NOTE)
    after = ids(conference)
    assert after[TRAMS.replace("snow", "deep snow")] == before[TRAMS]


def test_two_changes_at_once_keep_them() -> None:
    conference = make(ExchangeText((question(), answer(FERRY, TRAMS), answer(FARES, speaker="Tomas Reyl"))))
    before = ids(conference)
    mine, base = with_answer(conference, BOATS, FERRY, TRAMS), conference.revision_number
    Turn.objects.filter(position=3).update(text=f"{FARES}\n\nNothing more is known of it today.")
    actions.sync_after_edit(conference, NOTE)
    actions.change_from(conference, mine, base=base, change=NOTE)
    after = ids(conference)
    assert {text: after[text] for text in before} == before


def test_a_copy_in_another_conference_gets_ids_of_its_own() -> None:
    conference = make()
    other = Conference()
    actions.reconcile(other, replace(read(conference), title="Day ferries"))
    assert set(ids(other)) == set(ids(conference))
    assert set(ids(other).values()).isdisjoint(ids(conference).values())


def strip(revision: Revision) -> None:
    """Make the stored document what it was before paragraphs had ids."""
    for exchange in revision.document["exchanges"]:
        for turn in exchange["turns"]:
            turn.pop("paragraph_ids", None)
    revision.digest = seal(revision, after="")
    revision.save()
    revision.versions.all().delete()  # the upgrade makes them of what is stored


def test_a_revision_from_before_is_no_damage_and_new_ids_make_no_revision() -> None:
    conference = make()
    strip(conference.revisions.get())
    before = ids(conference)
    assert not list(actions.find_damage(conference))
    actions.sync_after_edit(conference, NOTE)
    assert conference.revisions.count() == 1
    Turn.objects.filter(position=2).update(text=f"{FERRY}\n\n{BOATS}\n\n{TRAMS}\n\n{FARES}")
    actions.sync_after_edit(conference, NOTE)
    after = ids(conference)
    assert {text: after[text] for text in before} == before
    assert not list(actions.find_damage(conference))


def test_turns_deleted_first_after_the_upgrade_leave_the_ids_of_their_paragraphs() -> None:
    conference = make(ExchangeText((question(), answer(FERRY), answer(TRAMS, FARES, speaker="Tomas Reyl"))))
    strip(conference.revisions.get())
    before = ids(conference)
    actions.remove_turns(Turn.objects.filter(position=3))
    actions.sync_after_edit(conference, NOTE)
    gone = Redirect.objects.filter(kind="paragraph").values_list("old", "new", "revision")
    assert set(gone) == {(before[TRAMS], "", 1), (before[FARES], "", 1)}
    assert ids(conference)[FERRY] == before[FERRY]
