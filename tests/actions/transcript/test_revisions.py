import pytest

from tests.builders import make_conference, make_draft, make_editor, make_scheduled, make_withdrawn
from tests.documents import answer, document, exchange, question
from transcripts import actions
from transcripts.actions import Change, NoteRequiredError, reconcile, sync_after_edit
from transcripts.document import ExchangeText
from transcripts.models import Conference, Correction, Edition, Outlet, Revision, Series, Topic
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


def edition() -> int:
    return sum(Edition.objects.values_list("number", flat=True))


def test_every_change_is_one_revision_with_who_when_and_why():
    editor = make_editor()
    conference = make_draft()
    reconcile(conference, document(exchange(1)), Change(editor, "Entered from the recording.", is_major=False))
    reconcile(conference, document(exchange(1), exchange(2)))
    first, second = conference.revisions.order_by("number")
    assert (first.number, first.made_by, first.made_by_name, first.note) == (
        1,
        editor,
        "editor",
        "Entered from the recording.",
    )
    assert (second.number, second.made_by_name) == (2, "command line")
    assert second.transcript == read(conference)
    assert Conference.objects.get(pk=conference.pk).revision_number == 2


def test_saving_without_a_change_makes_no_revision():
    conference = make_draft(exchanges=1)
    sync_after_edit(conference)
    sync_after_edit(conference)
    assert conference.revisions.count() == 1


def test_what_is_public_is_changed_with_a_note_only():
    conference = make_conference(exchanges=1)
    sync_after_edit(conference)
    before = read(conference)
    with pytest.raises(NoteRequiredError):
        reconcile(conference, document())
    assert read(Conference.objects.get(pk=conference.pk)) == before
    reconcile(conference, document(), Change(note="Checked against the recording.", is_major=False))
    assert conference.revisions.first().note == "Checked against the recording."


def test_digests_are_chained():
    conference = make_draft()
    for number in (1, 2, 3):
        reconcile(conference, document(exchange(number)))
    assert not list(actions.find_damage(conference))
    tampered = conference.revisions.get(number=2)
    tampered.document["exchanges"][0]["turns"][0]["paragraphs"] = ["Something that nobody said."]
    tampered.save()
    assert list(actions.find_damage(conference)) == ["Revision 2, or the one before it, was altered after it was made."]


def test_revisions_from_before_a_field_was_added_are_whole_and_stay_the_last():
    """A stored document that lacks a key is as good as on the day that it was sealed, and the key adds no revision."""
    conference = make_conference()
    reconcile(conference, document(exchange(1)), Change(note="Entered.", is_major=False))
    reconcile(conference, document(exchange(2)), Change(note="Entered again.", is_major=False))
    before = ""
    for revision in conference.revisions.order_by("number"):
        del revision.document["venue"], revision.document["pages"]
        revision.digest = before = actions.transcript.revisions.seal(revision, after=before)
        revision.save()
    assert not list(actions.find_damage(conference))
    assert actions.record_revision(conference, Change()) is None
    assert not reconcile(conference, document(exchange(2)))
    reconcile(conference, document(exchange(2), venue="Pier 2"), Change(note="The venue.", is_major=False))
    assert conference.revision_number == 3
    assert not list(actions.find_damage(conference))


def test_a_key_put_into_a_stored_document_is_damage():
    conference = make_draft()
    reconcile(conference, document())
    tampered = conference.revisions.get()
    tampered.document["nobody_reads_this"] = "Something that nobody sealed."
    tampered.save()
    assert list(actions.find_damage(conference)) == ["Revision 1, or the one before it, was altered after it was made."]


def test_a_forged_digest_breaks_the_chain_behind_it():
    conference = make_draft()
    for number in (1, 2, 3):
        reconcile(conference, document(exchange(number)))
    forged = conference.revisions.get(number=2)
    forged.note = "I was never here."
    first = conference.revisions.get(number=1)
    forged.digest = actions.transcript.revisions.seal(forged, after=first.digest)
    forged.save()
    assert list(actions.find_damage(conference)) == ["Revision 3, or the one before it, was altered after it was made."]


def test_records_changed_behind_its_back_are_damage():
    conference = make_draft()
    reconcile(conference, document())
    conference.exchanges.first().turns.update(text="Something that nobody said.")
    assert list(actions.find_damage(conference)) == ["Its records differ from revision 1."]


def test_a_removed_revision_is_damage():
    conference = make_draft()
    for number in (1, 2, 3):
        reconcile(conference, document(exchange(number)))
    conference.revisions.filter(number=2).delete()
    assert "Revision 2 is missing." in list(actions.find_damage(conference))


def test_a_major_change_of_what_is_public_is_a_correction_of_each_turn():
    conference = make_conference()
    change = Change(note="Entered.", is_major=False)
    reconcile(conference, document(ExchangeText((question(), answer("About 1,800 samples a month.")))), change)
    reconcile(
        conference,
        document(ExchangeText((question(), answer("About 1,080 samples a month.")))),
        Change(note="Misheard.", is_major=True),
    )
    [correction] = Correction.objects.published()
    assert (correction.was, correction.now) == ("About 1,800 samples a month.", "About 1,080 samples a month.")
    assert conference.exchanges.get().turns.filter(public_id=correction.turn_public_id).exists()


@pytest.mark.parametrize(("make", "is_major"), [(make_draft, True), (make_scheduled, True), (make_conference, False)])
def test_no_other_change_is_a_correction(make, is_major):
    conference = make()
    reconcile(conference, document(exchange(1)), Change(note="Entered.", is_major=False))
    reconcile(conference, document(exchange(2)), Change(note="Changed.", is_major=is_major))
    assert not Correction.objects.exists()


def test_who_spoke_is_part_of_a_correction():
    conference = make_conference()
    reconcile(
        conference,
        document(ExchangeText((question(), answer(speaker="Ines Calder")))),
        Change(note="Entered.", is_major=False),
    )
    reconcile(
        conference,
        document(ExchangeText((question(), answer(speaker="Tomas Reyl")))),
        Change(note="Who?", is_major=True),
    )
    correction = Correction.objects.get(field="label")
    assert (correction.label, correction.was, correction.now) == ("Tomas Reyl", "Ines Calder", "Tomas Reyl")


def test_corrections_of_the_withdrawn_are_not_public():
    conference = make_conference()
    reconcile(conference, document(exchange(1)), Change(note="Entered.", is_major=False))
    reconcile(conference, document(exchange(2)), Change(note="Misheard.", is_major=True))
    actions.withdraw(conference, reason="Another meeting.")
    assert Correction.objects.exists()
    assert not Correction.objects.published().exists()


@pytest.mark.parametrize("make", [make_draft, make_scheduled, make_withdrawn])
def test_what_the_public_does_not_see_leaves_the_edition_alone(make):
    conference = make()
    before = edition()
    reconcile(conference, document(exchange(1)))
    reconcile(conference, document(exchange(2)))
    sync_after_edit(conference)
    assert edition() == before


def test_a_change_that_the_public_sees_bumps_the_edition_once():
    conference = make_conference()
    reconcile(conference, document(exchange(1)), Change(note="Entered.", is_major=False))
    before = edition()
    reconcile(conference, document(exchange(2)), Change(note="Changed.", is_major=False))
    assert edition() == before + 1
    reconcile(conference, document(exchange(2)), Change(note="Again.", is_major=False))
    assert edition() == before + 1


def test_a_revision_outlives_the_account_that_made_it():
    editor = make_editor()
    conference = make_draft()
    reconcile(conference, document(), Change(editor))
    editor.delete()
    assert Revision.objects.get().made_by_name == "editor"
    assert not list(actions.find_damage(conference))


def test_renaming_an_outlet_a_topic_or_a_series_is_no_damage_and_no_change():
    conference = make_conference()
    reconcile(
        conference,
        document(exchange(1, topics=("Ferries",)), series="Briefings"),
        Change(note="Entered.", is_major=False),
    )
    for model, old, new in (
        (Topic, "Ferries", "Boats"),
        (Outlet, "Evening Courier", "Courier"),
        (Series, "Briefings", "Talks"),
    ):
        record = model.objects.get(name=old)
        record.name = new
        record.save()
    assert "Boats" in read(conference).exchanges[0].topics
    assert not list(actions.find_damage(conference))
    sync_after_edit(conference)
    assert conference.revisions.count() == 1


def test_a_revision_from_before_a_renaming_is_restored_with_the_same_records():
    conference = make_draft()
    reconcile(conference, document(exchange(1, topics=("Ferries",))))
    topic = Topic.objects.get()
    topic.name = "Boats"
    topic.save()
    reconcile(conference, document(exchange(2)))
    actions.restore_revision(conference.revisions.get(number=1), change=Change())
    assert list(Topic.objects.all()) == [topic]
    assert not list(actions.find_damage(conference))


def test_a_name_that_was_given_anew_is_the_new_record():
    old = Topic.objects.create(name="Ferries", slug="ferries")
    old.name = "Boats"
    old.save()
    new = Topic.objects.create(name="Ferries", slug="ferries-2")
    assert actions.find_or_make(Topic, ["Ferries", "Boats"]) == {"Ferries": new, "Boats": old}


def test_a_new_address_is_an_event_with_its_note():
    conference = make_conference()
    sync_after_edit(conference, Change(note="Entered.", is_major=False))
    sync_after_edit(conference, Change(note="A shorter address.", is_major=False), head_changed=True)
    assert [(event.what, event.note) for event in conference.events.all()] == [("changed", "A shorter address.")]


def test_an_address_that_was_somebodys_is_given_to_nobody_else():
    first = make_conference("Night ferries")
    old = first.slug
    first.slug = "ferries-by-night"
    first.save()
    actions.keep_old_address(actions.kind_of(first), old, first.slug)
    assert make_conference("Night ferries").slug != old
    topic = Topic.objects.create(name="Ferries", slug="boats")
    actions.keep_old_address(actions.kind_of(topic), "ferries", "boats")
    assert Topic.free_slug("Ferries") == "ferries-2"
