import json

import pytest
from hypothesis import given, settings

from tests.documents import document, documents, exchange
from transcripts.document import FormError, digest, from_form, to_form


@settings(max_examples=100, deadline=None)
@given(documents())
def test_every_document_survives_its_json_form(written):
    assert from_form(json.loads(json.dumps(to_form(written)))) == written


def test_the_form_carries_ids_only_when_asked():
    written = document(exchange(1, public_id="abc"))
    assert to_form(written)["exchanges"][0]["public_id"] == "abc"
    assert "public_id" not in json.dumps(to_form(written, with_ids=False))


def test_another_version_is_refused_with_a_sentence():
    with pytest.raises(FormError, match="form 99"):
        from_form(to_form(document()) | {"form": 99})


@pytest.mark.parametrize("wrong", [{"held_on": "yesterday"}, {"people": 3}, {"exchanges": [{"turns": [{}]}]}])
def test_what_is_no_document_is_refused_with_a_sentence(wrong):
    with pytest.raises(FormError, match=r"^The transcript .*\.$"):
        from_form(to_form(document()) | wrong)


def test_the_digest_changes_with_a_word_an_id_and_the_predecessor():
    plain = document(exchange(1))
    digests = {
        digest(plain),
        digest(document(exchange(2))),
        digest(document(exchange(1, public_id="abc"))),
        digest(plain, after=digest(plain)),
        digest(plain, about="editor"),
    }
    assert len(digests) == 5
