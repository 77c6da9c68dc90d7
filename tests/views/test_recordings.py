"""The recording on readers' pages: its player, the paragraphs' times, links to a moment, captions, and the policy."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import (
    make_conference,
    make_draft,
    make_editor,
    make_exchange,
    make_recording,
    make_speaker,
    make_turn,
    make_video,
    make_withdrawn,
)
from tests.views.pages import markup
from tests.views.test_recording_file import leave
from transcripts import actions
from transcripts.document import Kind
from transcripts.models import Conference, Paragraph, Preview

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://media.example.org/2024/briefing.mp3"


def make_timed(*times: int | None, url: str = "") -> Conference:
    """A public conference of two exchanges of a question and an answer, with a recording, and these times."""
    conference = make_conference()
    speaker = make_speaker()
    for number in (1, 2):
        exchange = make_exchange(conference, question=f"Question {number}?", answer="", speaker=speaker)
        exchange.turns.filter(text="").delete()
        make_turn(exchange, Kind.ANSWER, f"Answer {number}.\n\nAnd more of it.", speaker=speaker)
    actions.record_revision(conference, actions.Change(note="Entered", is_major=False))
    make_recording(conference, **({"url": url} if url else {}))
    set_times(conference, times or (3, 10, 15, 40, 50, 61))
    return conference


def set_times(conference: Conference, times: Sequence[int | None]) -> None:
    conference.refresh_from_db()
    given = dict(zip(ids(conference), times, strict=True))
    actions.set_times(conference, given, base=conference.revision_number, change=actions.Change())


def ids(conference: Conference) -> list[str]:
    rows = Paragraph.objects.filter(turn__exchange__conference=conference)
    order = ("turn__exchange__position", "turn__position", "position")
    return list(rows.order_by(*order).values_list("public_id", flat=True))


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return markup(response)


def test_each_paragraph_can_be_heard_from_its_second_without_scripts(client: Client) -> None:
    conference = make_timed()
    text = page(client, conference.get_absolute_url())
    address = conference.attachments.get().get_absolute_url()
    for seconds, time in ((3, "0:03"), (10, "0:10"), (15, "0:15")):
        assert f'href="{address}#t={seconds}" aria-label="Listen from {time}">{time}</a>' in text
    assert "#t=40" not in text
    assert f'<audio controls preload="none" src="{address}"' in text
    assert 'src="/conferences/' in text
    assert 'kind="captions"' in text
    whole = page(client, f"{conference.get_absolute_url()}full/")
    assert whole.count('class="spoken"') == 6


def test_a_page_without_a_recording_loads_nothing_for_one(client: Client) -> None:
    conference = make_conference(exchanges=1)
    make_video(conference)
    set_times(conference, [5, 6])
    text = page(client, conference.get_absolute_url())
    assert "player" not in text
    assert "spoken" not in text


def test_an_hour_is_shown_as_one(client: Client) -> None:
    text = page(client, make_timed(0, 59, 3600, 3723, None, 36_000).get_absolute_url() + "full/")
    for time in ("0:00", "0:59", "1:00:00", "1:02:03", "10:00:00"):
        assert f">{time}</a>" in text
    assert text.count('class="spoken"') == 5


def test_a_moment_leads_to_the_words_that_are_spoken_then(client: Client) -> None:
    conference = make_timed()
    path = conference.get_absolute_url()
    address = conference.attachments.get().get_absolute_url()
    spoken = ids(conference)
    for seconds, number in ((40, 3), (49, 3), (50, 4), (900, 5)):
        response = client.get(f"{path}?t={seconds}")
        assert (response.status_code, response["Location"]) == (302, f"{path}2/?t={seconds}#{spoken[number]}")
    for seconds in (0, 3, 39):
        assert f'src="{address}#t={seconds}"' in page(client, f"{path}?t={seconds}")
    assert f'src="{address}#t=50"' in page(client, f"{path}2/?t=50")
    assert client.get(f"/zh-hans{path}?t=40&with=zh-hans")["Location"].endswith(f"2/?t=40&with=zh-hans#{spoken[3]}")


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "99999999999", "٣", "<b>", "1e3"])
def test_what_is_no_moment_is_named_and_ignored(client: Client, value: str) -> None:
    conference = make_timed()
    for tail in ("", "2/", "full/"):
        response = client.get(f"{conference.get_absolute_url()}{tail}", {"t": value})
        assert response.status_code == 200
        text = markup(response)
        assert "Moment of the recording" in text
        assert "<b>" not in text
        assert "#t=" not in text.partition("<audio")[2].partition(">")[0]


def test_the_page_says_where_its_words_end(client: Client) -> None:
    conference = make_timed()
    assert 'data-until="40"' in page(client, conference.get_absolute_url())
    assert 'data-until=""' in page(client, f"{conference.get_absolute_url()}2/")


def test_pages_without_a_moment_are_kept_and_change_with_the_times(client: Client) -> None:
    conference = make_timed()
    path = conference.get_absolute_url()
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"if-none-match": tag}).status_code == 304
    set_times(conference, [4, 10, 15, 40, 50, 61])
    again = client.get(path, headers={"if-none-match": tag})
    assert again.status_code == 200
    assert ">0:04</a>" in markup(again)


def test_a_recording_elsewhere_is_loaded_from_there_on_a_click_alone(client: Client) -> None:
    conference = make_timed(url=ELSEWHERE)
    response = client.get(conference.get_absolute_url())
    policy = response["Content-Security-Policy"]
    assert "media-src 'self' https://media.example.org;" in f"{policy};"
    assert "default-src 'self'" in policy
    assert policy.count("example.org") == 1
    text = markup(response)
    assert "<audio" not in text
    assert "<track" not in text
    assert 'href="https://media.example.org/2024/briefing.mp3" rel="external"' in text
    assert "Listen at media.example.org" in text
    assert 'href="https://media.example.org/2024/briefing.mp3#t=10"' in text
    kept = client.get(conference.get_absolute_url())
    assert kept["Content-Security-Policy"] == policy
    assert "media-src" not in client.get("/")["Content-Security-Policy"]
    assert "media-src" not in client.get(make_timed().get_absolute_url())["Content-Security-Policy"]


def test_captions_are_the_official_words_and_lose_what_is_removed(client: Client) -> None:
    conference = make_timed()
    captions = f"/conferences/{conference.slug}.vtt"
    said = client.get(captions).content.decode()
    assert "00:00:15.000 --> " in said
    assert "And more of it." in said
    conference.refresh_from_db()
    turn = conference.exchanges.get(position=1).turns.get(position=2).public_id
    actions.remove_words(
        conference,
        [actions.Cut(turn, 0, "Answer 1.")],
        reason="It named a private person",
        is_repeated=False,
        base=conference.revision_number,
        change=actions.Change(make_editor()),
    )
    now = client.get(captions).content.decode()
    assert "Answer 1." not in now
    assert "[removed]" in now


def test_a_withdrawn_conference_has_neither_recording_nor_captions(client: Client) -> None:
    conference = make_timed()
    path, recording = conference.get_absolute_url(), conference.attachments.get().get_absolute_url()
    actions.withdraw(conference, reason="It was another meeting.")
    for address in (path, f"{path}?t=40", recording, f"/conferences/{conference.slug}.vtt"):
        response = client.get(address)
        assert response.status_code == 410
        assert b"#t=" not in response.content
    assert make_recording(make_withdrawn("Another")).pk


def test_a_version_has_no_recording(client: Client) -> None:
    conference = make_timed()
    text = page(client, f"{conference.get_absolute_url()}?version=1")
    assert "player" not in text
    assert "spoken" not in text


def test_beside_another_language_only_the_words_that_were_recorded_have_times(client: Client) -> None:
    conference = make_timed()
    other = make_conference("夜间渡轮", language="zh-hans", exchanges=2)
    Conference.objects.filter(pk__in=[conference.pk, other.pk]).update(translation_group="one")
    make_recording(other)
    set_times(other, [1, 2, 3, 4])
    address = other.attachments.get().get_absolute_url()
    text = page(client, f"{conference.get_absolute_url()}?with=zh-hans")
    assert text.count('class="spoken"') == 3
    assert address not in text


def test_a_preview_can_be_heard_and_has_no_public_address(client: Client) -> None:
    draft = make_draft(exchanges=1)
    make_recording(draft)
    set_times(draft, [5, 9])
    token = Preview(draft, timezone.now() + timedelta(days=1)).token
    text = page(client, f"/preview/{token}/")
    assert f'src="/preview/{token}/attachments/' in text
    assert "<track" not in text
    assert 'data-seek-url=""' in text
    heard = client.get(f"/preview/{token}{draft.attachments.get().get_absolute_url()}", headers={"range": "bytes=0-9"})
    assert (heard.status_code, heard["Cache-Control"]) == (206, "no-store")
    leave(heard)


def test_a_result_of_the_search_leads_to_the_moment(client: Client) -> None:
    conference = make_timed(3, 10, 15, 40, 50, 61)
    spoken = ids(conference)
    text = page(client, "/search/?q=more")
    path = conference.get_absolute_url()
    assert f'href="{path}?t=15#{spoken[2]}">Listen from 0:15</a>' in text
    assert f'href="{path}2/?t=61#{spoken[5]}"' in text
    assert f'href="{path}?t=10#{spoken[1]}"' in page(client, "/search/?q=answer")
    conference.attachments.all().delete()
    assert "Listen from" not in page(client, "/search/?q=more")
