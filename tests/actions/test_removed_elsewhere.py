"""Words that were removed from one conference are asked about, or refused, when another would make them public."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.actions.transcript.test_removal import CANARY, published, remove, said
from tests.admin.conftest import log_in
from tests.admin.forms import url
from tests.builders import make_author, make_editor
from transcripts import actions
from transcripts.intake import render_sheet
from transcripts.models import Conference, Redirect, Status

pytestmark = pytest.mark.django_db
ELSEWHERE = {"title": "Another meeting", "source_url": ""}


def enter(**head: Any) -> Conference:
    conference = Conference()
    actions.reconcile(conference, said(**head))
    return Conference.objects.get(pk=conference.pk)


def test_another_conference_with_the_words_is_asked_about_before_it_is_published() -> None:
    original = published()
    remove()
    other = enter(**ELSEWHERE)
    editor = log_in(make_editor("asker"))
    page = editor.post(url("conference", "publish", other.pk)).content.decode()
    assert "May these words be public?" in page
    assert "Exchange 1, turn 2 has words that were removed from “Night ferries” on" in page
    assert "because: A home address." in page
    assert "goldfinch" not in page
    assert url("conference", "change", original.pk) in page
    assert "May these words be public?" in editor.get(url("conference", "schedule", other.pk)).content.decode()
    confirmed = {"confirm": "1", "revision_number": other.revision_number}
    editor.post(url("conference", "publish", other.pk), confirmed)
    assert Conference.objects.get(pk=other.pk).is_published


def test_a_conference_without_them_is_not() -> None:
    published()
    remove()
    other = enter(**ELSEWHERE)
    document = said("It was dark.", **ELSEWHERE)
    actions.reconcile(other, document)
    page = log_in(make_editor("asker")).post(url("conference", "publish", other.pk)).content.decode()
    assert "May these words be public?" not in page


@pytest.mark.parametrize("same", [{"source_url": "https://example.org/ferries"}, {"title": "NIGHT  FERRIES"}])
def test_the_same_conference_entered_once_more_is_refused(same: dict[str, str]) -> None:
    published(title="Night ferries", source_url="https://example.org/ferries")
    remove()
    other = enter(**(ELSEWHERE | same))
    with pytest.raises(actions.WordsRemovedError, match="A home address"):
        actions.publish(other)
    assert Conference.objects.get(pk=other.pk).status == Status.DRAFT


def test_its_title_is_known_even_where_that_was_removed_as_well() -> None:
    published(title=f"On {CANARY}")
    remove()
    assert Conference.objects.get().title.startswith("Transcript")
    other = enter(title=f"On {CANARY}")
    with pytest.raises(actions.WordsRemovedError):
        actions.publish(other)


def test_the_command_says_it_and_does_not_publish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published()
    remove()
    file = tmp_path / "other.txt"
    file.write_text(render_sheet(said(**ELSEWHERE)))
    with pytest.raises(CommandError, match="publish it in the admin"):
        call_command("import_transcript", file, publish=True)
    assert Conference.objects.count() == 1
    call_command("import_transcript", file)
    assert "has words that were removed from “Night ferries”" in capsys.readouterr().err
    assert Conference.objects.filter(title="Another meeting", status=Status.DRAFT).exists()


def test_an_address_made_of_them_leads_on_and_is_shown_to_nobody_who_may_not_see_them(client: Client) -> None:
    conference = published(title=f"On {CANARY}")
    old = conference.get_absolute_url()
    remove()
    conference.refresh_from_db()
    assert conference.slug == conference.public_id
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, f"/conferences/{conference.public_id}/")
    assert not [value for value in answer.headers.values() if "goldfinch" in value]
    listed = url("redirect", "changelist")
    assert Redirect.objects.count() == 1
    assert "goldfinch" in log_in(make_editor("may")).get(listed).content.decode()
    assert "goldfinch" not in log_in(make_author("maynot")).get(listed).content.decode()
    for path in ("/sitemap.xml", "/corrections/", f"/conferences/{conference.slug}/timemap/", "/feed/"):
        assert "goldfinch" not in client.get(path).content.decode()


def test_what_was_erased_is_asked_about_no_more() -> None:
    published()
    removal = remove()
    actions.erase_words(removal, because="A judge said so.", change=actions.Change())
    actions.publish(enter(**ELSEWHERE))
