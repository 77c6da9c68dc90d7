"""The list of conferences, filtered by what there is to do."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.builders import make_conference, make_draft, make_exchange, make_scheduled, make_topic
from transcripts import actions
from transcripts.actions import Change
from transcripts.admin.changelist.worklists import WORK
from transcripts.models import SavedWarning


@pytest.fixture
def archive(author: Client) -> None:
    """One conference for each set, named after it."""
    jana = User.objects.get(username="author")
    topics = (make_topic(),)
    for name in ("review", "mine", "warnings"):
        draft = make_draft(name, translation_group=name)
        make_exchange(draft, topics=topics)
        make_draft(f"{name} zh", translation_group=name, language="zh-hans")
        make_exchange(draft.__class__.objects.get(title=f"{name} zh"), topics=topics)
        if name == "review":
            actions.submit(draft)
        elif name == "mine":
            actions.sync_after_edit(draft, Change(jana))
        else:
            SavedWarning.objects.create(conference=draft, sentence=["Who?"])
    make_exchange(make_scheduled("scheduled", translation_group="s"), topics=topics)
    make_exchange(make_scheduled("scheduled zh", translation_group="s", language="zh-hans"), topics=topics)
    make_exchange(make_conference("today", published_at=timezone.now(), translation_group="t"), topics=topics)
    make_exchange(make_conference("alone"), topics=topics)
    make_conference("topics", translation_group="t", language="fr")


@pytest.mark.parametrize(
    ("name", "titles"),
    {
        "review": {"review"},
        "scheduled": {"scheduled", "scheduled zh"},
        "mine": {"mine"},
        "today": {"today"},
        "warnings": {"warnings"},
        "outdated": set(),
        "topics": {"topics"},
        "translation": {"alone"},
    }.items(),
)
@pytest.mark.usefixtures("archive")
def test_the_list_shows_one_set(author: Client, name: str, titles: set[str]) -> None:
    response = author.get(f"/admin/transcripts/conference/?work={name}")
    assert {row.title for row in response.context["cl"].result_list} == titles


def test_every_set_is_offered_and_another_word_is_none(author: Client) -> None:
    make_draft()
    html = author.get("/admin/transcripts/conference/").content.decode()
    for work in WORK.values():
        assert f"?work={work.name}" in html
    response = author.get("/admin/transcripts/conference/?work=nonsense")
    assert response.status_code == 200


@pytest.mark.usefixtures("archive")
def test_a_set_meets_the_other_filters(author: Client) -> None:
    response = author.get("/admin/transcripts/conference/?work=scheduled&language__exact=zh-hans&state=scheduled")
    assert [row.title for row in response.context["cl"].result_list] == ["scheduled zh"]
