"""Two records of one person, outlet or topic are made one, and two again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F

from tests.builders import (
    make_conference,
    make_draft,
    make_editor,
    make_exchange,
    make_outlet,
    make_participation,
    make_speaker,
    make_topic,
)
from transcripts import search
from transcripts.actions import (
    Change,
    WrongStateError,
    find_damage,
    find_or_make,
    merge_names,
    remove_exchanges,
    save_all_name_keys,
    sync_after_edit,
    sync_after_name_edit,
    undo_merge,
)
from transcripts.models import (
    Conference,
    Edition,
    Merge,
    NameKey,
    Outlet,
    OutletAlias,
    Redirect,
    Speaker,
    SpeakerAlias,
    Topic,
    TopicAlias,
    Turn,
)
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


def make_recorded(**fields: Any) -> Conference:
    """A conference with one exchange, and its first revision."""
    conference = make_conference()
    exchange = make_exchange(conference, **fields)
    for turn in exchange.turns.filter(speaker__isnull=False).select_related("speaker"):
        make_participation(conference, turn.speaker)
    sync_after_edit(conference)
    return conference


def merged(kept: Any, gone: Any) -> Merge:
    """The record of the merge, as the database has it."""
    made = merge_names(kept, type(gone).objects.get(pk=gone.pk), Change(make_editor()))
    assert made
    return Merge.objects.get(pk=made.pk)


def everything() -> dict[str, Any]:
    """All that a merge touches, but for the histories."""
    tables: list[Any] = [Speaker, SpeakerAlias, Outlet, OutletAlias, Topic, TopicAlias, Turn, Redirect]
    state: dict[str, Any] = {
        model.__name__: sorted(map(str, model.objects.values_list(*_columns(model)))) for model in tables
    }
    state["keys"] = sorted(NameKey.objects.values_list("kind", "record", "name", "key"))
    state["tags"] = sorted(Topic.objects.values_list("pk", "exchanges"), key=str)
    state["participants"] = sorted(Conference.objects.values_list("pk", "participations__speaker"), key=str)
    return state


def _columns(model: Any) -> list[str]:
    skipped = {"made_at", "id"} if "Alias" in model.__name__ or model is Redirect else {"made_at"}
    return [field.attname for field in model._meta.fields if field.name not in skipped]


def test_a_merged_speaker_keeps_all_words_names_and_addresses():
    kept, gone = make_speaker("Ines Calder"), make_speaker("I. Calder")
    conference = make_recorded(speaker=gone)
    printed = read(conference)
    merge_names(kept, gone)
    assert not Speaker.objects.filter(name="I. Calder").exists()
    assert Turn.objects.get(kind="answer").speaker == kept
    assert read(conference) == printed
    assert Redirect.objects.filter(kind="speaker", old="i-calder", new="ines-calder").exists()
    assert find_or_make(Speaker, ["I. Calder"]) == {"I. Calder": kept}
    assert not list(find_damage(conference))


def test_two_who_sat_at_one_conference_are_not_merged():
    kept, gone = make_speaker("Ines Calder"), make_speaker("I. Calder")
    conference = make_conference()
    make_exchange(conference, speaker=kept)
    make_exchange(conference, speaker=gone)
    sync_after_edit(conference)
    before = read(conference)
    with pytest.raises(WrongStateError, match="Night ferries"):
        merge_names(kept, gone)
    assert read(conference) == before
    assert Speaker.objects.filter(pk=gone.pk).exists()


def test_redirects_lead_on_to_the_last_one():
    first, second, third = (make_speaker(name) for name in ("One", "Two", "Three"))
    merge_names(second, first)
    merge_names(third, second)
    assert dict(Redirect.objects.values_list("old", "new")) == {"one": "three", "two": "three"}
    assert not Redirect.objects.filter(old=F("new")).exists()


def test_merged_outlets_keep_their_questions():
    kept, gone = make_outlet("Evening Courier"), make_outlet("The Courier")
    conference = make_recorded(outlet=gone)
    merge_names(kept, gone)
    assert Turn.objects.get(kind="question").outlet == kept
    assert list(kept.aliases.values_list("name", flat=True)) == ["The Courier"]
    assert Outlet.objects.count() == 1
    assert not list(find_damage(conference))


def test_merged_topics_keep_their_exchanges_and_their_names():
    kept, gone = make_topic("River crossings"), make_topic("Ferries")
    both = make_recorded(topics=(kept, gone))
    one = make_recorded(topics=(gone, make_topic("Zebras")))
    merge_names(kept, gone)
    assert [kept.exchanges.count(), Topic.objects.count()] == [2, 2]
    assert find_or_make(Topic, ["Ferries"]) == {"Ferries": kept}
    assert Redirect.objects.get(kind="topic").old == "ferries"
    for conference in (one, both):
        assert not list(find_damage(conference))
        assert sync_after_edit(conference) is None
        assert conference.revisions.count() == 1
    topic = search.Filters(topics=(kept.pk,))
    assert search.find("boat", topic).total == 4  # two questions, and the answers to them


def test_merging_one_with_itself_does_nothing():
    speaker = make_speaker()
    assert merge_names(speaker, speaker) is None
    assert Speaker.objects.filter(pk=speaker.pk).exists()


def test_one_that_went_meanwhile_is_not_merged_again():
    kept, gone = make_speaker("Ines Calder"), make_speaker("I. Calder")
    stale = Speaker.objects.get(pk=gone.pk)
    merge_names(kept, gone)
    with pytest.raises(WrongStateError, match="no longer exists"):
        merge_names(kept, stale)


@pytest.mark.parametrize(("make", "field"), [(make_speaker, "speaker"), (make_outlet, "outlet"), (make_topic, "")])
def test_an_undone_merge_leaves_everything_as_it_was(make: Callable[..., Any], field: str):
    known = {"family_name": "Courier"} if field == "speaker" else {}
    kept, gone = make("Evening Courier"), make("The Courier", names={"zh-hans": "晚报"}, sort_name="Courier", **known)
    kept.aliases.create(name="Courier of the evening")
    gone.aliases.create(name="The old Courier")
    Redirect.objects.create(kind=gone._meta.model_name, old="older", new=gone.slug)
    fields = [{field: gone}, {field: kept}] if field else [{"topics": (gone,)}, {"topics": (kept, gone)}]
    conferences = [make_recorded(**each) for each in fields]
    save_all_name_keys()
    before, edition = everything(), Edition.objects.get().number
    merge = merged(kept, gone)
    assert everything() != before
    back = undo_merge(merge, Change(make_editor("second")))
    assert back == gone
    assert everything() == before
    assert Edition.objects.get().number == edition + 2
    merge.refresh_from_db()
    assert (merge.made_by_name, merge.undone_by_name) == ("editor", "second")
    assert [step.history_type for step in gone.history.order_by("history_id")] == ["+", "-", "+"]
    for conference in conferences:
        assert not list(find_damage(conference))
        assert conference.revisions.count() == 1
    assert search.check().is_good
    with pytest.raises(WrongStateError, match="already been undone"):
        undo_merge(merge)


def test_a_conference_that_was_revised_since_says_whose_words_they_are_again():
    kept, gone = make_outlet("Evening Courier"), make_outlet("The Courier")
    conference = make_recorded(outlet=gone)
    merge = merged(kept, gone)
    Conference.objects.filter(pk=conference.pk).update(venue="Quay 3")
    sync_after_edit(conference, Change(note="The venue", is_major=False))
    undo_merge(merge)
    assert next(turn.outlet for turn in read(conference).turns) == "The Courier"
    last = conference.revisions.order_by("-number")[0]
    assert (last.number, last.note) == (3, "The merge of “The Courier” into “Evening Courier” was undone.")
    assert not list(find_damage(conference))


def test_merges_are_undone_one_after_the_other():
    first, second, third = (make_speaker(name) for name in ("One", "Two", "Three"))
    make_recorded(speaker=first)
    save_all_name_keys()
    before = everything()
    one = merged(second, first)
    other = merge_names(third, second)
    assert other
    with pytest.raises(
        WrongStateError, match=r"“Two” no longer exists\. If it was merged into another record, undo that merge first"
    ):
        undo_merge(one)
    undo_merge(other)
    undo_merge(one)
    assert everything() == before


def test_a_name_that_two_merges_gave_stays_until_both_are_undone():
    kept = make_outlet("Evening Courier")
    one, other = (Outlet.objects.create(name="Courier", slug=slug) for slug in ("courier", "courier-2"))
    first = merged(kept, one)
    second = merge_names(kept, other)
    assert second
    undo_merge(first)
    assert kept.aliases.get().name == "Courier"
    undo_merge(second)
    assert not kept.aliases.exists()


def _give_turn_away(conference: Conference, kept: Speaker) -> None:
    Turn.objects.filter(speaker=kept).update(speaker=make_speaker("Tomas Reyl"))


def _reassign_participation(conference: Conference, kept: Speaker) -> None:
    conference.participations.update(speaker=make_speaker("Tomas Reyl"))


def _speak_again(conference: Conference, kept: Speaker) -> None:
    make_exchange(conference, speaker=kept)


def _sit_elsewhere(conference: Conference, kept: Speaker) -> None:
    participation = make_participation(make_draft("Day boats"), kept)
    participation.name_as_printed = "I. Calder"
    participation.save()


def _say_elsewhere(conference: Conference, kept: Speaker) -> None:
    exchange = make_exchange(make_draft("Day boats"), speaker=kept)
    exchange.turns.filter(speaker=kept).update(label_as_printed="I. Calder")


def _take_the_name(conference: Conference, kept: Speaker) -> None:
    Speaker.objects.filter(pk=kept.pk).update(name="I. Calder")


def _take_the_address(conference: Conference, kept: Speaker) -> None:
    old = kept.slug
    kept.slug = "i-calder"
    kept.save()
    sync_after_name_edit(kept, old_slug=old)


def _take_the_other_name(conference: Conference, kept: Speaker) -> None:
    kept.aliases.filter(name="Calder I.").update(speaker=make_speaker("Tomas Reyl"))


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (_give_turn_away, "A turn in “Night ferries” has been reassigned since"),
        (_reassign_participation, "A participant in “Night ferries” has been reassigned since"),
        (_speak_again, "In “Night ferries”, the remaining record has since been given turns"),
        (_sit_elsewhere, "“Day boats” was entered later and has a participant under the old name"),
        (_say_elsewhere, "“Day boats” was entered later and has turns under the old name"),
        (_take_the_name, "“I. Calder” is now the name of the remaining record"),
        (_take_the_address, "The old address “i-calder” now redirects elsewhere"),
        (_take_the_other_name, "The other name “Calder I.” now belongs to another record"),
    ],
)
def test_what_was_built_on_a_merge_keeps_it(build: Callable[[Conference, Speaker], None], told: str):
    kept, gone = make_speaker("Ines Calder"), make_speaker("I. Calder")
    gone.aliases.create(name="Calder I.")
    conference = make_recorded(speaker=gone)
    merge = merged(kept, gone)
    build(conference, Speaker.objects.get(pk=kept.pk))
    before = everything()
    with pytest.raises(WrongStateError, match=told):
        undo_merge(merge)
    assert everything() == before


def test_topics_that_were_changed_since_keep_a_merge():
    kept, gone = make_topic("River crossings"), make_topic("Ferries")
    conference = make_recorded(topics=(gone,))
    merge = merged(kept, gone)
    conference.exchanges.get().topics.clear()
    with pytest.raises(WrongStateError, match="The topics of an exchange in “Night ferries” have been changed since"):
        undo_merge(merge)


def test_what_was_deleted_since_is_not_missed():
    kept, gone = make_outlet("Evening Courier"), make_outlet("The Courier")
    draft = make_draft()
    exchange = make_exchange(draft, outlet=gone)
    make_exchange(draft, outlet=gone)
    sync_after_edit(draft)
    merge = merged(kept, gone)
    remove_exchanges([exchange])
    undo_merge(merge)
    assert gone.turns.count() == 1
    assert not list(find_damage(draft))
