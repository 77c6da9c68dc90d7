"""The pages behind a signed preview link: what readers will see, for whoever has the link, and for nobody else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import (
    make_conference,
    make_draft,
    make_editor,
    make_exchange,
    make_handout,
    make_outlet,
    make_participation,
    make_photo,
    make_scheduled,
    make_series,
    make_speaker,
    make_topic,
)
from tests.views.pages import markup
from transcripts import actions
from transcripts.actions import Change
from transcripts.document import TranscriptDocument
from transcripts.models import Conference, Preview, Revision
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


def link(conference: Conference, *, revision: Revision | None = None, **lasts: int) -> str:
    until = timezone.now() + timedelta(**(lasts or {"days": 1}))
    return f"/preview/{Preview(conference, until, revision).token}/"


def whole_draft(**fields: Any) -> Conference:
    """A draft with everything that a page can show."""
    conference = make_draft("Night ferries to come", series=make_series(), summary="A summary to come.", **fields)
    speaker = make_speaker("Ada Marsh")
    make_participation(conference, speaker, role="harbour master")
    for number in (1, 2, 3):
        make_exchange(
            conference,
            heading=f"Heading {number}",
            question=f"When is boat {number}?",
            speaker=speaker,
            outlet=make_outlet("Tide Gazette"),
            topics=(make_topic("Piers"),),
        )
    return conference


def links_of(page: str) -> list[str]:
    return [each.removeprefix(settings.SITE_URL) for each in re.findall(r' (?:href|src|action)="([^"#]*)', page)]


@pytest.mark.parametrize("make", [make_draft, make_scheduled])
def test_it_shows_what_is_not_public_without_an_account(client: Client, make: Any) -> None:
    conference = make()
    make_exchange(conference, question="When is the boat?")
    response = client.get(link(conference))
    page = response.content.decode()
    assert response.status_code == 200
    assert "When is the boat?" in page
    assert "A preview, which is not published." in page
    assert client.get(conference.get_absolute_url()).status_code == 404


def test_its_words_are_those_that_readers_will_see(client: Client) -> None:
    conference = whole_draft()
    root = link(conference)

    def words(path: str) -> list[str]:
        page = client.get(path).content.decode()
        main = page[page.index("<article" if "full" not in path else '<div class="reading__text"') :]
        main = main[: main.index("<aside")]
        text = re.sub(r"<p class=\"(turn__do|on-paper)\">.*?</p>", "", main, flags=re.S)
        return re.sub(r"<[^>]+>", " ", text).split()

    before = [words(root), words(f"{root}2/"), words(f"{root}full/")]
    actions.publish(conference)
    first = conference.get_absolute_url()
    assert before == [words(first), words(f"{first}2/"), words(f"{first}full/")]


def test_every_link_stays_in_the_preview_or_is_a_door_of_the_whole_site(client: Client) -> None:
    conference = whole_draft()
    make_photo(conference)
    make_handout(conference)
    root = link(conference)
    lists = (
        "conferences",
        "speakers",
        "topics",
        "series",
        "outlets",
        "search",
        "corrections",
        "about",
        "calendar",
        "statistics",
        "data",
        "api/docs",
    )
    doors = {"/", "/opensearch.xml", "/feed/", "/corrections/feed/", *(f"/{name}/" for name in lists)}
    for path in (root, f"{root}2/", f"{root}full/"):
        page = markup(client.get(path))
        inside = 0
        for address in links_of(page):
            if address.startswith((root, f"/zh-hans{root}")):
                inside += 1
                assert client.get(address).status_code == 200, address
            else:
                assert not address or address in doors or address.startswith("/static/"), address
        assert inside > 4
        assert 'rel="canonical"' not in page
        assert '<meta name="robots" content="noindex, nofollow">' in page


def test_nobody_keeps_it_lists_it_or_learns_its_address(client: Client) -> None:
    conference = whole_draft()
    photo = make_photo(conference)
    root = link(conference)
    for path in (
        root,
        f"{root}2/",
        f"{root}1/",
        f"{root}9/",
        f"{root}full/",
        f"{root}attachments/{photo.public_id}/{photo.name}",
    ):
        headers = client.get(path, headers={"accept-encoding": "gzip"}).headers
        assert "no-store" in headers["Cache-Control"], path
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Content-Encoding" not in headers
        assert "Set-Cookie" not in headers


def test_photos_and_handouts_are_there_by_the_link_alone(client: Client) -> None:
    conference = make_draft(exchanges=1)
    photo, handout = make_photo(conference), make_handout(conference)
    elsewhere = make_photo(make_draft("Another"))
    root = link(conference)
    page = client.get(root).content.decode()
    for address in (
        f"{root}attachments/{photo.public_id}/{photo.name}",
        f"{root}attachments/{handout.public_id}/{handout.name}",
    ):
        assert address in page
        assert client.get(address).status_code == 200
    assert client.get(photo.get_absolute_url()).status_code == 404
    assert client.get(f"{root}attachments/{elsewhere.public_id}/{elsewhere.name}").status_code == 404
    assert client.get(f"{root}attachments/{photo.public_id}/1.webp").status_code == 404


def nothing(client: Client, path: str) -> None:
    """Assert that the link opens nothing, in the same words as one that was made up."""
    page, none = client.get(path), client.get("/preview/made-up/")
    assert (page.status_code, page.content) == (404, none.content)
    assert "This preview link does not work" in page.content.decode()


def test_it_expires(client: Client) -> None:
    nothing(client, link(make_draft(exchanges=1), seconds=-1))


@pytest.mark.parametrize("how", ["x{}", "{}x", "{}:x"])
def test_it_cannot_be_forged(client: Client, how: str) -> None:
    token = link(make_draft(exchanges=1)).split("/")[2]
    nothing(client, f"/preview/{how.format(token)}/")
    nothing(client, f"/preview/{token[:-1]}/")


def test_revoking_takes_back_all_links_of_that_conference_and_is_in_its_history(client: Client) -> None:
    conference, other = make_draft(exchanges=1), make_draft("Another", exchanges=1)
    root, kept = link(conference), link(other)
    actions.revoke_previews(conference, change=Change(make_editor()))
    nothing(client, root)
    nothing(client, f"{root}full/")
    assert client.get(kept).status_code == 200
    assert client.get(link(conference)).status_code == 200
    event = conference.events.get()
    assert (event.what, event.made_by_name) == ("revoked", "editor")


def test_what_lies_in_the_trash_is_nothing(client: Client) -> None:
    conference = make_draft(exchanges=1)
    root = link(conference)
    actions.move_to_trash(conference, change=Change())
    nothing(client, root)


def test_what_is_published_meanwhile_is_read_at_its_own_address(client: Client) -> None:
    conference = make_draft(exchanges=1)
    root = link(conference)
    actions.publish(conference)
    for path in (root, f"{root}full/", f"{root}2/"):
        response = client.get(path)
        assert (response.status_code, response.headers["Location"]) == (302, conference.get_absolute_url())
    actions.withdraw(conference, reason="Another meeting.")
    assert client.get(root).status_code == 410


def test_the_embargo_ends_for_the_link_as_for_everybody(client: Client) -> None:
    conference = make_scheduled(exchanges=1)
    root = link(conference)
    Conference.objects.filter(pk=conference.pk).update(published_at=timezone.now())
    assert client.get(root).status_code == 302


def test_past_the_last_exchange_it_leads_back_into_the_preview(client: Client) -> None:
    root = link(make_draft(exchanges=2))
    response = client.get(f"{root}3/")
    assert response.status_code == 404
    assert f'href="{root}"' in response.content.decode()
    assert client.get(f"{root}1/").headers["Location"] == root


def test_an_empty_draft_is_shown_as_such(client: Client) -> None:
    root = link(make_draft())
    assert "still to come" in client.get(root).content.decode()
    assert client.get(f"{root}full/").status_code == 200


def test_a_proposal_is_previewed_and_the_public_page_stays(client: Client) -> None:
    conference = make_conference(exchanges=1)
    actions.sync_after_edit(conference)
    conference.refresh_from_db()
    document = read(conference)
    changed = TranscriptDocument(**{**_fields(document), "title": "Day ferries"})
    proposal = actions.propose(
        conference, changed, base=conference.revision_number, change=Change(note="By day.", is_major=False)
    )
    root = link(conference, revision=proposal)
    page = client.get(root).content.decode()
    assert "Day ferries" in page
    assert "A preview of a proposed change" in page
    assert "Day ferries" not in client.get(conference.get_absolute_url()).content.decode()
    actions.decline_proposal(proposal, change=Change())
    assert client.get(root).status_code == 302
    actions.withdraw(conference, reason="Another meeting.")
    assert client.get(root).status_code == 410


def test_a_proposal_is_not_read_past_a_withdrawal(client: Client) -> None:
    conference = make_conference(exchanges=1)
    proposal = actions.propose(conference, read(conference), base=0, change=Change())
    root = link(conference, revision=proposal)
    assert client.get(root).status_code == 200
    actions.withdraw(conference, reason="Another meeting.")
    assert client.get(root).status_code == 410


def test_a_proposal_whose_row_was_changed_by_hand_is_no_error(client: Client) -> None:
    conference = make_conference(exchanges=1)
    proposal = actions.propose(conference, read(conference), base=0, change=Change())
    Revision.objects.filter(pk=proposal.pk).update(document={"nonsense": 1})
    nothing(client, link(conference, revision=proposal))


def _fields(document: TranscriptDocument) -> dict[str, Any]:
    return {name: getattr(document, name) for name in document.__dataclass_fields__}


def test_a_long_draft_costs_no_more_and_shows_what_is_near(client: Client) -> None:
    conference = whole_draft()
    root = link(conference)
    prices = []
    for size in (3, 90):
        for number in range(conference.exchanges.count(), size):
            make_exchange(conference, heading=f"Heading {number}", speaker=make_speaker("Ada Marsh"))
        for path in (f"{root}2/", f"{root}full/"):
            with CaptureQueriesContext(connection) as queries:
                page = markup(client.get(path))
            prices.append(len(queries))
    assert max(prices) == min(prices) <= 9
    page = markup(client.get(f"{root}40/"))
    assert page.count('<span class="spine__n">') == 33


def test_nothing_of_a_draft_shows_at_the_other_doors(client: Client) -> None:
    conference = whole_draft()
    client.get(link(conference))
    for path in ("/", "/conferences/", "/speakers/", "/topics/", "/outlets/", "/series/", "/search/?q=boat"):
        page = client.get(path).content.decode()
        assert not [word for word in ("to come", "Ada Marsh", "Tide Gazette", "Piers") if word in page], path


def test_it_is_only_read(client: Client) -> None:
    assert client.post(link(make_draft(exchanges=1))).status_code == 405
