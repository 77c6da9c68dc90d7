"""Preview links at the desk: made for some days, revoked together, and the editor's own way to see a page."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from tests.admin.forms import messages, url
from tests.builders import make_conference, make_draft, make_scheduled, make_withdrawn
from transcripts import actions
from transcripts.actions import Change
from transcripts.models import Conference, Preview
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


def link_of(client: Client, conference: Conference, query: str = "") -> str:
    link: str = client.get(url("conference", "preview", conference.pk) + query).context["link"]
    return link


def days_of(link: str) -> float:
    preview = Preview.open(link.split("/")[-2])
    assert preview
    return round((preview.until.timestamp() - preview.conference.updated_at.timestamp()) / 86_400)


@pytest.mark.parametrize(
    ("query", "days"), [("", 7), ("?days=1", 1), ("?days=30", 30), ("?days=900", 7), ("?days=x", 7)]
)
def test_a_link_is_made_for_some_days(author: Client, client: Client, query: str, days: int) -> None:
    conference = make_draft(exchanges=1)
    link = link_of(author, conference, query)
    assert days_of(link) == days
    assert client.get(link).status_code == 200


def test_all_links_are_revoked_at_once(editor: Client, client: Client) -> None:
    conference = make_scheduled(exchanges=1)
    link = link_of(editor, conference)
    response = editor.post(url("conference", "preview", conference.pk))
    assert messages(editor, response) == "All preview links were revoked."
    assert client.get(link).status_code == 404
    assert client.get(link_of(editor, conference)).status_code == 200
    assert LogEntry.objects.count() == 1
    assert "Preview links revoked" in editor.get(url("conference", "history", conference.pk)).content.decode()


@pytest.mark.parametrize("make", [make_draft, make_scheduled])
def test_the_desk_leads_to_the_page_as_readers_will_see_it(editor: Client, make: object) -> None:
    conference = make(exchanges=1)  # type: ignore[operator]
    page = editor.get(url("conference", "change", conference.pk)).content.decode()
    see = url("conference", "see", conference.pk)
    assert see in page
    assert url("conference", "preview", conference.pk) in page
    response = editor.get(see, follow=True)
    assert "A preview, which is not published." in response.content.decode()


@pytest.mark.parametrize("make", [make_conference, make_withdrawn])
def test_what_was_public_once_has_no_preview(editor: Client, make: object) -> None:
    conference = make(exchanges=1)  # type: ignore[operator]
    assert (
        url("conference", "see", conference.pk)
        not in editor.get(url("conference", "change", conference.pk)).content.decode()
    )
    assert editor.get(url("conference", "preview", conference.pk)).status_code == 302
    assert editor.get(url("conference", "see", conference.pk)).headers["Location"] == conference.get_absolute_url()


def test_an_editor_sees_a_proposal_as_readers_would(editor: Client) -> None:
    conference = make_conference(exchanges=1)
    actions.sync_after_edit(conference)
    proposal = actions.propose(conference, read(conference), base=conference.revision_number, change=Change())
    see = url("conference", "see_proposal", conference.pk, proposal.pk)
    assert see in editor.get(url("conference", "proposal", conference.pk, proposal.pk)).content.decode()
    assert "A preview of a proposed change" in editor.get(see, follow=True).content.decode()
    assert editor.get(url("conference", "see_proposal", conference.pk, 4711)).status_code == 404


def test_a_stranger_makes_no_link(client: Client) -> None:
    conference = make_draft(exchanges=1)
    for view in ("preview", "see"):
        assert client.get(url("conference", view, conference.pk)).status_code == 302
    client.post(url("conference", "preview", conference.pk))
    conference.refresh_from_db()
    assert conference.preview_key == ""


def test_what_an_editor_sees_as_readers_will_opens_in_that_session_alone(editor: Client, author: Client) -> None:
    draft = make_draft()
    address = editor.get(f"/admin/transcripts/conference/{draft.pk}/see/").url
    assert editor.get(address).status_code == 200
    assert Client().get(address).status_code == 404
    assert author.get(address).status_code == 404
    editor.logout()
    assert editor.get(address).status_code == 404
