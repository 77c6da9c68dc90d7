from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from transcripts.document import ExchangeText, Kind, Person, TranscriptDocument, TurnText, clean_paragraphs
from transcripts.document.transcript import is_clean
from transcripts.text import without_controls


def test_it_collapses_white_space_and_drops_control_characters():
    turn = TurnText(Kind.ANSWER, " Ines\u00a0 Calder ", ("At\tone \x00o’clock.\r\n", "  "))
    assert turn.label == "Ines Calder"
    assert turn.paragraphs == ("At one o’clock.",)


@given(st.one_of(st.text(), st.text("a é。 \u3000\u00a0\n\r\t\u2028\u200b\x85")))
def test_what_is_plainly_clean_is_what_cleaning_leaves(text):
    if is_clean(text):
        assert " ".join(without_controls(text).split()) == text
        assert clean_paragraphs([f"{text}\n"]) == ((text,) if text else ())


def test_a_blank_line_inside_a_paragraph_makes_two():
    assert TurnText(Kind.ANSWER, "", ("One.\n \nTwo,\nstill two.",)).paragraphs == ("One.", "Two,\nstill two.")


def test_ids_are_no_part_of_equality():
    one, other = (TranscriptDocument(exchanges=(ExchangeText(public_id=name),)) for name in ("abc", "xyz"))
    assert one == other


def test_topics_have_no_order():
    assert ExchangeText(topics=("Tides", "Ferries", "Tides")) == ExchangeText(topics=("Ferries", "Tides"))


def test_a_person_is_listed_once():
    listed = TranscriptDocument(people=(Person("Ruo Lan", "head"), Person("Ruo Lan", "again"), Person("")))
    assert listed.people == (Person("Ruo Lan", "head"),)


def test_the_time_is_kept_to_the_minute():
    assert TranscriptDocument(starts_at=time(15, 0, 59, 7)).starts_at == time(15, 0)


def test_a_document_in_which_nobody_says_anything_is_empty():
    assert TranscriptDocument(exchanges=(ExchangeText((TurnText(Kind.NOTE),)),)).is_empty
    assert not TranscriptDocument(exchanges=(ExchangeText((TurnText(Kind.NOTE, "", ("(Laughter.)",)),)),)).is_empty
