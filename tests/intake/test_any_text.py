"""Whatever stands in a file, it is read or refused with a sentence, and nothing that is said is lost."""

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.intake import pages
from transcripts.intake import (
    IntakeError,
    ParsedTranscript,
    Source,
    SourceLine,
    open_source,
    parse_text,
    plain_source,
    render_sheet,
)
from transcripts.intake.account import words_of
from transcripts.intake.lines.letter_spaced import close_up
from transcripts.intake.parsing import parse

WHOLE = [value for name, value in vars(pages).items() if name.isupper() and isinstance(value, str)]
LINES = [line for page in WHOLE for line in page.split("\n")]
ODD = [
    "",
    "",
    "Q",
    "Q:",
    ":",
    "：",
    "[x]:",
    "【】",
    "ㄑ",
    "< 1 2",
    "a" * 500 + ".",
    "===",
    "- x",
    "Title: x",
    "2024-99-99",
    "记者：",
]
WORDS_OF_A_CLOCK = 4  # at the most; what stands before a paragraph is kept as a number of seconds
texts = st.one_of(
    st.lists(st.one_of(st.sampled_from(LINES), st.sampled_from(ODD), st.text(max_size=20)), max_size=25).map("\n".join),
    st.text(max_size=80),
)


# What random inputs broke once.
FOUND = [
    "Speakers: …\n\nQ: Why is that so?\nA: Because it is.",
    "\xad",
    "1" * 5000,
    "Talk\n\n.: one\n\n[.]: two\n\nInes Calder: Good day to all of you.\n",
    pages.WITHOUT_LIST_WORDS.replace("\n\n", "\nMs. Ruo Lan, deputy】： head of the press office\n\n", 1),
]


@pytest.mark.parametrize("text", FOUND)
def test_what_once_broke_is_read_or_refused(text: str) -> None:
    try:
        assert parse_text(text).document.exchanges
    except IntakeError as refusal:
        refused = str(refusal)
        assert refused.endswith(".")


@given(texts)
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
def test_it_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        parsed = parse_text(text, name="any_p02.txt")
    except IntakeError as refusal:
        refused = str(refusal)
    else:
        refused = ""
    if refused:
        assert re.match(r"any_p02\.txt.*\.$", refused, re.DOTALL)
        return
    assert any(exchange.turns for exchange in parsed.document.exchanges)
    assert all(paragraph.strip() == paragraph != "" for turn in parsed.document.turns for paragraph in turn.paragraphs)


def unaccounted(text: str, parsed: ParsedTranscript) -> tuple[Counter[str], Counter[str]]:
    """The words of the page that the parse lacks, and those of the parse that the page lacks; once each."""
    document = parsed.document
    told = [f"{turn.label} {turn.text}" for turn in document.turns]
    told += [exchange.heading for exchange in document.exchanges]
    told += [one.text for one in (*parsed.head, *parsed.left_out)]
    closed = "\n".join(map(close_up, text.split("\n")))
    page, parse = Counter(words_of(closed)), Counter(words_of("\n".join(told)))
    clocks = sum(time is not None for turn in document.turns for time in turn.times) * WORDS_OF_A_CLOCK
    missing = page - parse
    is_kept_as_times = all(word.isdecimal() for word in missing) and missing.total() <= clocks
    return Counter() if is_kept_as_times else missing, parse - page


# Words that were counted twice once: a label in bold type that ends within a word, a title on the line of a turn,
# and breaks within a line.
TWICE = [
    Source((SourceLine(1, "Harbour Press Spokesperson Ruo Lan", 20), *plain_source("\nQ: Why?\nA: So.").lines[1:])),
    # A clock that is the end of a word.
    plain_source("Ruo Lan speaks\n\n发言人表态 Q20:08\n阮岚：冬季渡轮从十一月开始。\n\n港报记者李四：票价会不会上涨？"),
    # A clock that is the beginning of a word.
    plain_source("Ruo Lan speaks\n\nRuo Lan  15:11\nGood day.\n\nJo Marsh  15:26Tue, boats\n\nRuo Lan  15:36\nIt is."),
    plain_source("渡轮记者会\n\n[00:17] 阮岚: 大家好。\n[00:34A: ：：] 记者: 票价会不会上涨？\n\n[01:25] 阮岚: 不会。"),
    plain_source("Ferries\n\nRuo Lan  0:17\nGood day.\n\nQ  0:34Q  0:34\nWhy?\nRuo Lan  0:51\n\nQ  0:34\nSo."),
    plain_source(
        "A talk\n\nRuo Lan  0:17\nYes.\n\n\nQuestion  0:34Question  0:34\nWhy?\nRuo Lan  0:51\n\nQuestion  0:34\nSo"
    ),
    # A day and a clock that are the end of a word.
    plain_source("회견\n\n강윤서 장관: 운항합니다.\n\n기자: 요금이 오릅니까?\n\n강윤서 장관10:05: 아닙니다."),
    plain_source("회견\n\n강윤서 장관 0:05\n운항합니다.\n\n바다방송 1:05\n왜요?\n\n강윤서 장관10:05\n아닙니다."),
    plain_source("A talk\n\nRuo Lan: Good day.\n\nQ: Why?\n\nRuo Lan10:05: No.\n\nQ: When?\n\nRuo Lan: In May."),
    plain_source("渡轮记者会\n\n记者：末班船几点开？\n- x2024-03-13 20:08\n\n十二点开。\n\n阮岚：不会。"),
    # A heading within the line of a turn, and the same line once more.
    Source(
        tuple(
            SourceLine(number, text, bold, heading, cell)
            for number, (text, bold, heading, cell) in enumerate(
                [
                    ("[阮岚]:", 0, 0, 0),
                    ("Updated: March 13, 2024 19:20", 25, 0, 0),
                    ("Harbour \x85NeA: ws: The island said it would close its ports. Do you have a comment?", 46, 3, 1),
                    ("Harbour \x85NeA: ws: The island said it would close its ports. Do you have a comment?", 0, 0, 0),
                    ("Ruo Lan: We noted that. Our position is clear.", 44, 3, 0),
                    ("首页 > 渡轮动态 > 发言人表态Ruo Lan: Talks are open.", 21, 2, 2),
                    ("A: ", 4, 3, 0),
                    ("Ports Ministry Spokesperson Ruo Lan's Regular Press Conference on March 12, 2024", 18, 0, 1),
                ],
                start=1,
            )
        )
    ),
    # A label over bold questions that have none, the first of them right under it.
    Source(
        tuple(
            SourceLine(number, text, bold)
            for number, (text, bold) in enumerate(
                [
                    ("Northbank Daily:", 0),
                    ("What was done? Tell us.", 23),
                    ("The harbour has nine piers.", 0),
                    ("When do they open?", 18),
                    ("They open in June.", 0),
                    ("Northbank Daily: Thank you.", 0),
                ],
                start=1,
            )
        )
    ),
    plain_source("Fares on the Ferry \x85 [Ruo Lan]: Good day to all of you. \x85 Q: Why is that so?"),
    plain_source("Ruo Lan:\n\nGood day.\n\nInes \x85Calder:\nThank you.\n\nRuo Lan:\nIt is."),
    plain_source(
        "中央渡轮电视台记者：末班船几点开？\n\n末班船十二点开。\n\n港报记\u2028者李四：票价会不会上涨？\n\n阮岚：不会。"
    ),
]


@pytest.mark.parametrize("source", TWICE)
def test_no_word_is_told_twice(source: Source) -> None:
    assert unaccounted(source.text, parse(source)) == (Counter(), Counter())


def test_every_word_of_a_page_is_said_in_the_head_or_left_out() -> None:
    for page in WHOLE:
        assert unaccounted(page, parse_text(page)) == (Counter(), Counter())


@given(texts)
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
def test_every_word_of_any_text_is_said_in_the_head_or_left_out(text: str) -> None:
    try:
        parsed = parse_text(text)
    except IntakeError:
        return
    if parsed.lines:
        assert unaccounted(text, parsed) == (Counter(), Counter())


def test_what_is_read_from_a_page_can_be_written_as_a_sheet() -> None:
    for page in WHOLE:
        document = parse_text(page).document
        if document.title:
            assert parse_text(render_sheet(document)).document == document


def test_what_is_left_out_within_a_turn_is_a_whole_line_and_nothing_of_the_words_around_it() -> None:
    page = (
        "<h1>Press conference on the harbour</h1><p>14 June 2023</p><p><b>Ines Calder:</b> The plan is to be made.</p>"
        "<h3>Fares and the Cost of Boats</h3><p>That is what the council and the mayor say, and I say it of boats.</p>"
        "<p><b>Evening Courier:</b> When will it meet?</p><p><b>Ines Calder:</b> In May.</p>"
    )
    source = open_source(page.encode(), "page.html")
    parsed = parse(source)
    assert [one.text for one in parsed.left_out] == ["Fares and the Cost of Boats"]
    assert unaccounted(source.text, parsed) == (Counter(), Counter())
