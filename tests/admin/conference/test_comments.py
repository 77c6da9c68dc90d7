"""Comments and the state of a translation, at the conference's form."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from tests.admin.conftest import log_in
from tests.admin.forms import messages, url
from tests.builders import make_conference, make_draft, make_withdrawn
from transcripts import actions
from transcripts.actions import Change
from transcripts.models import Comment, Conference


def say(client: Client, conference: Conference, text: str):
    return client.post(url("conference", "comment", conference.pk), {"text": text})


def page(client: Client, conference: Conference) -> str:
    return client.get(url("conference", "change", conference.pk)).content.decode()


@pytest.mark.parametrize("state", ["draft", "public", "withdrawn", "binned"])
def test_a_comment_stands_under_the_conference_in_whatever_state(editor: Client, author: Client, state: str) -> None:
    conference = {
        "draft": make_draft,
        "public": make_conference,
        "withdrawn": make_withdrawn,
        "binned": lambda: make_draft(binned_at=timezone.now()),
    }[state]()
    response = say(author, conference, "Who is <b>this</b>?\n\nAsk.")
    assert response.url == f"{url('conference', 'change', conference.pk)}#comments"
    say(editor, conference, "The minister.")
    for client in (editor, author):
        html = page(client, conference)
        assert html.index("Who is &lt;b&gt;this&lt;/b&gt;?") < html.index("The minister.")


def test_an_author_is_offered_to_delete_only_what_is_the_author_s(editor: Client, author: Client) -> None:
    conference = make_draft()
    say(author, conference, "Mine."), say(editor, conference, "Theirs.")
    mine, theirs = Comment.objects.order_by("pk")
    html = page(author, conference)
    assert url("conference", "uncomment", conference.pk, mine.pk) in html
    assert url("conference", "uncomment", conference.pk, theirs.pk) not in html
    assert author.post(url("conference", "uncomment", conference.pk, theirs.pk)).status_code == 403
    response = author.post(url("conference", "uncomment", conference.pk, mine.pk))
    assert "was deleted" in messages(author, response)
    assert list(Comment.objects.all()) == [theirs]


def test_a_wrong_request_changes_nothing(editor: Client) -> None:
    conference, other = make_draft(), make_draft("other")
    assert "Enter a comment" in messages(editor, say(editor, conference, "  "))
    say(editor, conference, "Look.")
    [comment] = Comment.objects.all()
    assert editor.get(url("conference", "comment", conference.pk)).status_code == 405
    assert editor.get(url("conference", "uncomment", conference.pk, comment.pk)).status_code == 405
    assert editor.post(url("conference", "uncomment", other.pk, comment.pk)).status_code == 404
    assert say(editor, Conference(pk=999), "Look.").status_code == 404
    assert Comment.objects.count() == 1


def test_who_may_only_look_may_speak(db: None) -> None:
    user = User.objects.create_user("guest", is_staff=True)
    conference = make_draft()
    assert say(log_in(user), conference, "Hello?").status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_conference"))
    assert say(log_in(user), conference, "Hello!").status_code == 302
    assert "Hello!" in page(log_in(user), conference)


def test_the_list_and_the_first_page_tell_of_comments(editor: Client) -> None:
    conference = make_draft("Spoken of")
    say(editor, conference, "First."), say(editor, conference, "Second.")
    html = editor.get("/admin/transcripts/conference/").content.decode()
    assert '<td class="field-comment_count">2</td>' in html
    front = editor.get("/admin/").content.decode()
    assert front.index("Second.") < front.index("First.")


def test_a_translation_out_of_date_says_so_until_somebody_says_that_it_is_right(editor: Client, author: Client) -> None:
    original = make_conference("Night ferries", translation_group="a", exchanges=1)
    translation = make_conference("Bacs de nuit", translation_group="a", language="fr", exchanges=1)
    for each in (original, translation):
        actions.sync_after_edit(each)
    assert "Mark as up to date" not in page(editor, translation)
    original.exchanges.get().turns.filter(position=2).update(text="At two o’clock.")
    actions.sync_after_edit(original, Change(note="Misheard.", is_major=False))
    html = page(editor, translation)
    assert "Mark as up to date" in html
    assert f"{url('conference', 'compare', original.pk)}?from=1&amp;to=2" in html
    assert "Mark as up to date" not in page(editor, original)
    response = author.post(url("conference", "up_to_date", translation.pk))
    assert "up to date" in messages(author, response)
    assert "Mark as up to date" not in page(editor, translation)
    assert "Marked as up to date" in editor.get(url("conference", "history", translation.pk)).content.decode()
    assert "already up to date" in messages(author, author.post(url("conference", "up_to_date", translation.pk)))


def test_the_browser_lets_go_of_a_comment_that_was_taken_and_of_no_other(editor: Client) -> None:
    conference = make_draft()
    address = url("conference", "comment", conference.pk)
    refused = editor.post(address, {"text": " ", "kept": "0b1f6c1e-6f1c"})
    assert (refused.status_code, "desk-saved" in refused.cookies) == (303, False)
    assert editor.post(address, {"text": "Who asks?", "kept": "0b1f6c1e-6f1c"}).cookies["desk-saved"].value
