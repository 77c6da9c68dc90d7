import subprocess
import sys
from datetime import date

from transcripts.document import ExchangeText, How, Kind, Person, TranscriptDocument, TurnText
from transcripts.presentation import CorrectionView, Links, NameView, TranscriptView, TurnView, make_view

CALDER, REYL = "Ines Calder", "Tomas Reyl"
DOCUMENT = TranscriptDocument(
    title="Night ferries",
    series="Ports",
    people=(Person(CALDER, "deputy mayor"), Person(REYL, "harbour master")),
    exchanges=(
        ExchangeText((TurnText(Kind.STATEMENT, CALDER, ("Welcome.",), speaker=CALDER),), topics=("boats",)),
        ExchangeText(
            (
                TurnText(Kind.QUESTION, "Courier (Jo)", ("When?", "And why?"), outlet="Courier", journalist="Jo"),
                TurnText(
                    Kind.ANSWER,
                    "CALDER",
                    ("At one.",),
                    speaker=CALDER,
                    public_id="turn2",
                    paragraph_ids=("paragraph2",),
                ),
                TurnText(Kind.ANSWER, "", ("In winter.",), speaker=CALDER),
                TurnText(Kind.NOTE, "", ("Laughter.",)),
            ),
            heading="The last boat",
            topics=("boats", "ice", "zeal"),
            public_id="exchange2",
        ),
    ),
)


def links(**others: object) -> Links:
    return Links(
        slug="night",
        people={CALDER: "/calder/"},
        profiles={"turn2": "/calder/"},
        topics={"zeal": NameView("Eifer", "/zeal/"), "boats": NameView("Boote", "/boats/")},
        page=lambda number: f"/night/{number}/",
        exchange=lambda key: f"/exchanges/{key}/",
        turn=lambda key: f"/turns/{key}/",
        paragraph=lambda key: f"/paragraphs/{key}/",
        **others,  # type: ignore[arg-type]
    )


def turns_of(view: TranscriptView) -> list[TurnView]:
    return [turn for exchange in view.exchanges for turn in exchange.turns]


def test_a_document_by_itself_leads_nowhere_and_says_everything() -> None:
    view = make_view(DOCUMENT)
    assert (view.title, view.series) == ("Night ferries", NameView("Ports"))
    assert [person.url for person in view.people] == ["", ""]
    for exchange in view.exchanges:
        assert (exchange.url, exchange.page_url, [topic.url for topic in exchange.topics]) == (
            ("", "", [""] * len(exchange.topics))
        )
    for turn in turns_of(view):
        assert (turn.url, turn.profile_url, {paragraph.url for paragraph in turn.paragraphs}) == ("", "", {""})
    assert [turn.text for turn in turns_of(view)] == [turn.text for turn in DOCUMENT.turns]


def test_every_id_on_a_page_is_there_once_even_of_what_is_not_saved() -> None:
    ids = [exchange.id for exchange in make_view(DOCUMENT).exchanges]
    for turn in turns_of(make_view(DOCUMENT)):
        ids += [turn.id, *(paragraph.id for paragraph in turn.paragraphs)]
    assert len(set(ids)) == len(ids)
    assert {"exchange2", "turn2", "paragraph2"} <= set(ids)
    assert all(each[0].isalpha() for each in ids)


def test_whoever_speaks_is_introduced_with_the_role_once_an_exchange() -> None:
    _, second = make_view(DOCUMENT).exchanges
    assert [turn.role for turn in second.turns] == ["", "deputy mayor", "", ""]
    assert [turn.who for turn in second.turns] == [
        "Courier (Jo)",
        "Ines Calder, deputy mayor",
        "Ines Calder, deputy mayor",
        "",
    ]
    assert second.turns[1].label == "CALDER"


def test_links_lead_to_pages_names_and_places_for_ever() -> None:
    view = make_view(DOCUMENT, links())
    first, second = view.exchanges
    assert (first.page_url, first.url) == ("/night/1/", "")
    assert (second.page_url, second.url) == ("/night/2/", "/exchanges/exchange2/")
    answer = second.turns[1]
    assert (answer.profile_url, answer.url, answer.paragraphs[0].url) == (
        ("/calder/", "/turns/turn2/", "/paragraphs/paragraph2/")
    )
    assert [person.url for person in view.people] == ["/calder/", ""]


def test_topics_stand_in_the_order_of_the_links_and_unknown_ones_last() -> None:
    second = make_view(DOCUMENT, links()).exchanges[1]
    assert second.topics == (NameView("Eifer", "/zeal/"), NameView("Boote", "/boats/"), NameView("ice"))
    assert [topic.name for topic in make_view(DOCUMENT).exchanges[1].topics] == ["boats", "ice", "zeal"]


def test_a_part_keeps_the_numbers_of_the_whole() -> None:
    part = TranscriptDocument(title="Night ferries", people=DOCUMENT.people, exchanges=DOCUMENT.exchanges[1:])
    view = make_view(part, links(), first=2)
    assert view.find(2) == make_view(DOCUMENT, links()).exchanges[1]
    assert view.find(1) is None
    assert view.find(3) is None


def test_people_are_parted_into_those_who_speak_and_the_others() -> None:
    view = make_view(DOCUMENT)
    here, others = view.part_people(view.exchanges)
    assert ([person.name for person in here], [person.name for person in others]) == ([CALDER], [REYL])


def test_the_day_is_that_of_the_document_else_the_day_entered() -> None:
    entered = Links(day=date(2024, 3, 14))
    assert make_view(DOCUMENT, entered).day == date(2024, 3, 14)
    assert make_view(TranscriptDocument(posted_on=date(2024, 3, 13)), entered).day == date(2024, 3, 13)


def test_a_correction_stands_at_its_turn_with_the_words_that_changed() -> None:
    correction = CorrectionView(date(2024, 4, 1), "Misheard.", "At two.", "At one.", "/corrections/#night-2")
    view = make_view(DOCUMENT, links(corrections={"turn2": [correction]}))
    placed = [turn.corrections + sum((each.marks for each in turn.paragraphs), ()) for turn in turns_of(view)]
    assert placed == [(), (), (correction,), (), ()]
    assert [(piece.how, piece.text) for piece in correction.pieces if piece.how != How.SAME] == [
        (How.GONE, "two"),
        (How.NEW, "one"),
    ]
    assert correction.is_of_words
    assert not correction.is_new
    assert CorrectionView(date(2024, 4, 1), "", "", "At one.", "").is_new
    assert not CorrectionView(date(2024, 4, 1), "", "", "", "", is_of_name=True).is_of_words


def test_making_views_needs_no_database() -> None:
    program = (
        "import sys, transcripts.presentation; sys.exit(bool({'django.db', 'transcripts.models'} & {*sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 (our own program)
