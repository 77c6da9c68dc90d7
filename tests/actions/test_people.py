import pytest
from django.db.models import F

from tests.builders import make_conference, make_exchange, make_outlet, make_participation, make_speaker
from transcripts.actions import WrongStateError, find_damage, find_or_make, merge_outlets, merge_speakers, record_change
from transcripts.models import Outlet, Redirect, Speaker, Turn
from transcripts.reading import read

pytestmark = pytest.mark.django_db


def test_a_merged_speaker_keeps_all_words_names_and_addresses():
    kept, gone = make_speaker("Ines Calder"), make_speaker("I. Calder")
    conference = make_conference()
    make_exchange(conference, speaker=gone)
    make_participation(conference, gone)
    record_change(conference)
    printed = read(conference)
    merge_speakers(kept, gone)
    assert not Speaker.objects.filter(pk=gone.pk).exists()
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
    record_change(conference)
    before = read(conference)
    with pytest.raises(WrongStateError, match="Night ferries"):
        merge_speakers(kept, gone)
    assert read(conference) == before
    assert Speaker.objects.filter(pk=gone.pk).exists()


def test_redirects_lead_on_to_the_last_one():
    first, second, third = (make_speaker(name) for name in ("One", "Two", "Three"))
    merge_speakers(second, first)
    merge_speakers(third, second)
    assert dict(Redirect.objects.values_list("old", "new")) == {"one": "three", "two": "three"}
    assert not Redirect.objects.filter(old=F("new")).exists()


def test_merged_outlets_keep_their_questions():
    kept, gone = make_outlet("Evening Courier"), make_outlet("The Courier")
    make_exchange(make_conference(), outlet=gone)
    merge_outlets(kept, gone)
    assert Turn.objects.get(kind="question").outlet == kept
    assert list(kept.aliases.values_list("name", flat=True)) == ["The Courier"]
    assert Outlet.objects.count() == 1


def test_merging_one_with_itself_does_nothing():
    speaker = make_speaker()
    merge_speakers(speaker, speaker)
    assert Speaker.objects.filter(pk=speaker.pk).exists()
