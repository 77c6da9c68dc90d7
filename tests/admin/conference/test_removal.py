"""The page that removes words: chosen, looked at, confirmed; and what the desk sees of them afterwards."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.admin.forms import messages, url
from tests.builders import make_conference, make_draft, make_handout, make_recording
from tests.views.test_reporting import send
from transcripts import actions
from transcripts.actions.transcript.copies import COPIES
from transcripts.admin.conference.removal import _NAMES
from transcripts.models import Conference, MistakeReport, Paragraph, Removal, Turn

pytestmark = pytest.mark.django_db
WORDS = "5 High Street"


@pytest.fixture
def conference() -> Conference:
    conference = make_conference(exchanges=2)
    Turn.objects.filter(exchange__position=1, position=2).update(text=f"He lives at {WORDS}.\n\nThat is all.")
    actions.sync_after_edit(conference)
    return Conference.objects.get()


def address_of(conference: Conference) -> str:
    return url("conference", "remove_words", conference.pk)


def sent(conference: Conference, **also: Any) -> dict[str, Any]:
    turn = Turn.objects.get(exchange__position=1, position=2)
    data = {"cut": f"{turn.public_id}:0", "revision_number": conference.revision_number, "reason": "A home address."}
    return data | {"words": WORDS, "is_repeated": "0"} | also


def test_an_editor_chooses_looks_and_confirms(editor: Client, client: Client, conference: Conference) -> None:
    exchange = conference.exchanges.all()[0]
    for page in (url("conference", "change", conference.pk), url("exchange", "change", exchange.pk)):
        assert "Remove words…" in editor.get(page).content.decode()
    form = editor.get(address_of(conference)).content.decode()
    assert not re.search(r'name="is_repeated"[^>]*checked', form)
    looked = editor.post(address_of(conference), sent(conference, _look="1"))
    assert "This will be removed" in looked.content.decode()
    assert not Removal.objects.exists()
    done = editor.post(address_of(conference), sent(conference, _confirm="1"))
    assert "Removed words: A home address." in messages(editor, done)
    assert Turn.objects.get(exchange__position=1, position=2).text == "He lives at [removed].\n\nThat is all."
    page = Client().get(conference.get_absolute_url()).content.decode()
    assert WORDS not in page
    assert "A home address." in page


def test_a_request_to_take_words_down_is_followed_from_the_form_to_every_address(
    editor: Client, client: Client, conference: Conference
) -> None:
    actions.publish(conference)
    turn = Turn.objects.get(exchange__position=1, position=2)
    paths = [conference.get_absolute_url(), f"/conferences/{conference.slug}/full/", turn.get_permanent_url()]
    paths += [f"/conferences/{conference.slug}.{suffix}" for suffix in ("txt", "json", "md", "xml")]
    paths += [f"/conferences/{conference.slug}/{tail}" for tail in ("1/", "versions/", "?version=1", "1/?version=1")]
    paths += ["/feed/", "/corrections/", "/corrections/feed/", "/search/?q=lives", "/search/feed/?q=lives"]
    paths += [f"/embed/{turn.public_id}/", f"/turns/{turn.public_id}/report/", f"/turns/{turn.public_id}/cite/"]
    paths += ["/api/v1/turns/", f"/api/v1/turns/{turn.public_id}/", "/api/v1/versions/", "/api/v1/changes/"]
    shown = [path for path in paths if WORDS in _all_of(client, path)]
    assert len(shown) >= 15, shown
    assert send(client, turn, message=f"Take {WORDS} down.", name=f"Who lives at {WORDS}").status_code == 303
    report = MistakeReport.objects.get()
    at_desk = url("mistakereport", "change", report.pk)
    form = url("exchange", "change", turn.exchange_id)
    assert f'href="{form}' in editor.get(at_desk).content.decode()
    assert f'href="{address_of(conference)}' in editor.get(form).content.decode()
    editor.post(address_of(conference), sent(Conference.objects.get(), _confirm="1"))
    assert editor.post(at_desk, {"answer": "It is removed.", "_answer": "1"}).status_code == 302
    assert [path for path in paths if WORDS in _all_of(client, path)] == []
    assert WORDS not in editor.get(at_desk).content.decode()
    assert "A home address." in client.get("/corrections/").content.decode()


def _all_of(client: Client, path: str) -> str:
    response = client.get(path, follow=True)
    return b"".join(response).decode(errors="replace")


def test_one_exchange_is_shown_alone(editor: Client, conference: Conference) -> None:
    assert WORDS not in editor.get(address_of(conference), {"exchange": "2"}).content.decode()
    assert WORDS in editor.get(address_of(conference), {"exchange": "1"}).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"is_repeated": ""}, {"cut": ""}, {"words": "not there"}, {"revision_number": 9}]
)
def test_what_is_not_whole_is_refused_and_nothing_is_changed(
    editor: Client, conference: Conference, wrong: dict[str, Any]
) -> None:
    for button in ("_look", "_confirm"):
        response = editor.post(address_of(conference), sent(conference, **{button: "1"}) | wrong)
        assert "errorlist" in response.content.decode()
    assert not Removal.objects.exists()


def test_it_is_for_who_may_and_for_what_was_public(editor: Client, author: Client, conference: Conference) -> None:
    assert author.get(address_of(conference)).status_code == 403
    assert "Remove words…" not in author.get(url("conference", "change", conference.pk)).content.decode()
    assert editor.get(address_of(make_draft(exchanges=1))).status_code == 403


def test_the_desk_shows_them_to_who_may_see_them(editor: Client, author: Client, conference: Conference) -> None:
    editor.post(address_of(conference), sent(conference, _confirm="1"))
    compare = url("conference", "compare", conference.pk)
    number = conference.revision_number
    before, after = {"from": number - 1, "to": number}, {"from": number, "to": number + 1}
    assert WORDS in editor.get(compare, after).content.decode()
    for address, asked in ((compare, before), (compare, after), (url("conference", "history", conference.pk), {})):
        assert WORDS not in author.get(address, asked).content.decode()
    user = User.objects.get(username="author")
    user.user_permissions.add(Permission.objects.get(codename="view_removed_words"))
    assert WORDS in author.get(compare, after).content.decode()


def test_a_form_that_would_bring_them_back_says_which_removal_forbids_it(
    editor: Client, conference: Conference
) -> None:
    editor.post(address_of(conference), sent(conference, _confirm="1"))
    restore = url("conference", "restore_revision", conference.pk, conference.revision_number)
    response = editor.post(restore, {"note": "It was right.", "is_major": "1"})
    assert "because: A home address." in response.content.decode()
    assert Conference.objects.get().revision_number == conference.revision_number + 1


def test_what_the_site_cannot_read_is_asked_about(editor: Client, conference: Conference) -> None:
    make_handout(conference, title="Timetable")
    translation = make_conference("夜航", language="zh-hans")
    Conference.objects.update(translation_group="one")
    looked = editor.post(address_of(conference), sent(conference, _look="1")).content.decode()
    assert "Timetable" in looked
    assert url("conference", "change", translation.pk) in looked
    again = editor.post(address_of(conference), sent(conference, _confirm="1")).content.decode()
    assert "confirm that you have" in again
    assert not Removal.objects.exists()
    editor.post(address_of(conference), sent(conference, _confirm="1", looked="1"))
    assert Removal.objects.exists()


def test_with_repeating_nothing_else_is_asked_about(editor: Client, conference: Conference) -> None:
    make_handout(conference, title="Timetable")
    editor.post(address_of(conference), sent(conference, _confirm="1", is_repeated="1"))
    assert Removal.objects.get().is_repeated


def test_the_seconds_in_which_the_words_are_spoken_are_asked_about(
    editor: Client, client: Client, conference: Conference
) -> None:
    recording = make_recording(conference)
    rows = Paragraph.objects.filter(turn__exchange__conference=conference)
    keys = rows.order_by("turn__exchange__position", "turn__position", "position").values_list("public_id", flat=True)
    given = dict(zip(keys, (0, 60, 100, 130, 150), strict=True))
    actions.set_times(conference, given, base=conference.revision_number, change=actions.Change())
    looked = editor.post(address_of(conference), sent(conference, _look="1")).content.decode()
    assert "In the recording the words are spoken here:" in looked
    assert "00:01:16–00:01:40" in looked  # the second half of the forty seconds of their paragraph, and some about
    assert recording.name in looked
    refused = editor.post(address_of(conference), sent(conference, _confirm="1")).content.decode()
    assert "Check these, then confirm that you have." in refused
    assert WORDS in client.get(f"/conferences/{conference.slug}.vtt").content.decode()
    editor.post(address_of(conference), sent(conference, _confirm="1", looked="1"))
    assert WORDS not in client.get(f"/conferences/{conference.slug}.vtt").content.decode()
    assert list(keys.values_list("time", flat=True)) == list(given.values())


def test_every_place_of_the_words_has_a_name() -> None:
    assert {copy.name for copy in COPIES} <= set(_NAMES)
