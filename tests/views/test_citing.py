import json
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from tests.builders import (
    make_conference,
    make_correction,
    make_draft,
    make_exchange,
    make_participation,
    make_series,
    make_speaker,
    make_turn,
    make_withdrawn,
)
from tests.views.pages import links_of, text_of
from transcripts import actions
from transcripts.document import Kind
from transcripts.models import Conference, Exchange, Redirect, SiteIdentity, Speaker

pytestmark = pytest.mark.django_db


def make_cited(**fields: object) -> tuple[Conference, Exchange]:
    SiteIdentity(name="Harbour Press Room", texts={"zh-hans": {"name": "海港新闻发布厅"}}).save()
    calder = make_speaker("Ines Calder")
    conference = make_conference(
        "Night ferries",
        **{"series": make_series("Ports", names={"zh-hans": "港务"}), "record_status": "checked"} | fields,
    )
    exchange = make_exchange(conference, heading="The last boat", speaker=calder)
    make_turn(exchange, Kind.ANSWER, "And back at two.", speaker=make_speaker("Tomas Reyl"))
    make_turn(exchange, Kind.MODERATOR, "Thank you.", speaker=make_speaker("Ruo Lan"))
    make_participation(conference, calder)
    return conference, exchange


def item_of(client: Client, path: str) -> dict[str, object]:
    page = client.get(path)
    assert page.status_code == 200
    assert page["Content-Type"].startswith("application/vnd.citationstyles.csl+json")
    [item] = json.loads(page.content)
    return dict(item)


def test_an_exchange_is_by_those_who_answer_in_it(client: Client) -> None:
    _, exchange = make_cited()
    item = item_of(client, f"/exchanges/{exchange.public_id}/cite.json")
    assert item["author"] == [{"literal": "Ines Calder"}, {"literal": "Tomas Reyl"}]
    assert (item["title"], item["container-title"], item["collection-title"]) == (
        "The last boat",
        "Night ferries",
        "Ports",
    )
    assert item["issued"] == {"date-parts": [[2024, 3, 12]]}
    assert item["publisher"] == "Harbour Press Room"
    assert item["URL"] == f"http://127.0.0.1:8000/exchanges/{exchange.public_id}/"
    assert item["note"] == "Checked transcript"


def test_a_turn_is_by_whoever_says_it(client: Client) -> None:
    _, exchange = make_cited()
    question, _, answer, _ = exchange.turns.order_by("position")
    assert item_of(client, f"/turns/{answer.public_id}/cite.json")["author"] == [{"literal": "Tomas Reyl"}]
    asked = item_of(client, f"/turns/{question.public_id}/cite.json")
    assert asked["author"] == [{"literal": "Evening Courier"}]
    assert asked["URL"] == f"http://127.0.0.1:8000/turns/{question.public_id}/"


def test_a_conference_is_by_nobody_in_particular(client: Client) -> None:
    conference, _ = make_cited()
    item = item_of(client, f"/conferences/{conference.slug}/cite.json")
    assert "author" not in item
    assert item["URL"] == f"http://127.0.0.1:8000{conference.get_permanent_url()}"


def test_a_chinese_transcript_is_cited_in_chinese_by_the_office_s_chinese_name(client: Client) -> None:
    make_cited(language="zh-hans", slug="夜航")
    for prefix in ("", "/zh-hans"):
        item = item_of(client, f"{prefix}/conferences/夜航/cite.json")
        assert (item["publisher"], item["collection-title"]) == ("海港新闻发布厅", "港务")
        assert str(item["URL"]).startswith("http://127.0.0.1:8000/zh-hans/c/")
        assert item["URL"] == str(item["URL"]).encode("ascii").decode()


def test_names_stand_as_they_were_printed(client: Client) -> None:
    conference, exchange = make_cited()
    conference.participations.update(name_as_printed="Dr Calder")
    item = item_of(client, f"/exchanges/{exchange.public_id}/cite.json")
    assert {"literal": "Dr Calder"} in item["author"]  # type: ignore[operator]


def test_without_a_heading_the_question_gives_the_title(client: Client) -> None:
    exchange = make_exchange(make_conference(), question="When does the last boat leave?")
    assert item_of(client, f"/exchanges/{exchange.public_id}/cite.json")["title"] == "When does the last boat leave?"


@pytest.mark.parametrize(("suffix", "kind"), [("bib", "x-bibtex"), ("ris", "x-research-info-systems")])
def test_the_files_are_sent_as_what_they_are(client: Client, suffix: str, kind: str) -> None:
    conference, exchange = make_cited()
    for path in (f"/conferences/{conference.slug}/", exchange.get_permanent_url()):
        page = client.get(f"{path}cite.{suffix}")
        assert kind in page["Content-Type"]
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Content-Disposition"].endswith(f'.{suffix}"')
        assert b"Night ferries" in page.content


def test_the_page_has_a_sentence_the_styles_and_the_files(client: Client) -> None:
    _, exchange = make_cited(held_on=date(2024, 3, 12))
    turn = exchange.turns.get(position=3)
    page = client.get(f"{turn.get_permanent_url()}cite/")
    words = text_of(page)
    assert "Tomas Reyl, “The last boat”, in “Night ferries”, 12 March 2024, transcript published by" in words
    assert f"read {date_format(timezone.localdate(), 'j F Y')}" in words
    for style in ("APA", "Chicago", "MLA", "GB/T 7714"):
        assert style in words
    assert {"../cite.bib", "../cite.ris", "../cite.json"} <= set(links_of(page))
    assert turn.get_permanent_url() in links_of(page)
    assert 'content="noindex"' in page.content.decode()


def test_pages_lead_to_it_without_a_script(client: Client) -> None:
    conference, exchange = make_cited()
    links = links_of(client.get(conference.get_absolute_url()))
    for path in (
        f"{conference.get_absolute_url()}cite/",
        f"{exchange.get_permanent_url()}cite/",
        f"{exchange.turns.get(position=1).get_permanent_url()}cite/",
    ):
        assert path in links
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("tail", ["cite/", "cite.bib", "cite.json"])
def test_what_moved_is_cited_by_its_new_address(client: Client, tail: str) -> None:
    conference, exchange = make_cited()
    turn = exchange.turns.get(position=1)
    Redirect.objects.create(kind="turn", old="joined2", new=turn.public_id)
    Redirect.objects.create(kind="conference", old="old-name", new=conference.slug)
    assert client.get(f"/turns/joined2/{tail}")["Location"] == f"/turns/{turn.public_id}/{tail}"
    assert client.get(f"/conferences/old-name/{tail}")["Location"] == f"/conferences/{conference.slug}/{tail}"


def test_a_family_name_is_used_where_an_editor_typed_it(client: Client) -> None:
    conference, exchange = make_cited()
    Speaker.objects.filter(name="Ines Calder").update(family_name="Calder")
    path = f"/exchanges/{exchange.public_id}/cite"
    assert item_of(client, f"{path}.json")["author"] == [
        {"family": "Calder", "given": "Ines"},
        {"literal": "Tomas Reyl"},
    ]
    assert "Calder, I., & Tomas Reyl. (2024, March 12)." in text_of(client.get(f"{path}/"))
    conference.participations.update(name_as_printed="The deputy mayor")
    assert {"literal": "The deputy mayor"} in item_of(client, f"{path}.json")["author"]  # type: ignore[operator]


def test_what_was_corrected_is_cited_with_the_day(client: Client) -> None:
    conference, exchange = make_cited()
    question, first, second, _ = exchange.turns.order_by("position")
    correction = make_correction(conference, first, was="At two.", now="At one o’clock.")
    day = date_format(timezone.localdate(correction.revision.made_at), "j F Y")
    for path, is_corrected in (
        (conference.get_absolute_url(), True),
        (exchange.get_permanent_url(), True),
        (first.get_permanent_url(), True),
        (first.paragraph_rows.get().get_permanent_url(), True),
        (second.get_permanent_url(), False),
        (question.get_permanent_url(), False),
    ):
        words = text_of(client.get(f"{path}cite/"))
        assert ("What you cite was corrected on" in words) == is_corrected, path
        assert (f", corrected {day}" in words) == is_corrected, path
        assert (f"corrected {day}" in str(item_of(client, f"{path}cite.json")["note"])) == is_corrected, path


def test_a_paragraph_is_cited_by_its_number_and_its_own_address(client: Client) -> None:
    conference, exchange = make_cited()
    turn = exchange.turns.get(position=3)
    turn.text = "And back at two.\n\nOr at three."
    turn.save()
    actions.sync_after_edit(conference, actions.Change(note="More was said."))
    second = turn.paragraph_rows.get(position=2)
    links = links_of(client.get(f"{turn.get_permanent_url()}cite/"))
    assert f"{second.get_permanent_url()}cite/" in links
    words = text_of(client.get(f"{second.get_permanent_url()}cite/"))
    assert "12 March 2024, paragraph 2, version 1, transcript published by" in words
    assert "[Press conference transcript, paragraph 2, version 1]" in words
    item = item_of(client, f"{second.get_permanent_url()}cite.json")
    assert item["URL"] == f"http://127.0.0.1:8000{second.get_permanent_url()}"
    assert item["note"] == "Checked transcript; paragraph 2; version 1"
    assert item["author"] == [{"literal": "Tomas Reyl"}]
    assert "第2段" in text_of(client.get(f"/zh-hans{second.get_permanent_url()}cite/"))


def test_only_what_is_public_is_cited(client: Client) -> None:
    for make, status in ((make_draft, 404), (make_withdrawn, 410)):
        exchange = make(exchanges=1).exchanges.get()
        turn = exchange.turns.get(position=1)
        for path in (
            f"/conferences/{exchange.conference.slug}/",
            exchange.get_permanent_url(),
            turn.get_permanent_url(),
        ):
            for tail in ("cite/", "cite.bib", "cite.ris", "cite.json"):
                assert client.get(path + tail).status_code == status, path + tail


def test_another_suffix_is_no_address(client: Client) -> None:
    conference, _ = make_cited()
    assert client.get(f"/conferences/{conference.slug}/cite.xml").status_code == 404
