"""Sentences that can be said in another language: plain text in English, with what they were made from."""

import json

from transcripts.intake import IntakeError, IntakeWarning, parse_text
from transcripts.intake.messages import Message, from_message_form, join_messages, message, to_message_form


def test_a_sentence_is_its_words_and_knows_its_template() -> None:
    sentence = message("%(name)s, line %(line)d: %(why)s", name="a.txt", line=3, why=message("The title is empty."))
    assert sentence == "a.txt, line 3: The title is empty."
    assert (sentence.template, sentence.parts["line"]) == ("%(name)s, line %(line)d: %(why)s", 3)


def test_a_percent_sign_without_parts_is_one() -> None:
    assert message("Half of it, 50%.") == "Half of it, 50%."
    assert message("“%(label)s” is printed.", label="100%(x)s") == "“100%(x)s” is printed."


def test_several_reasons_are_one() -> None:
    assert [join_messages(words) for words in ([], ["this"], ["this", "that"], ["this", "that", "those"])] == [
        "", "this", "this and that", "this, that and those",
    ]  # fmt: skip


def test_a_sentence_survives_being_kept_as_json() -> None:
    sentence = message("%(name)s: %(why)s", name=message("The text"), why="odd")
    kept = from_message_form(json.loads(json.dumps(to_message_form(sentence))))
    assert isinstance(kept, Message)
    assert (kept, kept.template, kept.parts["name"].template) == (sentence, "%(name)s: %(why)s", "The text")
    assert from_message_form(to_message_form("plain")) == "plain"


def test_a_refusal_hands_on_its_sentence() -> None:
    assert isinstance(IntakeError(message("There is no page to join.")).sentence, Message)
    assert IntakeError("plain").sentence == "plain"
    assert IntakeError().sentence == ""


def test_every_warning_of_a_page_can_be_said_in_another_language() -> None:
    page = "Ferries\n\nINES CALDER: Welcome.\n\nEVENING COURIER: When?\n\nINES CALDER: At one.\n\nLars Lind: Four.\n"
    warnings: tuple[IntakeWarning, ...] = parse_text(page).warnings
    assert any(warning.label for warning in warnings)
    assert all(isinstance(warning.message, Message) for warning in warnings)
