"""Speakers, outlets, topics and series at the desk."""

import pytest
from django.test import Client

from tests.admin.forms import errors, read_form, save, url
from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_series,
    make_speaker,
    make_topic,
)
from transcripts.models import Outlet, Redirect, Series, Speaker, Topic


@pytest.mark.parametrize("model", [Series, Speaker, Outlet, Topic])
def test_a_name_alone_is_enough(editor: Client, model: type[Series]) -> None:
    name = model._meta.model_name or ""
    save(editor, url(name, "add"), name="Evening Courier", name_zh_hans="晚报")
    save(editor, url(name, "add"), name="Evening Courier")
    assert list(model.objects.order_by("pk").values_list("slug", flat=True)) == ["evening-courier", "evening-courier-2"]


def test_a_changed_slug_leaves_the_old_address_behind(editor: Client) -> None:
    for record in (make_speaker(), make_outlet(), make_series(), make_topic()):
        name = record._meta.model_name or ""
        old = record.slug
        save(editor, url(name, "change", record.pk), slug="else")
        assert Redirect.objects.get(kind=name, old=old).new == "else"
        save(editor, url(name, "change", record.pk), slug="")
        record.refresh_from_db()
        assert record.slug == "else"
        save(editor, url(name, "change", record.pk), slug=old)
        assert Redirect.objects.get(kind=name).old == "else"


def test_a_slug_that_no_address_holds_once_it_is_normalised_is_refused(editor: Client) -> None:
    topic = make_topic("Ferries")
    response = save(editor, url("topic", "change", topic.pk), slug="½")
    assert "consisting of Unicode letters" in str(errors(response))
    topic.refresh_from_db()
    assert topic.slug == "ferries"


def test_a_slug_is_kept_as_it_is_looked_up(editor: Client) -> None:
    save(editor, url("topic", "add"), name="Ａ", slug="ａ-1")
    assert Topic.objects.get().slug == "a-1"


def test_a_speaker_has_other_names_and_is_found_by_them(editor: Client) -> None:
    speaker = make_speaker()
    save(editor, url("speaker", "change", speaker.pk), aliases__0__name="Minister Calder")
    assert list(speaker.aliases.values_list("name", flat=True)) == ["Minister Calder"]
    found = editor.get("/admin/transcripts/speaker/?q=minister").context["cl"].result_list
    assert list(found) == [speaker]
    query = {"app_label": "transcripts", "model_name": "turn", "field_name": "speaker", "term": "minister"}
    assert editor.get("/admin/autocomplete/", query).json()["results"] == [
        {"id": str(speaker.pk), "text": "Ines Calder"}
    ]


def test_another_name_belongs_to_one_speaker(editor: Client) -> None:
    make_speaker("Joram Kest").aliases.create(name="The commissioner")
    speaker = make_speaker()
    response = save(editor, url("speaker", "change", speaker.pk), aliases__0__name="The commissioner")
    assert "already exists" in errors(response)


def test_the_list_counts_where_a_name_occurs(editor: Client) -> None:
    make_exchange(make_conference(), topics=(make_topic(),))
    for name in ("outlet", "topic"):
        row = editor.get(url(name, "changelist")).context["cl"].result_list[0]
        assert row.occurrences == 1


def test_only_what_the_public_sees_has_a_link_to_the_site(editor: Client) -> None:
    unused = make_speaker()
    assert "viewsitelink" not in editor.get(url("speaker", "change", unused.pk)).content.decode()
    make_exchange(make_conference(), speaker=unused)
    assert "viewsitelink" in editor.get(url("speaker", "change", unused.pk)).content.decode()


def test_old_addresses_are_read_only(editor: Client, author: Client) -> None:
    redirect = Redirect.objects.create(kind="topic", old="a", new="b")
    assert editor.get("/admin/transcripts/redirect/").status_code == 200
    assert editor.get(url("redirect", "change", redirect.pk)).status_code == 200
    assert editor.post(url("redirect", "change", redirect.pk), {"old": "c"}).status_code == 403
    assert author.get("/admin/transcripts/redirect/").status_code == 403


@pytest.mark.parametrize("model", ["conference", "topic"])
def test_an_address_that_was_anothers_is_refused(editor, model):
    made = {"conference": make_draft, "topic": make_topic}[model]
    first, second = made("First"), made("Second")
    Redirect.objects.create(kind=model, old="old-address", new=first.slug)
    address = url(model, "change", second.pk)
    page = editor.post(address, read_form(editor, address) | {"slug": "old-address"})
    assert "belonged to another record" in page.content.decode()
    address = url(model, "change", first.pk)
    assert editor.post(address, read_form(editor, address) | {"slug": "old-address"}).status_code == 302


def test_a_family_name_is_typed_and_stands_in_the_name(editor: Client) -> None:
    speaker = make_speaker("Ines Calder")
    path = url("speaker", "change", speaker.pk)
    assert "The family name must be" in str(errors(save(editor, path, family_name="Kalder")))
    save(editor, path, family_name="Calder")
    speaker.refresh_from_db()
    assert (speaker.family_name, speaker.history.latest().family_name) == ("Calder", "Calder")
    assert "family_name" not in editor.get(url("outlet", "add")).content.decode()
