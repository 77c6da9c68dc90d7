"""Whom names mean: what is certain is linked, what is nearly the same is offered and never applied."""

from dataclasses import replace

import pytest

from tests.builders import make_conference, make_participation
from tests.documents import answer, document, question
from transcripts.actions import find_or_make, merge_names, reconcile, sync_after_name_edit
from transcripts.actions.change import Change
from transcripts.actions.imports.importing import take_in
from transcripts.document import ExchangeText, Person, TranscriptDocument
from transcripts.models import Conference, Outlet, Speaker
from transcripts.reading.name_matching import Certainty, NameLink, apply_choices, describe_links, link_names
from transcripts.reading.name_similarity import SimilarityReason, near_keys, similarity_reason, stored_keys
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


def known(*names: str, outlets: tuple[str, ...] = ()) -> list[Speaker]:
    """Speakers (and outlets) that the records know, made as an import makes them."""
    find_or_make(Outlet, outlets)
    return list(find_or_make(Speaker, names).values())


def said_by(*names: str, outlet: str = "Evening Courier") -> TranscriptDocument:
    turns = (question(outlet=outlet), *(answer(speaker=name) for name in names))
    return document(ExchangeText(turns=turns), people=tuple(Person(name) for name in names))


def link_of(name: str, links: tuple[NameLink, ...]) -> NameLink:
    return next(link for link in links if link.name == name)


@pytest.mark.parametrize("printed", ["Taro Kono", "TARO KONO", "Mr. Taro Kono", "Ｔａｒｏ Kono"])
def test_the_same_name_in_other_letters_or_behind_a_title_is_certain(printed: str) -> None:
    (speaker,) = known("Taro Kono")
    link = link_of(printed, link_names(said_by(printed)))
    assert (link.certainty, link.record) == (Certainty.KNOWN, speaker)
    take_in(said_by(printed), None, Change(), is_partial=False)
    assert list(Speaker.objects.all()) == [speaker]


def test_former_native_and_other_names_are_certain() -> None:
    (speaker,) = known("Orla Venn")
    speaker.aliases.create(name="O. Venn-Maas")
    speaker.name, speaker.names = "Orla Maas", {"zh-hans": "奥拉·马斯"}
    speaker.save()
    sync_after_name_edit(speaker)
    names = ["Orla Venn", "o. venn-maas", "奥拉·马斯", "ORLA MAAS"]
    assert [link.record for link in link_names(said_by(*names)) if link.kind == "speaker"] == [speaker] * 4


def test_a_surname_with_the_office_that_its_only_bearer_had_is_certain() -> None:
    (speaker,) = known("Taro Kono")
    make_participation(make_conference(), speaker, "Minister for Harbours")
    link = link_of("Minister Kono", link_names(said_by("Minister Kono")))
    assert (link.certainty, link.record) == (Certainty.KNOWN, speaker)
    conference, _ = take_in(said_by("Minister Kono"), None, Change(), is_partial=False)
    participant = conference.participations.get()
    assert (participant.speaker, participant.name_as_printed) == (speaker, "Minister Kono")


@pytest.mark.parametrize(
    ("others", "role"), [(["Yuki Kono"], "Minister for Harbours"), ([], "harbour master"), ([], "")]
)
def test_a_surname_that_two_bear_or_without_the_office_is_only_offered(others: list[str], role: str) -> None:
    speaker, *_ = known("Taro Kono", *others)
    make_participation(make_conference(), speaker, role)
    link = link_of("Minister Kono", link_names(said_by("Minister Kono")))
    assert link.certainty == Certainty.NEAR
    assert {near.why for near in link.near} == {SimilarityReason.SHORT}


@pytest.mark.parametrize(
    ("printed", "record", "why"),
    [
        ("Ines Caldre", "Ines Calder", SimilarityReason.SPELLING),
        ("Ines Kalder", "Ines Calder", SimilarityReason.SPELLING),
        ("Ines Calde", "Ines Calder", SimilarityReason.SPELLING),
        ("Alexandra Whitlock", "Aleksandra Whitlock", SimilarityReason.SPELLING),
        ("Qin Weizhong", "Weizhong Qin", SimilarityReason.ORDER),
        ("Qin Wei-zhong", "Weizhong Qin", SimilarityReason.ORDER),
        ("Qin, Weizhong", "Weizhong Qin", SimilarityReason.ORDER),
        ("Wei-zhong Qin", "Weizhong Qin", SimilarityReason.WRITING),
        ("Mary O'Grady", "Mary O’Grady", SimilarityReason.WRITING),
        ("Jose Nunez", "José Núñez", SimilarityReason.WRITING),
        ("陳國強", "陈国强", SimilarityReason.WRITING),
        ("T. Kono", "Taro Kono", SimilarityReason.INITIALS),
        ("Taro Kono", "T. Kono", SimilarityReason.INITIALS),
        ("Kono T.", "Taro Kono", SimilarityReason.INITIALS),
        ("Mr. Kono", "Taro Kono", SimilarityReason.SHORT),
    ],
)
def test_what_is_nearly_the_same_is_offered_and_never_applied(printed: str, record: str, why: SimilarityReason) -> None:
    (speaker,) = known(record)
    link = link_of(printed, link_names(said_by(printed)))
    assert link.certainty == Certainty.NEAR
    assert [(near.record, near.why) for near in link.near] == [(speaker, why)]
    conference, _ = take_in(said_by(printed), None, Change(), is_partial=False)
    assert conference.participations.get().speaker != speaker
    assert Speaker.objects.get(name=printed) != speaker


@pytest.mark.parametrize(
    ("printed", "record"),
    [("Ann Lee", "Ben Lee"), ("李明", "李民"), ("Ines Calder", "Tomas Reyl"), ("T. Kono", "Yuki Kono")],
)
def test_what_is_not_alike_is_new(printed: str, record: str) -> None:
    known(record)
    assert link_of(printed, link_names(said_by(printed))).certainty == Certainty.NEW


def test_outlets_are_linked_and_offered_in_the_same_way() -> None:
    known(outlets=("Tidewater Post",))
    assert link_of("TIDEWATER POST", link_names(said_by(outlet="TIDEWATER POST"))).certainty == Certainty.KNOWN
    offered = link_of("Tidewater Pots", link_names(said_by(outlet="Tidewater Pots")))
    assert [near.record.name for near in offered.near] == ["Tidewater Post"]


def test_two_of_one_name_are_never_told_apart_in_silence() -> None:
    first = Speaker.objects.create(name="Ines Calder", slug="ines-calder")
    second = Speaker.objects.create(name="Ines Calder", slug="ines-calder-2")
    link = link_of("Ines Calder", link_names(said_by("Ines Calder")))
    assert link.certainty == Certainty.SEVERAL
    assert [near.record for near in link.near] == [first, second]
    assert "several speakers are called Ines Calder" in describe_links([link])[0]


def test_an_editor_tells_two_of_one_name_apart_and_the_seat_stays() -> None:
    Speaker.objects.create(name="Ines Calder", slug="ines-calder")
    second = Speaker.objects.create(name="Ines Calder", slug="ines-calder-2")
    said = said_by("Ines Calder")
    conference, _ = take_in(said, None, Change(), is_partial=False, choices={"speaker:Ines Calder": second.pk})
    assert conference.participations.get().speaker == second
    reconcile(conference, replace(read(conference), venue="Harbour hall"))
    assert conference.participations.get().speaker == second
    assert link_of("Ines Calder", link_names(said, conference)).record == second


def test_a_choice_alone_moves_an_imported_speaker_to_the_other_of_the_name() -> None:
    first = Speaker.objects.create(name="Ines Calder", slug="ines-calder")
    second = Speaker.objects.create(name="Ines Calder", slug="ines-calder-2")
    said = said_by("Ines Calder")
    conference, _ = take_in(said, None, Change(), is_partial=False)
    assert conference.participations.get().speaker == first
    take_in(said, conference, Change(), is_partial=False, choices={"speaker:Ines Calder": second.pk})
    assert conference.participations.get().speaker == second


def test_a_known_name_can_be_somebody_new() -> None:
    (speaker,) = known("Ines Calder")
    conference, _ = take_in(
        said_by("Ines Calder"), None, Change(), is_partial=False, choices={"speaker:Ines Calder": "new"}
    )
    assert conference.participations.get().speaker != speaker
    assert Speaker.objects.filter(name="Ines Calder").count() == 2


def test_an_accepted_likeness_renames_in_the_document_and_leaves_the_label() -> None:
    (speaker,) = known("Ines Calder", outlets=("Tidewater Post",))
    outlet = Outlet.objects.get()
    said = said_by("Ines Caldre", outlet="Tidewater Pots")
    choices = {"speaker:Ines Caldre": speaker.pk, "outlet:Tidewater Pots": outlet.pk}
    chosen = apply_choices(said, choices)
    asked, answered = chosen.turns
    assert (asked.outlet, asked.label) == ("Tidewater Post", "Tidewater Pots")
    assert (answered.speaker, answered.label) == ("Ines Calder", "Ines Caldre")
    assert [person.name for person in chosen.people] == ["Ines Calder"]
    conference, _ = take_in(said, None, Change(), is_partial=False, choices=choices)
    assert conference.participations.get().speaker == speaker
    assert Outlet.objects.get() == outlet


def test_choices_that_name_nothing_are_passed_over() -> None:
    said = said_by("Ines Calder")
    assert apply_choices(said, {"speaker:Ines Calder": 99, "speaker:Nobody": "new", "x": 1, "outlet:y": "z"}) == said


def test_a_merged_speaker_is_found_by_what_the_other_was_nearly_called() -> None:
    kept, gone = known("Ines Calder", "Katarina Holm")
    merge_names(kept, gone)
    link = link_of("Katarina Holn", link_names(said_by("Katarina Holn")))
    assert [near.record for near in link.near] == [kept]


def test_the_number_of_queries_is_fixed(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    known(*(f"Orla Venn{letter}" for letter in "abcdefgh"), outlets=("Tidewater Post",))
    few = said_by("Orla Venn", outlet="Tidewater Pots")
    many = said_by(*(f"Minister Quay{number}" for number in range(300)), "Orla Venn", outlet="Tidewater Pots")
    for said in (few, many):
        with django_assert_max_num_queries(22):
            link_names(said, Conference())


def test_nothing_is_written() -> None:
    known("Ines Calder")
    link_names(said_by("Ines Caldre", "Somebody Else"))
    assert Speaker.objects.count() == 1


def test_every_name_in_reach_shares_a_key() -> None:
    for name in ("marisa holmgren", "ines calder", "katarina van der oest"):
        for at in range(len(name)):
            for other in (name[:at] + name[at + 1 :], name[:at] + "z" + name[at:], name[:at] + "z" + name[at + 1 :]):
                if similarity_reason(name, other):
                    assert near_keys(name) & stored_keys(other), (name, other)
