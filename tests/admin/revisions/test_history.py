"""The history of a conference: read, compared, restored. And the histories of names."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml.html import fromstring

from tests.admin.forms import messages, save, url
from tests.builders import make_conference, make_draft, make_editor, make_exchange, make_outlet, make_topic
from transcripts import actions
from transcripts.models import Conference, Revision


@pytest.fixture
def conference(db: None) -> Conference:
    """A draft with three revisions, submitted and published."""
    conference = make_draft("Night ferries", exchanges=2)
    user = make_editor("writer")
    actions.sync_after_edit(conference, actions.Change(user, "Entered", is_major=False))
    change(conference, "At two o’clock.", note="Misheard", user=user)
    change(conference, "At three o’clock, in winter.", note="Misheard again", user=user)
    actions.submit(conference, change=actions.Change(user))
    actions.publish(conference, change=actions.Change(user))
    return conference


def change(conference: Conference, text: str, *, note: str, user: User | None = None) -> None:
    conference.exchanges.all()[0].turns.filter(kind="answer").update(text=text)
    actions.sync_after_edit(conference, actions.Change(user, note, is_major=False))


def test_revisions_and_steps_stand_in_one_line_of_time(editor: Client, conference: Conference) -> None:
    page = editor.get(url("conference", "history", conference.pk))
    entries = page.context["entries"]
    told = [str(entry.event) if entry.event else entry.revision.number for entry in entries]
    assert told == ["published", "submitted", 3, 2, 1]
    assert [entry.changes.edited for entry in entries if entry.revision] == [1, 1, 0]
    assert entries[-1].changes.new == 4
    html = page.content.decode()
    assert "Misheard again" in html
    assert "writer" in html


def test_two_revisions_are_compared_with_words_marked_and_the_rest_folded(
    editor: Client, conference: Conference
) -> None:
    address = url("conference", "compare", conference.pk)
    html = editor.get(address, {"from": 1, "to": 2}).content.decode()
    assert ">one<" in html.replace('<span class="visually-hidden">[was: </span>', ">")
    assert "<ins>" in html
    shown = [each.text_content() for each in fromstring(html).find_class("desk-words")]  # whose styles keep line ends
    assert shown
    assert shown == [text.strip() for text in shown]
    assert "1 turn unchanged" in html
    assert "2 turns unchanged" in html
    for query in ({"from": 2, "to": 1}, {"to": 2}):
        page = editor.get(address, query)
        assert (page.context["old"].number, page.context["new"].number) == (1, 2)
    assert "before it was entered" in editor.get(address, {"to": 1}).content.decode()


def test_fields_that_differ_are_named(editor: Client, conference: Conference) -> None:
    save(
        editor, url("conference", "change", conference.pk), venue="Old Mint Quay", note="It was missing.", is_major="0"
    )
    save(
        editor,
        url("exchange", "change", conference.exchanges.all()[0].pk),
        heading="Boats",
        note="Shorter",
        is_major="0",
    )
    html = editor.get(url("conference", "compare", conference.pk), {"from": 3, "to": 5}).content.decode()
    assert "Venue" in html
    assert "Exchange 1, heading" in html
    assert "4 turns unchanged" in html


@pytest.mark.parametrize("query", ["", "from=1", "to=x", "from=1&to=9", "from=9&to=1", "to=0", "from=-1&to=2", "to=²"])
def test_senseless_comparisons_are_not_found(editor: Client, conference: Conference, query: str) -> None:
    assert editor.get(f"{url('conference', 'compare', conference.pk)}?{query}").status_code == 404


def test_an_old_revision_is_restored_with_a_note(editor: Client, conference: Conference) -> None:
    address = url("conference", "restore_revision", conference.pk, 1)
    assert editor.get(address).status_code == 200
    refused = editor.post(address, {"note": " ", "is_major": "0"})
    assert "enter a note explaining" in refused.content.decode()
    assert editor.post(address, {"note": "The first was right.", "is_major": "1"}).status_code == 302
    conference.refresh_from_db()
    last = conference.revisions.get(number=4)
    assert (conference.revision_number, last.note, last.is_major) == (4, "The first was right.", True)
    assert last.document == conference.revisions.get(number=1).document
    assert not list(actions.find_damage(conference))
    assert editor.get(url("conference", "restore_revision", conference.pk, 9)).status_code == 404


def test_restoring_leaves_alone_what_was_saved_since_the_page_was_opened(
    editor: Client, conference: Conference
) -> None:
    address = restore_of(conference)
    assert 'name="revision_number" value="3"' in editor.get(address).content.decode()
    conference.exchanges.all()[1].turns.filter(kind="answer").update(text="Saved meanwhile.")
    actions.sync_after_edit(conference, actions.Change(None, "Meanwhile", is_major=False))
    assert (
        editor.post(address, {"note": "The first was right.", "revision_number": "3", "is_major": "0"}).status_code
        == 302
    )
    texts = [turn.text for turn in conference.revisions.get(number=5).transcript.turns]
    first = [turn.text for turn in conference.revisions.get(number=1).transcript.turns]
    assert texts == [*first[:3], "Saved meanwhile."]


def test_restoring_what_was_changed_meanwhile_is_a_choice(editor: Client, conference: Conference) -> None:
    address = restore_of(conference)
    change(conference, "Saved meanwhile.", note="Meanwhile")
    sent = {"note": "The first was right.", "revision_number": "3", "is_major": "0"}
    answer = editor.post(address, sent)
    assert "Conflicting changes" in answer.content.decode()
    assert conference.revisions.count() == 4
    turn = conference.exchanges.all()[0].turns.get(kind="answer")
    assert f'name="choice-{turn.public_id}"' in answer.content.decode()
    assert editor.post(address, sent | {f"choice-{turn.public_id}": "mine", "chosen_at": "4"}).status_code == 302
    turn.refresh_from_db()
    assert turn.text != "Saved meanwhile."


def test_the_history_has_one_price_and_pages(editor: Client, conference: Conference) -> None:
    address = url("conference", "history", conference.pk)
    editor.get(address)
    prices = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            editor.get(address)
        prices.append(len(queries))
        for number in range(30):
            change(conference, f"At {number} past one.", note="Again")
    assert prices[0] == prices[1]
    assert prices[1] <= 13
    assert "Entered" not in editor.get(address).content.decode()
    assert "Entered" in editor.get(f"{address}?p=3").content.decode()


def test_the_history_of_an_exchange_or_a_turn_is_its_conference_s(editor: Client, conference: Conference) -> None:
    exchange = conference.exchanges.all()[0]
    for model, record in (("exchange", exchange), ("turn", exchange.turns.all()[0])):
        assert editor.get(url(model, "history", record.pk)).url == url("conference", "history", conference.pk)
        assert editor.get(url(model, "history", 4711)).status_code == 404


def test_nobody_else_reads_the_history(client: Client, conference: Conference) -> None:
    assert client.get(url("conference", "history", conference.pk)).status_code == 302
    client.force_login(User.objects.create_user("guest", is_staff=True))
    for address in (
        url("conference", "history", conference.pk),
        url("conference", "compare", conference.pk) + "?to=1",
        url("conference", "restore_revision", conference.pk, 1),
    ):
        assert client.get(address).status_code == 403


def test_the_pages_keep_to_the_content_security_policy(editor: Client, conference: Conference) -> None:
    for address in (
        url("conference", "history", conference.pk),
        url("conference", "compare", conference.pk) + "?to=2",
        url("conference", "restore_revision", conference.pk, 1),
        url("outlet", "history", make_outlet().pk),
        url("outlet", "merge", make_outlet().pk),
    ):
        html = editor.get(address).content.decode()
        for forbidden in ("<style", " style=", " onclick=", "<script>"):
            assert forbidden not in html


def test_a_name_has_a_history_of_its_own(editor: Client) -> None:
    topic = make_topic()
    save(editor, url("topic", "change", topic.pk), name="Crossings", name_zh_hans="渡船")
    html = editor.get(url("topic", "history", topic.pk)).content.decode()
    assert "editor" in html
    assert "River" in html
    assert "渡船" in html
    assert "name in simplified chinese" in html.lower()
    assert editor.get(url("topic", "history", 4711)).status_code == 404


def test_a_revision_that_was_tampered_with_does_not_close_the_history(editor: Client) -> None:
    conference = make_conference(exchanges=1)
    actions.sync_after_edit(conference)
    make_exchange(conference)
    actions.sync_after_edit(conference, actions.Change(make_editor("second"), "More", is_major=False))
    Revision.objects.filter(number=1).update(document={"form": 0})
    assert "cannot be read" in editor.get(url("conference", "history", conference.pk)).content.decode()
    for address in (url("conference", "compare", conference.pk) + "?to=2", restore := restore_of(conference)):
        response = editor.post(address, {"note": "x", "is_major": "0"}) if address == restore else editor.get(address)
        assert "cannot be read" in messages(editor, response)


def restore_of(conference: Conference) -> str:
    return url("conference", "restore_revision", conference.pk, 1)


def test_it_says_which_revisions_were_taken_back_or_changed_again(editor: Client, conference: Conference) -> None:
    def correct(text: str) -> None:
        conference.exchanges.all()[0].turns.filter(kind="answer").update(text=text)
        actions.sync_after_edit(conference, actions.Change(note="Misheard.", is_major=True))

    for text in ("At four o’clock, in winter.", "At three o’clock, in winter.", "At five o’clock, in winter."):
        correct(text)
    page = editor.get(url("conference", "history", conference.pk))
    told = {
        entry.revision.number: [(later.number, later.is_taken_back) for later in entry.closed]
        for entry in page.context["entries"]
        if entry.revision
    }
    assert told == {6: [], 5: [(6, False)], 4: [(5, True)], 3: [], 2: [], 1: []}
    words = " ".join(fromstring(page.content.decode()).text_content().split())
    assert "Undone by revision 5" in words
    assert "Changed again by revision 6" in words
