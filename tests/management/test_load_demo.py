from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from tests.shared_archives import IN_MEMORY, shared_archive
from transcripts.models import (
    Announcement,
    Attachment,
    Comment,
    Conference,
    Correction,
    Event,
    Exchange,
    Outlet,
    Removal,
    Speaker,
    Topic,
    Turn,
)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker):
    """The demonstration content, loaded once for this module and taken away again."""
    with shared_archive(django_db_blocker):
        with override_settings(STORAGES=IN_MEMORY):
            call_command("load_demo", stdout=StringIO(), stderr=StringIO())
        yield


pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db]


def test_it_is_rich_enough_for_every_feature():
    public = Conference.objects.published()
    originals = Exchange.objects.published().filter(conference__language="en")
    assert public.filter(language="en").count() >= 10
    assert originals.count() >= 80
    assert Speaker.objects.published().count() >= 25
    assert Outlet.objects.published().count() >= 20
    assert Topic.objects.published().count() >= 15
    assert any(conference.exchanges.count() == 11 for conference in public)


def test_two_conferences_are_translations_of_each_other_turn_by_turn():
    groups = (
        Conference.objects.published()
        .closed()
        .exclude(translation_group="")
        .values_list("translation_group", flat=True)
    )
    assert len(set(groups)) == 2
    for group in set(groups):
        kinds = [
            list(
                Turn.objects.filter(exchange__conference=conference)
                .order_by("exchange__position", "position")
                .values_list("exchange__position", "kind", "speaker", "outlet")
            )
            for conference in Conference.objects.filter(translation_group=group)
        ]
        assert len(kinds) == 2
        assert kinds[0] == kinds[1]


def test_there_is_one_of_each_hidden_state():
    assert Conference.objects.filter(status="draft", announcement=None).count() == 1
    announced = Announcement.objects.announced().order_by("language")
    assert [row.language for row in announced] == ["en", "zh-hans"]
    assert all(row.starts_at > timezone.now() for row in announced)
    assert [row.language for row in Conference.objects.running().order_by("language")] == ["en", "zh-hans"]
    for row in Conference.objects.running():
        assert (row.exchanges.count(), row.queue.count(), row.versions.count()) == (3, 2, 0)
    assert Conference.objects.submitted().count() == 1
    assert Conference.objects.scheduled().count() == 1
    assert Conference.objects.withdrawn().count() == 1


def test_some_speakers_come_back_in_other_roles():
    roles = Speaker.objects.published().values_list("pk", "participations__role_as_printed").distinct()
    english = [pk for pk, _ in roles]
    assert sum(english.count(pk) > 1 for pk in set(english)) >= 3


def test_it_shows_corrections_one_of_them_taken_back():
    kept, first, second = (
        Correction.objects.published().filter(revision__removal=None).order_by("revision__made_at", "pk")
    )
    assert ("1,800" in kept.was, "1,080" in kept.now) == (True, True)
    assert first.closed_by == second.revision
    assert second.now == first.was


def test_it_shows_a_removal_that_repeats_nothing():
    removal = Removal.objects.get()
    assert not removal.is_repeated
    assert "One mother, [removed], asked" in Turn.objects.get(text__contains="[removed]").text
    assert not Correction.objects.filter(was__contains="Brodd").exists()


def test_one_transcript_was_withdrawn_and_published_again():
    again = Event.objects.filter(what=Event.What.WITHDRAWN, conference__in=Conference.objects.published())
    assert [event.conference.title for event in again] == ["Winter plan for the crossings"]


def test_the_desk_finds_work():
    waiting = Conference.objects.submitted().get()
    assert waiting in Conference.objects.without_topics()
    assert [each.language for each in Conference.objects.out_of_date()] == ["zh-hans"]
    assert Conference.objects.without_translation().exists()
    assert Comment.objects.filter(conference=waiting).exists()


def test_there_are_pictures_in_both_languages_a_handout_and_a_video():
    shown = Attachment.objects.published()
    photos = shown.filter(kind="photo")
    assert {photo.conference.language for photo in photos.select_related("conference")} == {"en", "zh-hans"}
    assert all(photo.alt for photo in photos)
    assert shown.filter(kind="handout").count() == shown.filter(kind="video").count() == 1


def test_what_an_editor_has_changed_stays_changed():
    turn = Turn.objects.filter(exchange__conference__in=Conference.objects.published(), kind="answer").first()
    before = turn.text
    Turn.objects.filter(pk=turn.pk).update(text="An editor wrote this.")
    call_command("load_demo", stdout=StringIO(), stderr=StringIO())
    assert Turn.objects.get(pk=turn.pk).text == "An editor wrote this."
    Turn.objects.filter(pk=turn.pk).update(text=before)


def test_loading_it_again_changes_nothing():
    before = list(Conference.objects.order_by("pk").values_list("pk", "revision_number", "updated_at"))
    out = StringIO()
    call_command("load_demo", stdout=out, stderr=StringIO())
    assert list(Conference.objects.order_by("pk").values_list("pk", "revision_number", "updated_at")) == before
    assert out.getvalue().startswith("Demonstration content: 0 new conferences")


def test_it_leaves_a_database_with_content_alone_when_told():
    out = StringIO()
    call_command("load_demo", "--if-empty", stdout=out, stderr=StringIO())
    assert "already" in out.getvalue()


def test_speakers_who_have_a_family_name_are_given_it() -> None:
    families = dict(Speaker.objects.values_list("name", "family_name"))
    assert (families["Ines Calder"], families["Shen Ruolin"], families["Ruo Lan"]) == ("Calder", "Shen", "")
    call_command("load_demo")
    assert dict(Speaker.objects.values_list("name", "family_name")) == families
