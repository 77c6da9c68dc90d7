"""The sets of conferences that somebody at the desk has work with."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.builders import (
    LONG_AGO,
    make_author,
    make_conference,
    make_draft,
    make_editor,
    make_exchange,
    make_scheduled,
    make_topic,
    make_withdrawn,
)
from transcripts import actions
from transcripts.actions import Change
from transcripts.models import Conference, Status

pytestmark = pytest.mark.django_db
SETS = Conference.objects


def titles(rows) -> set[str]:
    return set(rows.values_list("title", flat=True))


def binned(title: str, **fields) -> Conference:
    return make_draft(title, binned_at=timezone.now(), **fields)


def test_what_was_submitted_waits_until_it_is_in_the_trash() -> None:
    make_draft("draft"), make_draft("submitted", status=Status.SUBMITTED), make_conference("public")
    binned("binned", status=Status.SUBMITTED)
    assert titles(SETS.submitted()) == {"submitted"}


def test_a_draft_is_whose_who_entered_it_or_changed_it_last() -> None:
    editor, author = make_editor(), make_author()
    for title, hands in {
        "entered": [author, editor],
        "entered and changed": [author, author],
        "changed last": [editor, author],
        "changed between": [editor, author, editor],
        "another’s": [editor],
    }.items():
        draft = make_draft(title)
        for number, hand in enumerate(hands):
            make_exchange(draft, heading=f"{number}")
            actions.sync_after_edit(draft, Change(hand))
    public = make_conference("public")
    actions.sync_after_edit(public, Change(author))
    assert titles(SETS.drafts_of(author)) == {"entered", "entered and changed", "changed last"}
    assert SETS.drafts_of(author).count() == 3


def test_today_begins_at_the_office_s_midnight() -> None:
    now = timezone.now()
    with timezone.override("Pacific/Kiritimati"):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        make_conference("today", published_at=max(midnight, now - timedelta(seconds=1)))
        make_conference("before midnight", published_at=midnight - timedelta(seconds=1))
        make_scheduled("later"), make_withdrawn("taken back", published_at=now)
        assert titles(SETS.published_today()) == {"today"}


def test_one_topic_in_one_exchange_is_enough() -> None:
    tagged, bare = make_conference("tagged"), make_conference("bare")
    make_exchange(tagged), make_exchange(tagged, topics=(make_topic(), make_topic("Fares")))
    make_exchange(bare)
    make_draft("empty"), make_withdrawn(), binned("binned")
    assert titles(SETS.without_topics()) == {"bare", "empty"}


def test_a_conference_alone_in_its_group_has_no_translation() -> None:
    make_conference("alone")
    assert titles(SETS.without_translation()) == set()  # nobody translates here
    make_conference("one", translation_group="a"), make_draft("other", translation_group="a", language="fr")
    make_conference("lone", translation_group="b"), make_withdrawn(translation_group="b", language="fr")
    binned("binned", translation_group="b", language="de")
    assert titles(SETS.without_translation()) == {"alone", "lone"}


def in_two_languages() -> tuple[Conference, Conference]:
    original = make_conference("original", translation_group="a", exchanges=1)
    translation = make_conference("translation", translation_group="a", language="fr", exchanges=1)
    for each in (original, translation):
        actions.sync_after_edit(each)
    return original, translation


def say(conference: Conference, text: str) -> None:
    conference.exchanges.get().turns.filter(position=2).update(text=text)
    actions.sync_after_edit(conference, Change(note="Misheard.", is_major=False))


def test_a_translation_is_out_of_date_when_its_original_says_something_else_since() -> None:
    original, translation = in_two_languages()
    assert titles(SETS.out_of_date()) == set()
    say(original, "At two o’clock.")
    assert titles(SETS.out_of_date()) == {"translation"}
    say(translation, "A deux heures.")
    assert titles(SETS.out_of_date()) == set()
    say(translation, "À deux heures.")
    assert titles(SETS.out_of_date()) == set()  # an original is never behind its translation


def test_what_no_translator_translates_makes_nothing_out_of_date() -> None:
    original, _translation = in_two_languages()
    original.exchanges.get().topics.add(make_topic())
    Conference.objects.filter(pk=original.pk).update(venue="Quay", source_url="https://example.org/")
    actions.sync_after_edit(original, Change(note="Found where it was.", is_major=False))
    assert original.revision_number == 2
    assert titles(SETS.out_of_date()) == set()


@pytest.mark.parametrize("which", [0, 1])
def test_neither_what_is_gone_nor_its_translation_is_out_of_date(which: int) -> None:
    pair = in_two_languages()
    say(pair[0], "At two o’clock.")
    Conference.objects.filter(pk=pair[which].pk).update(status=Status.WITHDRAWN, withdrawal_reason="A mistake")
    assert titles(SETS.out_of_date()) == set()


def test_a_window_holds_what_was_changed_last() -> None:
    for number in range(4):
        Conference.objects.filter(pk=make_draft(f"{number}").pk).update(
            updated_at=LONG_AGO + timedelta(days=number % 3)
        )
    assert titles(SETS.last_changed(1)) == {"2"}
    assert titles(SETS.filter(title__in=["0", "1"]).last_changed(1)) == {"1"}
