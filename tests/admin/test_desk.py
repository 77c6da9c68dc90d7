"""The desk's first page: what waits, for whom, and at what cost."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.admin.conftest import log_in
from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_scheduled,
    make_topic,
)
from transcripts import actions
from transcripts.actions import Change
from transcripts.admin import desk
from transcripts.models import Conference, Event, SiteIdentity, Status


def front(client: Client, prefix: str = "") -> Any:
    response = client.get(f"{prefix}/admin/")
    assert response.status_code == 200
    return response


def sections(response: Any) -> dict[str, list[str]]:
    context = response.context
    shown = [*context["first"], *context["loose"], context["today"]]
    return {section.work.name: [row.title for row in section.rows] for section in shown}


def submit(title: str, user: User, *, ago: timedelta = timedelta()) -> Conference:
    draft = make_draft(title)
    actions.submit(draft, change=Change(user))
    Event.objects.filter(conference=draft).update(made_at=timezone.now() - ago)
    return draft


def test_an_empty_desk_says_how_to_begin(editor: Client) -> None:
    html = front(editor).content.decode()
    assert "No conferences yet" in html
    for address in ("import/", "add/"):
        assert f'href="/admin/transcripts/conference/{address}"' in html
    assert "Waiting for review" not in html
    make_draft()
    assert "No conferences yet" not in front(editor).content.decode()


def test_who_may_enter_nothing_is_not_told_to_begin(db: None) -> None:
    user = User.objects.create_user("guest", is_staff=True)
    client = log_in(user)
    assert "desk-section" not in front(client).content.decode()
    user.user_permissions.set(Group.objects.get(name="Editors").permissions.filter(codename="view_conference"))
    html = front(client).content.decode()
    assert "will be listed here once" in html
    assert "Import a transcript" not in html


def test_each_set_has_its_section_with_what_matters_of_it(editor: Client, author: Client) -> None:
    jana = User.objects.get(username="author")
    submit("new", jana), submit("old", jana, ago=timedelta(days=3, hours=1))
    make_scheduled("later", published_at=timezone.now() + timedelta(hours=3))
    mine = make_draft("mine")
    actions.sync_after_edit(mine, Change(jana))
    make_exchange(make_conference("fresh", published_at=timezone.now()), topics=(make_topic(),))
    response = front(author)
    found = sections(response)
    assert found["review"] == ["old", "new"]
    assert (found["scheduled"], found["mine"], found["today"]) == (["later"], ["mine"], ["fresh"])
    assert set(found["topics"]) <= {"new", "old", "later", "mine"}
    html = response.content.decode().replace("\xa0", " ")
    assert "submitted 3 days ago by author" in html
    assert "in 3 hours · " in html
    assert sections(front(editor))["mine"] == []
    chinese = front(author, "/zh-hans").content.decode().replace("\xa0", " ")
    assert "3 小时后" in chinese


def test_editors_find_first_what_waits_and_authors_what_they_write(editor: Client, author: Client) -> None:
    make_draft()
    assert [section.work.name for section in front(editor).context["first"]] == ["review", "mine", "scheduled"]
    assert [section.work.name for section in front(author).context["first"]] == ["mine", "review", "scheduled"]


def test_a_translation_out_of_date_shows_with_its_original_s_change(editor: Client) -> None:
    original = make_conference("original", translation_group="a", exchanges=1)
    translation = make_conference("translation", translation_group="a", language="fr", exchanges=1)
    for each in (original, translation):
        actions.sync_after_edit(each)
    original.exchanges.get().turns.filter(position=1).update(text="Why?")
    actions.sync_after_edit(original, Change(note="Misheard.", is_major=False))
    response = front(editor)
    assert sections(response)["outdated"] == ["translation"]
    assert "the original changed" in response.content.decode()


def test_a_section_shows_a_handful_and_leads_to_all(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "COUNTED", 6)
    jana = User.objects.get(username="editor")
    for number in range(6):
        submit(f"Ferry {number}", jana)
    assert '<span class="desk-count">6</span>' in front(editor).content.decode()
    submit("one more", jana)
    response = front(editor)
    assert len(sections(response)["review"]) == desk.SHOWN
    html = response.content.decode()
    assert '<span class="desk-count">6+</span>' in html
    assert 'href="/admin/transcripts/conference/?work=review"' in html
    assert len(editor.get("/admin/transcripts/conference/?work=review").context["cl"].result_list) == 7


def test_an_archive_larger_than_the_window_says_what_was_looked_at(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_draft("older"), make_draft("newer")
    assert "most recently changed" not in front(editor).content.decode()
    monkeypatch.setattr(desk, "LOOKED_AT", 1)
    response = front(editor)
    assert sections(response)["topics"] == ["newer"]
    assert "most recently changed" in response.content.decode()


def test_publications_are_counted_by_the_week_of_the_office_s_clock(editor: Client) -> None:
    now = timezone.now()
    monday = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    monday -= timedelta(days=monday.weekday())
    make_conference("now", published_at=now), make_conference("at its start", published_at=monday)
    make_conference("the week before", published_at=monday - timedelta(seconds=1))
    make_conference("long before", published_at=monday - timedelta(weeks=40))
    make_scheduled("later")
    weeks = desk.published_by_week()
    assert [week.count.total for week in weeks.counts][-3:] == [0, 1, 2]
    assert (len(weeks.counts), weeks.total.total, weeks.this_week) == (26, 3, 2)
    html = front(editor).content.decode()
    assert "3 conferences in the last 26 weeks, 2 of them this week" in html
    assert html.count("<rect") >= 26


def test_weeks_that_were_not_read_whole_are_not_drawn(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST_PUBLISHED", 2)
    now = timezone.now()
    for weeks_ago in (0, 1, 1, 2):
        make_conference(published_at=now - timedelta(weeks=weeks_ago))
    drawn = desk.published_by_week()
    assert [week.count.total for week in drawn.counts] == [1]
    assert not drawn.total.is_capped
    for _ in range(3):
        make_conference(published_at=now)
    assert desk.published_by_week().total.is_capped


def cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        front(client)
    return len(queries)


def test_the_first_page_has_one_price(editor: Client, author: Client) -> None:
    jana = User.objects.get(username="author")
    make_draft()
    prices = {who: [cost(client)] for who, client in (("editor", editor), ("author", author))}
    for number in range(12):
        submit(f"Ferry {number}", jana)
        actions.sync_after_edit(make_draft(f"Draft {number}"), Change(jana))
        make_scheduled(f"Later {number}")
        conference = make_conference(f"Now {number}", published_at=timezone.now())
        actions.add_comment(conference, "Look again.", change=Change(jana))
    prices["editor"].append(cost(editor))
    prices["author"].append(cost(author))
    assert len(set(prices["editor"])) == len(set(prices["author"])) == 1
    assert max(prices["editor"] + prices["author"]) <= 15, prices
    assert Conference.objects.filter(status=Status.SUBMITTED).count() == 12


def unset(client: Client) -> list[str]:
    return [each.words for each in front(client).context["unset"]]


def test_the_desk_says_which_settings_are_unset_to_those_who_may_set_them(
    editor: Client, author: Client, settings: Any
) -> None:
    settings.UNSET = ["SITE_URL"]
    assert unset(author) == []
    assert unset(editor) == [
        "the office’s name", "who publishes here (about)", "how to reach you (contact)", "the licence", "privacy",
        "the site’s address, in the server’s environment",
    ]  # fmt: skip
    html = front(editor).content.decode()
    assert f'href="{reverse("admin:transcripts_siteidentity_change", args=[1])}#id_contact"' in html
    assert "Not set yet" in html
    form = editor.get(reverse("admin:transcripts_siteidentity_change", args=[1])).content.decode()
    for field in ("name", "about", "contact", "licence", "privacy"):
        assert f'id="id_{field}"' in form
    settings.UNSET = []
    SiteIdentity(name="Port office", about="We do.", contact="Call us.", licence="Free.", privacy="None kept.").save()
    assert unset(editor) == []
    assert "Not set yet" not in front(editor).content.decode()
