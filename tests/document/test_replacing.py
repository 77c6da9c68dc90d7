"""Places of words in a document, and the document with some of them replaced."""

from dataclasses import replace

import pytest

from tests.documents import answer, document, question
from transcripts.document import ExchangeText, Person, TranscriptDocument
from transcripts.document.replacing import EmptiedError, Wanted, find_places, replace_places


def said(*paragraphs: str, **head: object) -> TranscriptDocument:
    return document(ExchangeText((question("Why Kiev?"), answer(*paragraphs)), heading="Kiev, again"), **head)


def shown(words: str, text: str, **how: bool) -> list[str]:
    places = find_places(said(text, title="No words", people=()), Wanted(words, **how))
    return [each.text[each.start : each.end] for each in places if each.field[:3] == ("paragraph", 0, 1)]


@pytest.mark.parametrize(
    ("words", "text", "how", "found"),
    [
        ("Kiev", "Kiev’s Kievan pro-Kiev, KIEV kiev.", {}, ["Kiev", "Kiev"]),
        ("Kiev", "Kiev’s Kievan KIEV", {"is_whole": False}, ["Kiev", "Kiev"]),
        ("kiev", "Kiev and KIEV", {"matches_case": False}, ["Kiev", "KIEV"]),
        ("基辅", "他在基辅市说。", {}, ["基辅"]),
        ("Kiev", "他在Kiev市说。", {}, ["Kiev"]),
        ("O'Brien", "Mr. O’Brien and O'Brien", {}, ["O’Brien", "O'Brien"]),
        ("de Gaulle", "de\nGaulle, de  Gaulles", {}, ["de\nGaulle"]),
        ("Zelený", "Zeleny\u0301 and Zelený", {}, ["Zeleny\u0301", "Zelený"]),
        ("cafe", "cafe\u0301", {}, []),
        ("C++", "C++ and C+", {}, ["C++"]),
        ("(Kiev)", "in Ukraine (Kiev).", {}, ["(Kiev)"]),
        ("a.c", "abc a.c", {}, ["a.c"]),
        ("École", "école", {"matches_case": False}, ["école"]),
        ("removed", "It was removed: [removed].", {}, ["removed"]),
    ],
)
def test_what_is_found(words: str, text: str, how: dict[str, bool], found: list[str]) -> None:
    assert shown(words, text, **how) == found


def test_every_printed_text_is_looked_at_and_nothing_else() -> None:
    whole = said("Kiev.", title="Kiev", venue="Kiev", source="Kiev", summary="Kiev", series="Kiev")
    turn = replace(whole.exchanges[0].turns[0], journalist="A. Kiev", label="Kiev Post", outlet="Kiev Post")
    first = replace(whole.exchanges[0], turns=(turn, whole.exchanges[0].turns[1]), topics=("Kiev",))
    whole = replace(whole, people=(Person("Ines Kiev", "mayor of Kiev"),), exchanges=(first,))
    fields = [each.field.what for each in find_places(whole, Wanted("Kiev"))]
    assert fields == [
        *("title", "venue", "source", "summary", "name", "role"),
        *("heading", "label", "journalist", "paragraph", "paragraph"),
    ]
    after = replace_places(whole, Wanted("Kiev"), "Kyiv", range(len(fields)))
    assert not find_places(after, Wanted("Kiev"))
    assert len(find_places(after, Wanted("Kyiv"))) == len(fields)
    assert (after.series, after.exchanges[0].topics, after.exchanges[0].turns[0].outlet) == ("Kiev",) * 1 + (
        ("Kiev",),
        "Kiev Post",
    )


def test_only_the_chosen_places_are_replaced() -> None:
    after = replace_places(said("Kiev and Kiev."), Wanted("Kiev"), "Kyiv", {3})
    assert list(after.turns)[1].paragraphs == ("Kiev and Kyiv.",)
    assert after.exchanges[0].heading == "Kiev, again"


def test_a_name_is_replaced_for_the_turns_too() -> None:
    after = replace_places(said("Yes."), Wanted("Calder"), "Caldera", {0})
    assert [person.name for person in after.people] == ["Ines Caldera"]
    assert list(after.turns)[1].speaker == "Ines Caldera"
    assert list(after.turns)[1].label == "Ines Calder"


def test_no_paragraph_is_emptied() -> None:
    with pytest.raises(EmptiedError):
        replace_places(said("Kiev"), Wanted("Kiev"), "", {2})
