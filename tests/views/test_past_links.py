"""Links into a version: permanent links, “as it was”, citations, downloads of an exchange, and side by side."""

import json
from dataclasses import replace
from typing import Any

import pytest
import rispy
from django.core.management import call_command
from django.test import Client

from tests.actions.transcript.test_versions import MINOR, enter, with_words
from tests.builders import make_conference, make_editor, make_exchange
from tests.views.pages import links_of, markup, text_of
from transcripts import actions
from transcripts.document import ExchangeText, Kind, TurnText, VerifyError, verify_version
from transcripts.models import Conference
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

MAJOR = actions.Change(note="It leaves at one.", is_major=True)
GREETING = ExchangeText((TurnText(Kind.MODERATOR, "Chair", ("Welcome.",)),), "Greeting")


@pytest.fixture
def conference() -> Conference:
    """A conference with three versions: at two, at one, and with an exchange before it."""
    made = enter()
    actions.publish(made)
    actions.reconcile(made, with_words(made, "At one."), MAJOR)
    document = read(made)
    actions.reconcile(made, replace(document, exchanges=(GREETING, *document.exchanges)), MINOR)
    return made


def answer_of(conference: Conference, version: int) -> TurnText:
    turns = conference.versions.get(number=version).revision.transcript.turns
    return next(turn for turn in turns if turn.kind == Kind.ANSWER)


def where(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 302, path
    return str(page["Location"])


def test_a_permanent_link_leads_to_its_place_in_a_version(client: Client, conference: Conference) -> None:
    path, turn = conference.get_absolute_url(), answer_of(conference, 1)
    exchange = conference.versions.get(number=1).revision.transcript.exchanges[0].public_id
    paragraph = turn.paragraph_ids[1]
    for link, anchor in (
        (f"/exchanges/{exchange}/", exchange),
        (f"/turns/{turn.public_id}/", turn.public_id),
        (f"/paragraphs/{paragraph}/", paragraph),
    ):
        assert where(client, link) == f"{path}2/#{anchor}"
        assert where(client, f"{link}?version=3") == f"{path}2/?version=3#{anchor}"
        then = where(client, f"{link}?version=1")
        assert then == f"{path}?version=1#{anchor}"
        assert f'id="{anchor}"' in markup(client.get(then))
        assert client.get(f"{link}?version=9").status_code == 404
        assert "version=x" in where(client, f"{link}?version=x")
    worded = where(client, f"/paragraphs/{paragraph}/?version=1&text=north pier")
    assert worded == f"{path}?version=1#{paragraph}:~:text=north%20pier"


def test_a_version_without_the_words_says_so(client: Client, conference: Conference) -> None:
    greeting = read(conference).exchanges[0]
    page = client.get(f"/turns/{greeting.turns[0].public_id}/?version=1")
    assert page.status_code == 404
    assert "This version does not have these words" in text_of(page)
    assert client.get(f"/turns/{greeting.turns[0].public_id}/cite/?version=1").status_code == 404
    assert client.get(f"/exchanges/{greeting.public_id}.json?version=1").status_code == 404


def test_what_is_gone_is_still_read_and_cited_in_its_version(client: Client, conference: Conference) -> None:
    document, turn = read(conference), answer_of(conference, 3)
    last = document.exchanges[1]
    actions.reconcile(conference, replace(document, exchanges=(GREETING, replace(last, turns=last.turns[:1]))), MINOR)
    gone = client.get(f"/turns/{turn.public_id}/")
    assert gone.status_code == 410
    assert "They last stood in version 3 of" in text_of(gone)
    assert f"/turns/{turn.public_id}/?version=3" in links_of(gone)
    then = where(client, f"/turns/{turn.public_id}/?version=3")
    assert then == f"{conference.get_absolute_url()}2/?version=3#{turn.public_id}"
    assert "version 3" in text_of(client.get(f"/turns/{turn.public_id}/cite/?version=3"))
    assert client.get(f"/turns/{turn.public_id}/cite/").status_code == 410


def test_as_it_was_opens_the_earlier_version_at_the_paragraph(client: Client, conference: Conference) -> None:
    page = client.get(f"{conference.get_absolute_url()}2/")
    paragraph = answer_of(conference, 3).paragraph_ids[0]
    [link] = [each for each in links_of(page) if each.endswith("?version=1")]
    assert link == f"/paragraphs/{paragraph}/?version=1"
    assert "As it was" in text_of(page)
    then = client.get(link, follow=True)
    assert "At two." in text_of(then)
    assert "Version 1 of 3" in text_of(then)
    listed = client.get("/corrections/")
    assert f"/turns/{answer_of(conference, 1).public_id}/?version=1" in links_of(listed)


def test_without_anything_to_read_there_is_no_as_it_was(client: Client, conference: Conference) -> None:
    answer = answer_of(conference, 3)
    chief = make_editor("chief")
    actions.remove_words(
        conference,
        [actions.Cut(answer.public_id, 1, "north pier")],
        reason="A private pier.",
        is_repeated=False,
        base=conference.revision_number,
        change=actions.Change(chief),
    )
    page = client.get(f"{conference.get_absolute_url()}2/")
    assert "Words removed on" in text_of(page)
    assert [each for each in links_of(page) if "version=" in each] == [
        f"/paragraphs/{answer.paragraph_ids[0]}/?version=1"
    ]
    [removal, _] = client.get("/corrections/").context["listing"].notices
    assert removal.was_url == ""
    actions.withdraw(conference, reason="It was another meeting.")
    assert not [each for each in links_of(client.get("/corrections/")) if "version=" in each]


@pytest.mark.parametrize("kind", ["conference", "turn", "paragraph", "exchange"])
def test_a_citation_of_a_version_names_it_and_says_what_was_corrected_since(
    client: Client, conference: Conference, kind: str
) -> None:
    turn = answer_of(conference, 1)
    exchange = conference.versions.get(number=1).revision.transcript.exchanges[0].public_id
    path = {
        "conference": conference.get_absolute_url(),
        "turn": f"/turns/{turn.public_id}/",
        "paragraph": f"/paragraphs/{turn.paragraph_ids[0]}/",
        "exchange": f"/exchanges/{exchange}/",
    }[kind]
    kept = conference.get_permanent_url() if kind == "conference" else path
    for query, number, said in (
        ("?version=1", "1", "corrected since, on"),
        ("", "3", "corrected "),
        ("?version=2", "2", ""),
    ):
        page = client.get(f"{path}cite/{query}")
        words = text_of(page)
        assert f"version {number}" in words
        assert f"{kept}{query}," in words
        assert f"../cite.ris{query}" in links_of(page)
        if said:
            assert said in words
        else:
            assert "corrected since" not in words
        assert ("You cite version 1 of 3." in words) == (number == "1")
        [item] = json.loads(client.get(f"{path}cite.json{query}").content)
        assert (item["version"], item["URL"]) == (number, f"http://127.0.0.1:8000{kept}{query}")
        [record] = rispy.loads(client.get(f"{path}cite.ris{query}").content.decode())
        assert record["edition"] == number
        assert f"version   = {{{number}}}" in client.get(f"{path}cite.bib{query}").content.decode()
    assert client.get(f"{path}cite/?version=9").status_code == 404
    assert client.get(f"{path}cite.bib?version=x").status_code == 400
    assert "so it was ignored" in text_of(client.get(f"{path}cite/?version=x"))


def test_pages_of_a_version_lead_to_its_citations_and_files(client: Client, conference: Conference) -> None:
    links = links_of(client.get(f"{conference.get_absolute_url()}?version=1"))
    turn = answer_of(conference, 1)
    assert f"/turns/{turn.public_id}/cite/?version=1" in links
    assert f"/paragraphs/{turn.paragraph_ids[0]}/?version=1" in links
    assert f"{conference.get_absolute_url()}cite/?version=1" in links
    [exported] = [each for each in links if each.startswith("/exchanges/") and each.endswith(".json?version=1")]
    assert client.get(exported).status_code == 200


def test_an_exchange_of_a_version_is_sent_and_verified_alone(
    client: Client, conference: Conference, tmp_path: Any
) -> None:
    exchange = read(conference).exchanges[1].public_id
    then = client.get(f"/exchanges/{exchange}.json?version=1")
    assert then.headers["Memento-Datetime"]
    now = client.get(f"/exchanges/{exchange}.json?version=3").json()
    assert (then.json()["exchange"], now["exchange"]) == (1, 2)
    assert [each["position"] for each in now["exchanges"]] == [2]
    assert "Welcome" not in json.dumps(now)
    assert (verify_version(then.json()), verify_version(now)) == (0, 0)
    file, log = tmp_path / "part.json", tmp_path / "log.jsonl"
    file.write_text(json.dumps(now))
    log.write_bytes(client.get("/versions/log.jsonl").getvalue())
    call_command("verify", file, log=log)
    now["exchanges"][0]["turns"][1]["paragraphs"][0] = "At three."
    with pytest.raises(VerifyError, match="exchanges 1"):
        verify_version(now)
    assert "At two." in client.get(f"/exchanges/{exchange}.txt?version=1").content.decode()
    assert client.get(f"/exchanges/{exchange}.json?version=4").status_code == 404
    assert client.get(f"/exchanges/{exchange}.json?version=x").status_code == 400


@pytest.mark.parametrize("tail", ["", "full/"])
def test_a_version_stands_alone_and_leads_to_the_translation_beside_today_s_text(
    client: Client, conference: Conference, tail: str
) -> None:
    other = make_conference("夜航", language="zh-hans")
    make_exchange(other)
    Conference.objects.update(translation_group="one")
    path = f"{conference.get_absolute_url()}{tail}"
    page = client.get(f"{path}?version=1&with=zh-hans")
    assert "A version is shown alone" in text_of(page)
    assert f"{path}?with=zh-hans" in links_of(page)
    assert "so it was ignored" not in text_of(page)
    assert "A version is shown alone" not in text_of(client.get(f"{path}?version=1"))
    assert "so it was ignored" in text_of(client.get(f"{path}?version=1&with=fr"))


def test_a_version_says_which_words_it_leaves_out(client: Client, conference: Conference) -> None:
    answer = answer_of(conference, 3)
    actions.remove_words(
        conference,
        [actions.Cut(answer.public_id, 1, "north pier")],
        reason="A private pier.",
        is_repeated=False,
        base=conference.revision_number,
        change=actions.Change(make_editor("chief")),
    )
    path = conference.get_absolute_url()
    for tail in ("?version=1", "full/?version=3"):
        page = text_of(client.get(path + tail))
        assert "are left out here: A private pier." in page
        assert "north pier" not in page
    assert "are left out here" not in text_of(client.get(f"{path}?version=4"))
    since = text_of(client.get(f"{path}versions/?since=3"))
    assert "and are left out of all versions: A private pier." in since
    assert "Nothing that readers can see has changed" not in since
