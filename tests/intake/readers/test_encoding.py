"""Texts in the encodings of press offices: read as they are, or refused, and never read as something else."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.intake import IntakeError
from transcripts.intake.readers.encoding import decode

SIMPLIFIED = (
    "记者：请问冬季的渡轮什么时候停航？",
    "主持人：各位下午好，欢迎来到港口部的发布会。",
    "我们去年重修了九个码头，今年还会增加两条航线，请大家放心。",
    "关于票价的问题，我想说明一点：冬天不会涨价。",
    "谢谢你的提问。这个方案已经在市政府的会议上通过了。",
    "码头的工作人员都经过培训，安全是最重要的。",
)
TRADITIONAL = (
    "記者：請問冬季的渡輪什麼時候停航？",
    "主持人：各位下午好，歡迎來到港口部的發布會。",
    "我們去年重修了九個碼頭，今年還會增加兩條航線，請大家放心。",
    "關於票價的問題，我想說明一點：冬天不會漲價。",
    "謝謝你的提問。這個方案已經在市政府的會議上通過了。",
    "啲船而家已經開咗，佢哋唔使再等。",
)
ENGLISH = (
    "Ines Calder: Good afternoon – and thank you for coming.",
    "When does the last boat leave? “At one,” she said.",
    "We’ve rebuilt nine piers… nobody shall wait on a dark quay.",
    "NBTV: Who pays for it?",
)
WESTERN = (
    "Inès Caldér : Le dernier bateau part à une heure, même en hiver.",
    "Où sont passées les idées créées l’été dernier ? À l’œuvre, déjà !",
    "Señor Núñez: ¿Cuándo sale el último barco? ¡Mañana por la mañana!",
    "Jörg Weiß: Die Fähren fahren über Nacht; größere Schiffe kommen später.",
)
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")


def texts(sentences: Sequence[str], least: int = 40) -> st.SearchStrategy[str]:
    """Transcripts of at least forty characters, made of some of the sentences in any order."""
    lists = st.lists(st.sampled_from(sentences), min_size=1, max_size=12)
    return lists.map("\n\n".join).filter(lambda text: len(text) >= least)


@given(texts(SIMPLIFIED), st.sampled_from([*UNICODE, "gb18030", "gbk"]))
def test_simplified_chinese_is_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt").text == text


@given(texts(TRADITIONAL[:-1]), st.sampled_from([*UNICODE, "cp950", "big5", "big5hkscs", "gb18030"]))
def test_traditional_chinese_is_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt").text == text


@given(texts(TRADITIONAL))
def test_the_characters_of_hong_kong_are_read(text: str) -> None:
    assert decode(text.encode("big5hkscs"), "a.txt").text == text


@given(texts(ENGLISH), st.sampled_from([*UNICODE, "gb18030", "cp950", "cp1252"]))
def test_english_with_its_typographic_marks_is_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt").text == text


@given(texts(WESTERN), st.sampled_from([*UNICODE, "cp1252"]))
def test_western_languages_are_read(text: str, encoding: str) -> None:
    read = decode(text.encode(encoding), "a.txt")
    assert read.text == text
    assert read.is_doubtful == (encoding == "cp1252")


@given(
    st.integers(0, 60),
    st.integers(40, 200),
    st.permutations([*SIMPLIFIED, *ENGLISH, *WESTERN, *TRADITIONAL]).map("\n\n".join),
    st.sampled_from([*UNICODE, "gb18030", "cp950", "big5hkscs", "cp1252"]),
)
def test_whatever_is_cut_out_of_a_text_is_read_as_it_is_or_doubted_or_refused(
    start: int, length: int, text: str, encoding: str
) -> None:
    text = "".join(char for char in text[start : start + length] if _can_write(char, encoding))
    try:
        read = decode(text.encode(encoding), "a.txt")
    except IntakeError:
        return
    assert read.text == text or read.is_doubtful


def _can_write(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("장관은 오늘 회의에서 말했다. 모두 감사합니다. 질문을 받겠습니다.", "euc-kr"),
        ("大臣は本日の会議で述べました。船は九時に出ます。ありがとうございました。", "shift-jis"),
        ("大臣は本日の会議で述べました。船は九時に出ます。ありがとうございました。", "euc-jp"),
        ("Министр сказал сегодня, что паром уйдёт в девять часов вечера. Спасибо.", "cp1251"),
        ("Министр сказал сегодня, что паром уйдёт в девять часов вечера. Спасибо.", "koi8-r"),
        ("Ο υπουργός είπε σήμερα ότι το πλοίο φεύγει στις εννέα. Ευχαριστώ.", "iso-8859-7"),
    ],
)
def test_an_encoding_that_it_does_not_know_is_refused(text: str, encoding: str) -> None:
    with pytest.raises(IntakeError, match=r"^a\.txt is not text in a known encoding: save it as UTF-8\.$"):
        decode(text.encode(encoding), "a.txt")


def test_the_end_mark_of_old_files_is_no_text() -> None:
    assert decode(b"Ines Calder: Hello.\x1a", "a.txt").text == "Ines Calder: Hello."


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    refused = "a.txt is not text"
    try:
        decode(data, "a.txt")
    except IntakeError as refusal:
        refused = str(refusal)
    assert refused.startswith("a.txt is not text")
