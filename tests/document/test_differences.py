from dataclasses import replace

from hypothesis import given, settings

from tests.documents import TEXT, answer, document, documents, exchange
from tests.examples import examples
from transcripts.document import How, compare, compare_words


def marked(old: str, new: str) -> str:
    signs = {How.SAME: "{}", How.GONE: "[-{}-]", How.NEW: "[+{}+]"}
    return "".join(signs[piece.how].format(piece.text) for piece in compare_words(old, new))


def test_words_are_marked_whole():
    assert marked("1,800 samples a month", "1,080 samples a month") == "[-1,800-][+1,080+] samples a month"


def test_chinese_is_compared_by_the_character():
    assert marked("每月1800个样本", "每月1080个样品") == "每月[-1800-][+1080+]个样[-本-][+品+]"


@settings(max_examples=examples(100))
@given(TEXT, TEXT)
def test_the_pieces_make_up_both_texts(old, new):
    pieces = compare_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.how != How.NEW) == old
    assert "".join(piece.text for piece in pieces if piece.how != How.GONE) == new


def test_a_long_text_is_compared_in_bounded_time():
    long = "\n\n".join("word " * 500 for _ in range(20))
    assert compare_words(long, long + "\n\nend")[-1].text.endswith("end")


@settings(max_examples=examples(60))
@given(documents(), documents())
def test_differences_are_there_exactly_when_the_documents_differ(old, new):
    assert bool(compare(old, new)) == (old != new)


def test_it_says_what_became_of_each_turn():
    old = document(exchange(1), exchange(2), exchange(3))
    edited = replace(old.exchanges[0], turns=(old.exchanges[0].turns[0], answer("Pier 1 has 4 boats after midnight.")))
    new = replace(old, exchanges=(edited, old.exchanges[2]))
    differences = compare(old, new)
    assert [change.how for change in differences.turns] == [
        How.SAME,
        How.EDITED,
        How.SAME,
        How.SAME,
        How.GONE,
        How.GONE,
    ]
    assert "exchange 2" in {field.name for field in differences.fields}


def test_turns_that_change_places_are_moved():
    old = document(exchange(1))
    new = document(replace(old.exchanges[0], turns=tuple(reversed(old.exchanges[0].turns))))
    assert compare(old, new).count(How.MOVED) == 1
