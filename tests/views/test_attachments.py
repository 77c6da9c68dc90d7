"""The files of photos and handouts, and how pages show them: behind the conference's gate, always."""

import pytest
from django.test import Client

from tests.builders import (
    make_conference,
    make_draft,
    make_handout,
    make_photo,
    make_scheduled,
    make_video,
    make_withdrawn,
)
from tests.views.pages import markup
from transcripts import actions
from transcripts.models import Attachment, Conference

pytestmark = pytest.mark.django_db


def test_a_published_photo_is_sent_in_each_size(client: Client) -> None:
    photo = make_photo(make_conference(), size=(1200, 800))
    assert photo.widths == [480, 960, 1200]
    for width in photo.widths:
        response = client.get(f"/attachments/{photo.public_id}/{width}.webp")
        assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
        assert b"".join(response.streaming_content)[8:12] == b"WEBP"  # type: ignore[attr-defined]
    for name in ("1600.webp", "481.webp", "1200.png", "handout.pdf"):
        assert client.get(f"/attachments/{photo.public_id}/{name}").status_code == 404


@pytest.mark.parametrize("maker", [make_draft, make_scheduled])
def test_what_is_not_public_has_no_photo_to_be_had_by_its_address(maker, client: Client) -> None:  # type: ignore[no-untyped-def]
    photo = make_photo(maker())
    page, nothing = client.get(photo.smallest), client.get("/attachments/2222222222222/480.webp")
    assert (page.status_code, page.content) == (404, nothing.content)


def test_a_withdrawn_photo_is_gone(client: Client) -> None:
    photo = make_photo(make_withdrawn())
    assert client.get(photo.smallest).status_code == 410


def test_a_kept_photo_is_asked_for_each_time_and_goes_with_the_conference(client: Client) -> None:
    conference = make_conference()
    photo = make_photo(conference)
    first = client.get(photo.smallest)
    assert b"".join(first.streaming_content)  # type: ignore[attr-defined]
    asks = "public, max-age=0, must-revalidate, s-maxage=60"
    assert first["Cache-Control"] == asks
    again = client.get(photo.smallest, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again["ETag"], again["Cache-Control"]) == (304, first["ETag"], asks)
    actions.withdraw(conference, reason="The recording was of another meeting.")
    assert client.get(photo.smallest, headers={"if-none-match": first["ETag"]}).status_code == 410


def test_a_handout_is_saved_and_never_opened_in_the_sites_name(client: Client) -> None:
    handout = make_handout(make_conference(), title="Boats by quarter")
    response = client.get(handout.get_absolute_url())
    assert b"".join(response.streaming_content) == b"quarter,boats\nfirst,12\n"  # type: ignore[attr-defined]
    assert response["Content-Disposition"] == 'attachment; filename="boats-by-quarter.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"].startswith("text/csv")


def conference_with_media() -> Conference:
    conference = make_conference(exchanges=2)
    make_photo(conference, alt="A boat at pier four", caption="Pier four", credit="Harbour Gazette")
    make_handout(conference, title="Boats by quarter")
    make_video(conference, title="Recording")
    return conference


@pytest.mark.parametrize("tail", ["", "full/"])
def test_a_photo_is_shown_with_words_and_with_a_place_kept_for_it(client: Client, tail: str) -> None:
    conference = conference_with_media()
    page = markup(client.get(conference.get_absolute_url() + tail))
    photo = Attachment.objects.get(kind="photo")
    assert f'src="{photo.smallest}"' in page
    assert f'width="{photo.width}" height="{photo.height}" alt="A boat at pier four"' in page
    assert 'loading="lazy" decoding="async"' in page
    assert "Pier four" in page
    assert "Harbour Gazette" in page


def test_a_handout_has_type_and_size_and_a_video_its_host(client: Client) -> None:
    page = markup(client.get(conference_with_media().get_absolute_url()))
    assert "CSV, 23\xa0bytes" in page
    assert '<a href="https://video.example.org/boats" rel="external"' in page
    assert "video at video.example.org" in page
    assert "<iframe" not in page


def test_later_pages_name_what_there_is_and_lead_to_it(client: Client) -> None:
    conference = conference_with_media()
    page = client.get(f"{conference.get_absolute_url()}2/").content.decode()
    assert f'href="{conference.get_absolute_url()}#media"' in page
    assert "With this conference: 1 photo, 1 handout, 1 video" in page
    assert "<img" not in page.partition("<main")[2].partition("</main")[0]


def test_the_file_of_a_draft_is_the_desks_alone(client: Client) -> None:
    photo = make_photo(make_draft())
    address = f"/admin/transcripts/conference/attachments/{photo.public_id}/{photo.name}"
    assert client.get(address).status_code == 302


def test_what_a_browser_is_told_stays_one_query(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    photo = make_photo(make_conference())
    with django_assert_num_queries(1):
        assert b"".join(client.get(photo.smallest).streaming_content)  # type: ignore[attr-defined]
