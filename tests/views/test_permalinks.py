"""A link to a paragraph, and to words in it, leads to them for ever, or says that it cannot."""

from typing import Any

import pytest
from django.test import Client

from tests.builders import LONG_AGO, make_conference, make_exchange, make_turn, make_withdrawn
from tests.views.pages import markup, text_of
from transcripts.document import Kind, to_json
from transcripts.models import Conference, Paragraph, Redirect, Revision, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

TEXT = "The last boat, it is said, leaves at one.\n\nAfter that there is no well-lit way home.\n\nThank you."


@pytest.fixture
def turn() -> Turn:
    conference = make_conference(exchanges=1)
    return make_turn(make_exchange(conference, answer=None), Kind.ANSWER, TEXT)


def link(turn: Turn, position: int, query: str = "") -> str:
    return turn.paragraph_rows.get(position=position).get_permanent_url() + query


def where(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 302
    return str(page["Location"])


def test_it_leads_to_the_paragraph_on_its_page(client: Client, turn: Turn) -> None:
    second = turn.paragraph_rows.get(position=2)
    page = turn.exchange.get_absolute_url()
    assert link(turn, 2) == f"/paragraphs/{second.public_id}/"
    assert where(client, link(turn, 2)) == f"{page}#{second.public_id}"
    assert where(client, f"/zh-hans{link(turn, 2)}?with=fr") == f"/zh-hans{page}?with=fr#{second.public_id}"
    assert f'<p id="{second.public_id}">' in markup(client.get(page))
    assert f'href="{second.get_permanent_url()}"' in markup(client.get(page))
    assert f'<p id="{second.public_id}">' in markup(client.get(f"{turn.exchange.conference.get_absolute_url()}full/"))


@pytest.mark.parametrize(
    ("position", "words", "fragment"),
    [
        (1, "it is said", "it%20is%20said"),
        (1, "boat, it", "boat%2C%20it"),
        (2, "well-lit way", "well%2Dlit%20way"),
        (2, "  WELL-LIT\n way ", "well%2Dlit%20way"),
        (2, "After that there is no well-lit way home.", "After%20that%20there%20is%20no%20well%2Dlit%20way%20home."),
    ],
)
def test_words_are_named_after_the_anchor(client: Client, turn: Turn, position: int, words: str, fragment: str) -> None:
    public_id = turn.paragraph_rows.get(position=position).public_id
    response = client.get(link(turn, position), {"text": words, "with": "fr"})
    assert response["Location"] == f"{turn.exchange.get_absolute_url()}?with=fr#{public_id}:~:text={fragment}"


def test_words_that_stand_elsewhere_on_the_page_are_told_apart_by_what_is_around_them(
    client: Client, turn: Turn
) -> None:
    make_turn(turn.exchange, Kind.ANSWER, "There is no boat.\n\nThank you.")
    tail = where(client, link(turn, 2, "?text=there+is+no")).partition(":~:")[2]
    assert tail == "text=After%20that-,there%20is%20no,-well%2Dlit%20way%20home."
    assert where(client, link(turn, 3, "?text=Thank+you.")).endswith(
        f"#{turn.paragraph_rows.get(position=3).public_id}"
    )


def test_words_over_a_line_end_and_in_chinese(client: Client) -> None:
    exchange = make_exchange(make_conference(), answer=None)
    turn = make_turn(exchange, Kind.ANSWER, "By night\nthe boats wait.\n\n末班船，凌晨一点开。末班船，凌晨两点到。")
    assert where(client, link(turn, 1, "?text=night+the+boats")).endswith(":~:text=night,the%20boats")
    tail = where(client, link(turn, 2, "?text=凌晨")).partition(":~:text=")[2]
    assert tail == "%E6%9C%AB%E7%8F%AD%E8%88%B9%EF%BC%8C-,%E5%87%8C%E6%99%A8,-%E4%B8%80%E7%82%B9%E5%BC%80"


def test_words_that_are_gone_lead_to_the_paragraph_which_says_so(client: Client, turn: Turn) -> None:
    public_id = turn.paragraph_rows.get(position=1).public_id
    assert "?changed=" in where(client, link(turn, 1, "?text=oat%2C+it+is"))
    place = where(client, link(turn, 1, "?text=leaves+at+two"))
    assert place == f"{turn.exchange.get_absolute_url()}?changed={public_id}#{public_id}"
    assert "This paragraph has changed since the link to it was made" in text_of(client.get(place))
    assert "has changed since" not in text_of(client.get(turn.exchange.get_absolute_url()))
    assert "has changed since" not in text_of(client.get(f"{turn.exchange.get_absolute_url()}?changed=x"))


def test_a_joined_one_leads_on_and_a_removed_or_withdrawn_one_is_gone(client: Client, turn: Turn) -> None:
    first = turn.paragraph_rows.get(position=1)
    Redirect.objects.create(kind="paragraph", old="joined2", new=first.public_id)
    Redirect.objects.create(kind="paragraph", old="gone2", conference=turn.exchange.conference, revision=3)
    assert where(client, "/paragraphs/joined2/?text=it+is+said").endswith(f"#{first.public_id}:~:text=it%20is%20said")
    page = client.get("/paragraphs/gone2/")
    assert page.status_code == 410
    assert "last stood in revision 3" in text_of(page)
    withdrawn = make_exchange(make_withdrawn()).turns.get(position=2).paragraph_rows.get()
    assert client.get(withdrawn.get_permanent_url()).status_code == 410
    assert client.get("/paragraphs/2222222222222/").status_code == 404


def revise(conference: Conference, *, old: bool, **texts: str) -> None:
    """Write a revision with the present records; an old one is as it was stored before paragraphs had ids."""
    form: dict[str, Any] = to_json(read(conference))
    for exchange in form["exchanges"]:
        for turn in exchange["turns"]:
            turn["paragraphs"] = texts.get(turn["public_id"], "\n\n".join(turn["paragraphs"])).split("\n\n")
            if old:
                turn.pop("paragraph_ids", None)
    number = conference.revisions.count() + 1
    Revision.objects.create(conference=conference, number=number, document=form, digest=str(number), made_at=LONG_AGO)


@pytest.mark.parametrize(
    ("before", "ordinal", "leads_on"),
    [
        ([TEXT], "1", True),
        ([TEXT], "3", True),
        ([TEXT], "4", False),
        ([TEXT], "0", False),
        ([TEXT], "x", False),
        ([TEXT], "", False),
        ([TEXT.replace("one", "two"), TEXT], "1", True),
        ([TEXT.replace("one", "two"), TEXT], "3", True),
        ([f"Good morning.\n\n{TEXT}", TEXT], "1", False),
        ([f"Good morning.\n\n{TEXT}", TEXT], "2", False),
        (["The last boat, it is said, leaves at one.", TEXT], "1", True),
        (["The last boat, it is said, leaves at one.", TEXT], "2", True),
    ],
)
def test_an_old_ordinal_leads_on_if_it_named_one_paragraph_until_the_upgrade(
    client: Client, turn: Turn, before: list[str], ordinal: str, leads_on: bool
) -> None:
    for text in before:
        revise(turn.exchange.conference, old=True, **{turn.public_id: text})
    place = where(client, f"{turn.get_permanent_url()}?p={ordinal}&with=fr")
    page = turn.exchange.get_absolute_url()
    if leads_on:
        public_id = turn.paragraph_rows.get(position=int(ordinal)).public_id
        assert place == f"{page}?with=fr#{public_id}"
    else:
        assert place == f"{page}?with=fr&changed={turn.public_id}#{turn.public_id}"
        assert "This link names a paragraph by its number" in text_of(client.get(place))


def test_what_was_changed_since_the_upgrade_moves_no_ordinal(client: Client, turn: Turn) -> None:
    conference = turn.exchange.conference
    revise(conference, old=True)
    second = turn.paragraph_rows.get(position=2)
    Turn.objects.filter(pk=turn.pk).update(text=f"Good morning.\n\n{TEXT}")
    ids = list(turn.paragraph_rows.values_list("public_id", flat=True))
    turn.paragraph_rows.all().delete()
    fresh = [Paragraph(turn=turn, position=1)]
    Paragraph.objects.bulk_create(
        fresh + [Paragraph(turn=turn, position=at, public_id=each) for at, each in enumerate(ids, start=2)]
    )
    revise(conference, old=False)
    assert where(client, f"{turn.get_permanent_url()}?p=2").endswith(f"#{second.public_id}")


def test_of_a_transcript_made_since_the_upgrade_an_ordinal_leads_on_while_nothing_moves(
    client: Client, turn: Turn
) -> None:
    conference = turn.exchange.conference
    revise(conference, old=False)
    public_id = turn.paragraph_rows.get(position=2).public_id
    assert where(client, f"{turn.get_permanent_url()}?p=2").endswith(f"#{public_id}")
    first, second = turn.paragraph_rows.filter(position__lte=2)
    one, two = first.public_id, second.public_id
    Paragraph.objects.filter(pk=first.pk).update(public_id="x")
    Paragraph.objects.filter(pk=second.pk).update(public_id=one)
    Paragraph.objects.filter(pk=first.pk).update(public_id=two)
    revise(conference, old=False)
    assert "changed=" in where(client, f"{turn.get_permanent_url()}?p=2")


def test_the_json_has_texts_and_ids(client: Client, turn: Turn) -> None:
    form = client.get(f"{turn.exchange.conference.get_absolute_url().rstrip('/')}.json").json()
    said = form["exchanges"][1]["turns"][-1]
    assert said["paragraphs"] == TEXT.split("\n\n")
    assert said["paragraph_ids"] == list(turn.paragraph_rows.order_by("position").values_list("public_id", flat=True))
