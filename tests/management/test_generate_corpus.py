"""The synthetic archive: the same each time, and one that the site can show."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.builders import make_conference
from transcripts import search
from transcripts.management.corpus import Corpus
from transcripts.models import Conference, Exchange, Participation, Speaker, Turn

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_the_same_seed_makes_the_same_archive() -> None:
    def made(seed: int) -> list:
        corpus = Corpus(40, seed)
        return [corpus.speakers[:5], *corpus.conferences(), corpus.public_id()]

    first = made(1)
    assert first == made(1)
    assert first != made(2)


@pytest.mark.slow
def test_an_archive_can_be_read_and_searched(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("generate_corpus", exchanges=60, seed=3)
    assert capsys.readouterr().out == f"{Conference.objects.count()} conferences, 60 exchanges.\n"
    assert Exchange.objects.count() == 60
    assert Turn.objects.filter(text="").count() == 0
    assert Conference.objects.published().count() == Conference.objects.count() > 3
    assert not Turn.objects.filter(speaker=None, outlet=None).exists()
    assert Participation.objects.values("speaker").distinct().count() > 3
    call_command("rebuild_search")
    assert search.check().is_good
    assert search.find("the").total > 20
    speaker = Speaker.objects.filter(turns__isnull=False).first()
    assert speaker
    assert search.find(speaker.name).total > 0
    for conference in Conference.objects.all()[:3]:
        assert client.get(conference.get_absolute_url()).status_code == 200
    conference = Conference.objects.create(title="Counted on", held_on="2026-11-01")
    Exchange.objects.create(conference=conference, position=1)


def test_it_is_written_into_an_empty_database_only() -> None:
    make_conference()
    with pytest.raises(CommandError, match="already has conferences"):
        call_command("generate_corpus", exchanges=10)


def test_it_needs_a_number() -> None:
    with pytest.raises(CommandError, match="at least 1"):
        call_command("generate_corpus", exchanges=0)
