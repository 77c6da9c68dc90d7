"""The numbers: what is counted of whom, the same on the page, in the files and on the pages of the names."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_series,
    make_speaker,
    make_topic,
    make_turn,
)
from tests.views.pages import text_of
from transcripts import actions, search
from transcripts.document import Kind
from transcripts.models import ArchiveCount, Conference
from transcripts.search import summing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive() -> None:
    calder, prowse, topic = make_speaker("Ines Calder"), make_speaker("Odo Prowse"), make_topic("Ferries")
    courier, gazette = make_outlet("Evening Courier"), make_outlet("=Gazette")
    first = make_conference("Night ferries", held_on=date(2022, 3, 1), series=make_series("Ports"))
    one = make_exchange(first, question="Boat?", answer="A boat.", speaker=calder, outlet=courier, topics=(topic,))
    make_turn(one, Kind.ANSWER, "Two boats, and a boat.", speaker=prowse)
    make_exchange(first, question="And the boat?", answer=None, outlet=gazette)
    second = make_conference("Fares", held_on=date(2024, 5, 2))
    make_exchange(second, question="Fares?", answer="No boat.", speaker=prowse, outlet=courier)
    make_exchange(make_draft(held_on=date(2024, 6, 1)), question="Boat?", answer="A boat.", outlet=gazette)
    for group in ("en", "fr"):
        both = make_conference(f"Both {group}", held_on=date(2024, 5, 3), translation_group="both", language=group)
        make_exchange(both, question="Who?", answer="We.", speaker=calder, outlet=courier)
    for each in Conference.objects.all():
        search.index(each.pk)


def read(client: Client, name: str, query: str = "") -> dict[str, dict[str, str]]:
    response = client.get(f"/statistics/{name}.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    return {next(iter(row.values())): row for row in rows}


def test_questions_and_answers_are_counted_by_name(client: Client) -> None:
    outlets = read(client, "outlets")
    assert (outlets["Evening Courier"]["questions"], outlets["Evening Courier"]["exchanges"]) == ("3", "3")
    assert (outlets["'=Gazette"]["questions"], outlets["'=Gazette"]["unanswered_exchanges"]) == ("1", "1")
    speakers = read(client, "speakers")
    assert (speakers["Odo Prowse"]["answers"], speakers["Odo Prowse"]["first_answers"]) == ("2", "1")
    assert (speakers["Ines Calder"]["answers"], speakers["Ines Calder"]["first_answers"]) == ("2", "2")
    assert speakers["Ines Calder"]["characters_an_answer"] == "5"
    assert read(client, "topics")["Ferries"]["answers"] == "2"
    assert read(client, "series")["Ports"]["conferences"] == "1"
    assert {month: row["exchanges"] for month, row in read(client, "months").items()} == {
        "2022-03": "2",
        "2024-05": "2",
    }


def test_the_page_says_the_same_as_the_files_and_the_pages_of_names(client: Client) -> None:
    page = text_of(client.get("/statistics/"))
    assert "Conferences: 3. Exchanges: 4. Questions: 4. Answers: 4." in page
    assert "Exchanges without an answer: 1." in page
    for path in ("/speakers/ines-calder/", "/speakers/odo-prowse/", "/outlets/evening-courier/", "/topics/ferries/"):
        (shown,) = re.findall(r"(\d+) exchanges?\b", text_of(client.get(path)))[:1]
        name = client.get(path).context["record"].local_name
        assert re.search(rf"{name} {shown} exchange", page), path


def test_a_year_has_its_own_numbers(client: Client) -> None:
    page = text_of(client.get("/statistics/?year=2024"))
    assert "Statistics of 2024" in page
    assert "Conferences: 2. Exchanges: 2." in page
    assert "=Gazette" not in page
    for wrong in ("1999", "x", "２０２４"):
        assert "is not known here" in text_of(client.get("/statistics/", {"year": wrong}))


def test_a_word_is_counted_by_year_and_speaker(client: Client) -> None:
    page = text_of(client.get("/statistics/?q=boat"))
    found = text_of(client.get("/search/?q=boat"))
    (total,) = re.findall(r"“boat”: (\d+) passages", page)
    assert f"{total} passages" in found
    rows = csv.reader(io.StringIO(client.get("/statistics/word.csv?q=boat").content.decode("utf-8-sig")))
    assert list(rows) == [
        ["year", "speaker", "passages"],
        ["2022", "", "2"],
        ["2022", "Ines Calder", "1"],
        ["2022", "Odo Prowse", "1"],
        ["2024", "Odo Prowse", "1"],
    ]
    assert client.get("/statistics/words.csv").status_code == 404
    assert "0 passages" in text_of(client.get("/statistics/?q=" + "x" * 500))


def test_what_is_public_later_or_translated_is_counted_when_the_reader_sees_it(client: Client) -> None:
    later = timezone.now() + timedelta(hours=1)
    Conference.objects.filter(title="Fares").update(published_at=later)
    page = text_of(client.get("/statistics/?year=2024"))
    assert "Conferences: 1. Exchanges: 1." in page
    assert "Prowse" not in page
    for each in Conference.objects.filter(translation_group="both"):
        Conference.objects.filter(pk=each.pk).update(translation_group="")
        search.index(each.pk)
    assert not summing.differ()
    Conference.objects.filter(title="Fares").update(published_at=timezone.now())
    actions.bump_edition()
    assert "Conferences: 3. Exchanges: 3." in text_of(client.get("/statistics/?year=2024"))


def test_sums_that_are_wrong_are_found_and_made_anew() -> None:
    kept = list(ArchiveCount.objects.order_by("year", "of", "record").values_list("year", "of", "record", "exchanges"))
    assert not summing.differ()
    ArchiveCount.objects.filter(of="topic").delete()
    assert summing.differ()
    summing.sum_up()
    assert not summing.differ()
    made = ArchiveCount.objects.order_by("year", "of", "record").values_list("year", "of", "record", "exchanges")
    assert list(made) == kept
