"""Seals of versions: their digests, what they prove, and what a removal leaves of them."""

import hashlib
import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given

from tests.documents import documents
from transcripts.document import (
    NO_LINE,
    ExchangeText,
    Kind,
    Person,
    TranscriptDocument,
    TurnText,
    VerifyError,
    leaf_digest,
    line_digest,
    new_seal,
    pair_leaves,
    shown_leaf,
    structure_digest,
    texts_of,
    to_json,
    verify_log,
    verify_version,
)

DOCUMENT = TranscriptDocument(
    title="夜航 “Night” ferries",
    people=(Person("Ines Calder", "deputy mayor"), Person("Tomas Reyl")),
    exchanges=(
        ExchangeText(
            (TurnText(Kind.ANSWER, "Ines Calder", ("At two.\nOr so.", "Yes."), speaker="Ines Calder", public_id="t1"),),
            "Boats",
            ("Ferries", "Ports"),
            public_id="e1",
        ),
    ),
)


def download(document: TranscriptDocument, *removed: str) -> dict[str, Any]:
    """The JSON of a version, in which the texts that hold one of `removed` are removed."""
    structure, salts = new_seal(document)

    def show(text: str, leaf: str) -> dict[str, str]:
        return shown_leaf(text, leaf, salts, is_removed=any(word in text for word in removed))

    form = to_json(document)
    plain = json.dumps(form)
    for word in removed:
        plain = plain.replace(word, "[removed]")
    leaves = pair_leaves(texts_of(document), structure, show)
    about = {"conference": "c1", "version": 1, "time": "2024-03-12T10:00:00Z", "digest": structure_digest(structure)}
    return {**json.loads(plain), **about, "leaves": leaves}


@given(documents())
def test_the_digest_is_of_the_canonical_json(document):
    structure, _ = new_seal(document)
    assert structure_digest(structure) == hashlib.sha256(rfc8785.dumps(structure)).hexdigest()
    assert structure_digest(texts_of(document)) == hashlib.sha256(rfc8785.dumps(texts_of(document))).hexdigest()


@given(documents())
def test_every_document_is_proved_by_its_seal(document: TranscriptDocument) -> None:
    assert verify_version(json.loads(json.dumps(download(document)))) == 0


def test_a_leaf_is_the_sha256_of_salt_and_text() -> None:
    assert leaf_digest("00ff", "é") == hashlib.sha256(b"\x00\xff\xc3\xa9").hexdigest()


def test_salts_are_128_random_bits() -> None:
    one, other = new_seal(DOCUMENT), new_seal(DOCUMENT)
    assert {len(salt) for salt in one[1].values()} == {32}
    assert not set(one[1].values()) & set(other[1].values())
    assert structure_digest(one[0]) != structure_digest(other[0])


def test_a_field_that_is_empty_is_not_in_the_structure() -> None:
    structure = texts_of(replace(DOCUMENT, venue=""))
    assert set(structure["head"]) == {"title", "language"}


@pytest.mark.parametrize(
    ("old", "new"),
    [("At two.", "At six."), ("Boats", "Ships"), ("deputy mayor", "mayor"), ('"t1"', '"t2"'), ("夜", "日")],
)
def test_other_words_are_found(old: str, new: str) -> None:
    text = json.dumps(download(DOCUMENT), ensure_ascii=False)
    assert verify_version(json.loads(text)) == 0
    assert old in text
    with pytest.raises(VerifyError, match="Its texts have the digest"):
        verify_version(json.loads(text.replace(old, new)))


@pytest.mark.parametrize("where", ["title", "summary", "people", "paragraph", "turn", "exchange"])
def test_what_is_printed_must_be_what_is_sealed(where: str) -> None:
    form = download(DOCUMENT)
    turns = form["exchanges"][0]["turns"]
    if where == "title":
        form["title"] = "Another"
    elif where == "summary":
        form["summary"] = "Added."
    elif where == "people":
        form["people"][0]["role"] = "mayor"
    elif where == "paragraph":
        turns[0]["paragraphs"][1] = "No."
    elif where == "turn":
        turns.append(deepcopy(turns[0]))
    else:
        form["exchanges"].append(deepcopy(form["exchanges"][0]))
    with pytest.raises(VerifyError, match="What it prints is not what its digest vouches for"):
        verify_version(form)


def test_a_removed_text_is_proved_by_its_digest_alone() -> None:
    form = download(DOCUMENT, "At two", "deputy mayor", "Ferries")
    shown = json.dumps(form)
    assert "At two" not in shown
    assert verify_version(form) == 3
    assert form["digest"] != structure_digest(form["leaves"])


@pytest.mark.parametrize("form", [{}, {"leaves": 3}, {"leaves": {"head": [{"salt": "x", "text": 1}]}}])
def test_what_is_no_version_is_a_sentence(form: dict[str, Any]) -> None:
    whole = {"conference": "c", "version": 1, "time": "", "digest": ""} if form else {}
    with pytest.raises(VerifyError):
        verify_version({**whole, **form})


def line(number: int, version: int = 1, previous: str = NO_LINE, conference: str = "c1") -> dict[str, Any]:
    return {
        "number": number,
        "time": "2024-03-12T10:00:00Z",
        "conference": conference,
        "version": version,
        "digest": "a" * 64,
        "previous": previous,
    }


def test_a_log_is_a_chain() -> None:
    first = line(1)
    second = line(2, 2, line_digest(first))
    verify_log([first, second])
    for wrong in (
        [second],
        [first, line(2, 2)],
        [first, line(3, 2, line_digest(first))],
        [first, line(2, 3, line_digest(first))],
        [{**first, "time": "2023-03-12T10:00:00Z"}, second],
        [{**first, "title": "x"}],
    ):
        with pytest.raises(VerifyError):
            verify_log(wrong)
