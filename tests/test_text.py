"""How far apart two words are, names, and text on one line."""

import pytest

from transcripts.text import edit_distance, one_edit_away, one_line, split_family_name


@pytest.mark.parametrize(
    ("one", "two", "most", "distance"),
    [
        ("calder", "calder", 1, 0),
        ("calder", "caldre", 1, 1),
        ("calder", "kalder", 1, 1),
        ("calder", "calde", 1, 1),
        ("calder", "callder", 1, 1),
        ("abcdef", "abxdyf", 2, 2),
        ("abcdef", "abxdyf", 1, 2),
        ("calder", "rosenberg", 2, 3),
        ("凯德尔", "凯尔德", 1, 1),
    ],
)
def test_edits_are_counted_up_to_the_most_that_is_asked_for(one: str, two: str, most: int, distance: int) -> None:
    assert edit_distance(one, two, most=most) == distance
    assert edit_distance(two, one, most=most) == distance


def test_the_words_that_are_offered_for_a_misspelt_one_are_those_that_the_distance_calls_near() -> None:
    near = set(one_edit_away("ferry"))
    assert {edit_distance("ferry", word, most=1) for word in near - {"ferry"}} == {1}
    assert {"fery", "ferryy", "fexry", "efrry", "ferr", "aferry"} <= near
    for word in ("fey", "frery", "freyr", "harbour"):
        assert (word in near) == (edit_distance("ferry", word, most=1) == 1)


@pytest.mark.parametrize(
    ("name", "family", "parts"),
    [
        ("Ines Calder", "Calder", ("Calder", "Ines")),
        ("Lin Haiyue", "Lin", ("Lin", "Haiyue")),
        ("Nagy Imre", "nagy", ("Nagy", "Imre")),
        ("Gabriel García Márquez", "García Márquez", ("García Márquez", "Gabriel")),
        ("Ludwig van der Berg", "van der Berg", ("van der Berg", "Ludwig")),
        ("Calder, Ines", "Calder", ("Calder", "Ines")),
        ("林海月", "林", ("林", "海月")),
        ("Sukarno", "Sukarno", ("Sukarno", "")),
        ("Caitlin Moor", "lin", None),
        ("Linda Moor", "Lin", None),
        ("Ana Lin Moor", "Lin", None),
        ("Ines Calder", "", None),
        ("", "Calder", None),
    ],
)
def test_a_name_is_split_where_it_begins_or_ends_with_the_family_name(
    name: str, family: str, parts: tuple[str, str] | None
) -> None:
    assert split_family_name(name, family) == parts


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("One.\n\nTwo,\nthree.", "One. Two, three."),
        ("样品约有1080件。\n\n2024年，重点从楼转到人。", "样品约有1080件。2024年，重点从楼转到人。"),
        ("他说：“可以。”\n\n散会。", "他说：“可以。”散会。"),
        ("“Yes.”\n\nThe end.", "“Yes.” The end."),
        ("第一项\n第二项", "第一项 第二项"),
        ("As typed。 一 二", "As typed。 一 二"),
    ],
)
def test_paragraphs_on_one_line_have_no_blank_behind_full_width_punctuation(text: str, line: str) -> None:
    assert one_line(text) == line
