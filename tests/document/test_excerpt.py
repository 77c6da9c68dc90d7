from hypothesis import given, settings

from tests.documents import TEXT
from tests.examples import examples
from transcripts.document import How, excerpt
from transcripts.document.excerpt import width

FAR = "Nobody asked about any of this. " * 10
WHERE = {How.SAME: "{}", How.GONE: "[-{}-]", How.NEW: "[+{}+]"}


def marked(old, new, **bounds):
    return "".join(WHERE[piece.how].format(piece.text) for piece in excerpt(old, new, **bounds))


def test_only_the_surroundings_of_a_change_are_kept_cut_between_words():
    shown = marked(f"{FAR}It was 1,800 a month. {FAR}", f"{FAR}It was 1,080 a month. {FAR}")
    assert shown == (
        "…about any of this. Nobody asked about any of this. It was [-1,800-][+1,080+] a month."
        " Nobody asked about any of this. Nobody asked about…"
    )


def test_between_two_changes_far_apart_stands_an_ellipsis():
    shown = marked(f"one {FAR}two", f"1 {FAR}2")
    assert shown.startswith("[-one-][+1+] Nobody")
    assert shown.count("…") == 1
    assert shown.endswith("[-two-][+2+]")


def test_what_stands_close_together_is_one_change():
    assert marked("a ferry at two boats", "a boat at one boats") == "a [-ferry at two-][+boat at one+] boats"
    assert marked("五十四个", "四十五个") == "[-五十四-][+四十五+]个"
    assert marked("a b c", "a x b y c") == "a [+x+] b [+y+] c"


def test_the_space_before_an_added_sentence_is_not_marked():
    assert marked("It ends.", "It ends. Thanks.") == "It ends. [+Thanks.+]"
    assert marked("It ends. Thanks.", "It ends.") == "It ends. [-Thanks.-]"


def test_a_short_text_can_be_kept_whole():
    old = f"{FAR}one {FAR}"
    assert marked(old, old.replace("one", "two"), whole=1000) == f"{FAR}[-one-][+two+] {FAR}"


def test_a_broken_paragraph_is_marked_with_its_sign():
    assert marked("One. Two.", "One.\n\nTwo.") == "One.[- -][+ ¶ +]Two."
    assert marked("One.\n\nTwo.", "One.\n\nThree.") == "One. [-Two-][+Three+]."


def test_long_pieces_and_many_changes_are_cut():
    shown = marked("", FAR, longest=60)
    assert len(shown) < 80
    assert "…" in shown
    many = marked(" far from here and away ".join("abcdef"), " far from here and away ".join("ABCDEF"), most=2)
    assert many.count("[+") == 2
    assert many.endswith("…")


def test_chinese_is_cut_by_its_width():
    far = "没有人问过这件事。" * 12
    shown = marked(f"{far}不足一百人{far}", f"{far}不足两百人{far}")
    assert "足[-一-][+两+]百" in shown
    assert width(shown) < 140


def test_between_chinese_paragraphs_there_is_no_space():
    assert marked("样品约有一千件。\n\n请坐。\n\n散会。", "样品约有两千件。\n\n请坐。\n\n散会。").endswith(
        "千件。请坐。散会。"
    )


def test_nothing_changed_leaves_at_most_the_beginning():
    assert marked("", "") == ""
    assert marked("Same.", "Same.") == "Same."


@settings(max_examples=examples(200))
@given(TEXT, TEXT)
def test_with_no_bound_all_the_words_are_there(old, new):
    pieces = excerpt(old, new, whole=10_000)

    def squeeze(text):
        return "".join(text.replace("¶", "").split())

    assert squeeze("".join(p.text for p in pieces if p.how != How.NEW)) == squeeze(old)
    assert squeeze("".join(p.text for p in pieces if p.how != How.GONE)) == squeeze(new)


@settings(max_examples=examples(200))
@given(TEXT, TEXT)
def test_any_bounds_hold(old, new):
    pieces = excerpt(old * 5, new * 5, context=10, longest=20, most=2)
    assert sum(p.how == How.NEW for p in pieces) <= 2
    assert all(width(p.text) <= 60 for p in pieces)
