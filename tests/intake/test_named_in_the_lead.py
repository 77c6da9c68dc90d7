"""Who chairs and who speaks where only a sentence or a short list says so, and what stands under the last words."""

import pytest

from transcripts.document import Kind, Part
from transcripts.intake import ParsedTranscript, parse_text


def turns(parsed: ParsedTranscript) -> list[tuple[str, str]]:
    return [(turn.kind.value[0], turn.label) for turn in parsed.document.turns if turn.kind is not Kind.NOTE]


def people(parsed: ParsedTranscript) -> dict[str, Part]:
    return {person.name: person.part for person in parsed.document.people}


TALK = (
    "{chair}Good morning. First a statement, then your questions.\n\n"
    "{officer}The bridge opens on Friday, two weeks early.\n\n"
    "{asker}What did it cost?\n\n"
    "{officer}Eleven million, and not a crown more than was planned.\n\n"
    "{chair}Thank you all. That is everything for today.\n"
)


@pytest.mark.parametrize("mark", [" -\n", " –\n", " —\n", " |\n", " - ", ": "])
def test_labels_in_capitals_may_end_in_a_dash_on_their_own_lines(mark: str) -> None:
    page = "Briefing on the bridge\n\nMarch 14, 2025\n\n" + TALK.format(
        chair=f"NORA VENN{mark}", officer=f"CHIEF ENGINEER WHITLOCK{mark}", asker=f"HARBOUR GAZETTE{mark}"
    )
    assert turns(parse_text(page)) == [
        ("m", "NORA VENN"), ("s", "CHIEF ENGINEER WHITLOCK"), ("q", "HARBOUR GAZETTE"),
        ("a", "CHIEF ENGINEER WHITLOCK"), ("m", "NORA VENN"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "The briefing was moderated by Nora Venn, Head of Communications.",
        "Ada Lund, Minister of Ports, took questions on 5 May 2024. Nora Venn, press secretary, chaired.",
        "Minister Ada Lund met the press. The meeting was chaired by Nora Venn.",
    ],
)
def test_a_sentence_over_the_transcript_names_the_chair(sentence: str) -> None:
    page = f"Minister Ada Lund on the bridge\n\n{sentence}\n\n" + TALK.format(
        chair="Nora Venn: ", officer="Ada Lund: ", asker="Radio Costa: "
    )
    parsed = parse_text(page)
    assert people(parsed) == {"Ada Lund": Part.SPEAKER, "Nora Venn": Part.CHAIR}
    assert [kind for kind, _ in turns(parsed)] == ["m", "s", "q", "a", "m"]


def test_an_office_in_small_letters_stands_before_the_names_of_short_labels() -> None:
    page = (
        "Head coach Ilse Brandt before the final\n\nPress officer Marco Tully introduced head coach Ilse Brandt.\n\n"
        "Tully:\nAfternoon, all.\n\nSports Daily:\nHow is the knee?\n\nBrandt:\nBetter than mine.\n\n"
        "Tully:\nLast one.\n"
    )
    assert people(parse_text(page)) == {"Ilse Brandt": Part.SPEAKER, "Marco Tully": Part.CHAIR}


@pytest.mark.parametrize(
    "foot",
    [
        "The briefing ended at 10.40 am.",
        "This press conference was adjourned at 16:05.",
        "###\n\nAbout the Ministry\nThe ministry looks after the harbours. It was founded in 1921.",
        "Cite as: City of Haven, Briefing on the bridge, 14 March 2025.",
        "For further information, contact Nora Venn on 555 0134.",
        "This transcript was prepared by the Registry and is not an official record.",
        "Media enquiries: 555 0134",
        "Notes to editors\nThe bridge has two lanes.",
    ],
)
def test_what_stands_under_the_last_words_is_nobody_s(foot: str) -> None:
    page = "Briefing on the bridge\n\n" + TALK.format(chair="Nora Venn: ", officer="Ada Lund: ", asker="Radio Costa: ")
    parsed = parse_text(f"{page}\n{foot}\n")
    assert list(parsed.document.turns)[-1].paragraphs == ("Thank you all. That is everything for today.",)
    assert parsed.left_out


def test_the_end_of_a_conference_may_be_said() -> None:
    page = (
        "关于大桥的新闻发布会\n\n主持人：大家好。请罗敏介绍情况。\n\n罗敏：大桥周五通车。\n\n主持人：发布会到此结束。\n"
    )
    assert turns(parse_text(page))[-1] == ("m", "主持人")


LISTED = """Results briefing

29 November 2020

Panel: Justice Kofi Mensah (Chairperson), Dr Ama Darko (Director of Elections)
Facilitator: Esi Quartey

ESI QUARTEY: We take three questions at a time.

JUSTICE MENSAH: Two hundred seats have been declared.

RADIO VOLTA: When will the rest be known?

DR DARKO: By morning.
"""


def test_who_chairs_a_board_does_not_chair_where_another_moderates() -> None:
    parsed = parse_text(LISTED)
    assert people(parsed) == {"Kofi Mensah": Part.SPEAKER, "Ama Darko": Part.SPEAKER, "Esi Quartey": Part.CHAIR}
    assert [kind for kind, _ in turns(parsed)] == ["m", "s", "q", "a"]


def test_whom_a_list_gives_an_office_asks_nothing_where_outlets_ask() -> None:
    page = (
        "Press conference of the bank\n\nParticipants:\nProf. Henrik Aalto, Governor\nDr. Marisa Quade, Deputy "
        "Governor\n\n"
        "Henrik Aalto: Prices rose more slowly.\n\nMarket Wire: How long is that true?\n\n"
        "Henrik Aalto: What do markets know that we do not? They should tell us.\n"
    )
    parsed = parse_text(page)
    assert [kind for kind, _ in turns(parsed)] == ["s", "q", "a"]
    assert list(people(parsed)) == ["Henrik Aalto", "Marisa Quade"]


def test_a_time_of_release_beside_a_place_is_the_conference_s() -> None:
    page = (
        "岚江市传染病防控新闻发布会\n\n发布时间：2024年11月12日 上午10时\n发布地点：一楼发布厅\n"
        "上网日期：2024-11-13\n\n"
        "出席嘉宾：市卫生健康委副主任 刘敏医生\n主持人：何晓\n\n何晓：现在开始。\n\n刘敏：总体平稳。\n"
    )
    document = parse_text(page).document
    assert (str(document.held_on), str(document.posted_on)) == ("2024-11-12", "2024-11-13")
    assert [person.name for person in document.people] == ["刘敏", "何晓"]


BARE_CHINESE = """江源市新闻发布会

2022年7月21日，市金融局局长方志远、副行长孟晓丽介绍情况。发布会由新闻办副主任唐静主持。

唐静
大家好！首先请方志远局长发布。

方志远
各位朋友，大家好！上半年贷款增长。

唐静
谢谢方局长。现在进入提问环节。

江源日报
请问政策有哪些新的变化？

孟晓丽
今年新增了再贷款，利率更低。

唐静
发布会就到这里，谢谢大家。
"""


def test_chinese_names_stand_bare_over_their_words() -> None:
    parsed = parse_text(BARE_CHINESE)
    assert turns(parsed) == [
        ("m", "唐静"), ("s", "方志远"), ("m", "唐静"), ("q", "江源日报"), ("a", "孟晓丽"), ("m", "唐静"),
    ]  # fmt: skip
    assert people(parsed) == {"方志远": Part.SPEAKER, "孟晓丽": Part.SPEAKER, "唐静": Part.CHAIR}


def test_names_with_their_offices_stand_bare_over_their_words() -> None:
    page = (
        "Results press call\n\n30 August 2018\n\nCompany participants\nFiona Hale - Chief Executive Officer\n"
        "Alastair Bowe - Head of Media Relations\n\nAlastair Bowe, Head of Media Relations\nThanks for joining. "
        "Fiona will start.\n\n"
        "Fiona Hale, Chief Executive Officer\nThanks, Alastair. A solid half for the company.\n\n"
        "Priya Shah, Evening Ledger\nAre more strikes coming this year?\n\n"
        "Fiona Hale, Chief Executive Officer\nWe are talking. I hope not.\n"
    )
    assert [kind for kind, _ in turns(parse_text(page))] == ["m", "s", "q", "a"]


def test_given_names_that_open_sentences_and_quoted_outlets_are_labels() -> None:
    page = "Briefing\n\n22 апреля 2021 года\n\nВедущий: Начнём.\n\nАгентство «Север»: Когда?\n\nPer Aasland: В мае.\n"
    assert [label for _, label in turns(parse_text(page))] == ["Ведущий", "Агентство «Север»", "Per Aasland"]
