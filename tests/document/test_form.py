import json
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings

from tests.documents import document, documents, exchange
from tests.examples import examples
from transcripts.document import (
    HEAD,
    ExchangeText,
    FormError,
    Kind,
    TranscriptDocument,
    TurnText,
    digest,
    from_json,
    to_json,
)


@settings(max_examples=examples(100))
@given(documents())
def test_every_document_survives_its_json_form(written):
    assert from_json(json.loads(json.dumps(to_json(written)))) == written


def test_the_form_carries_ids_only_when_asked():
    written = document(exchange(1, public_id="abc"))
    assert to_json(written)["exchanges"][0]["public_id"] == "abc"
    assert "public_id" not in json.dumps(to_json(written, with_ids=False))


def test_another_version_is_refused_with_a_sentence():
    with pytest.raises(FormError, match="form 99"):
        from_json(to_json(document()) | {"form": 99})


@pytest.mark.parametrize("wrong", [{"held_on": "yesterday"}, {"people": 3}, {"exchanges": [{"turns": [{}]}]}])
def test_what_is_no_document_is_refused_with_a_sentence(wrong):
    with pytest.raises(FormError, match=r"^The transcript .*\.$"):
        from_json(to_json(document()) | wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"title": None}, {"title": 3}, {"venue": ["Pier 1"]}, {"pages": "nine"}, {"pages": True}, {"starts_at": 15}],
)
def test_a_head_field_of_another_type_is_refused(wrong):
    with pytest.raises(FormError, match="does not belong there"):
        from_json(to_json(document()) | wrong)


@pytest.mark.parametrize("name", [*HEAD, "people", "exchanges"])
def test_a_key_that_a_stored_document_lacks_reads_as_empty(name):
    written = document(venue="Press hall, Northbank")
    form = to_json(written)
    del form[name]
    empty = next(field.default for field in fields(TranscriptDocument) if field.name == name)
    assert from_json(form) == replace(written, **{name: empty})


@pytest.mark.parametrize("name", ["label", "paragraphs", "speaker", "outlet", "journalist"])
def test_a_key_that_a_stored_turn_lacks_reads_as_empty(name):
    form = to_json(document(ExchangeText((TurnText(Kind.NOTE, **{name: ("x",) if name == "paragraphs" else "x"}),))))
    del form["exchanges"][0]["turns"][0][name]
    assert from_json(form) == document(ExchangeText((TurnText(Kind.NOTE),)))


def test_the_digest_is_what_it_was_when_the_first_revisions_were_sealed():
    names = ["title", "language", "series", "held_on", "starts_at", "posted_on", "venue", "source", "source_url"]
    names += ["translation_group", "summary", "pages", "form", "people", "exchanges"]  # as they were that day
    form = to_json(document(exchange(1, public_id="abc"), venue="Press hall", pages=2))
    sealed = "027fbd34579b3b6000feedcc04fb902c2666f237abf307f947c0b064ea63b608"
    assert digest({name: form[name] for name in names}, after="0" * 64, about="1|editor") == sealed


def test_the_digest_is_of_the_form_as_it_stands():
    form = to_json(document())
    older = {name: value for name, value in form.items() if name != "venue"}
    assert from_json(older) == from_json(form)
    assert digest(older) != digest(form)


def test_the_digest_changes_with_a_word_an_id_and_the_predecessor():
    plain = to_json(document(exchange(1)))
    digests = {
        digest(plain),
        digest(to_json(document(exchange(2)))),
        digest(to_json(document(exchange(1, public_id="abc")))),
        digest(plain, after=digest(plain)),
        digest(plain, about="editor"),
    }
    assert len(digests) == 5
