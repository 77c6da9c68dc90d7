"""Classes of pages that were once misread, each on a small page: hearings, broadcasts, colours, people."""

from transcripts.document import Kind
from transcripts.intake import ParsedTranscript, open_source, parse, parse_text
from transcripts.intake.left_out import Reason

HEAD = "Hearing on ferries\n\n12 March 2024\n\n"


def turns(parsed: ParsedTranscript) -> list[tuple[str, str, str]]:
    return [(turn.kind.value, turn.label, " ".join(turn.paragraphs)) for turn in parsed.document.turns]


def names(parsed: ParsedTranscript) -> list[str]:
    return [person.name for person in parsed.document.people]


NUMBERED = f"""{HEAD}1   CHAIR MOSS: Good day. Ms. Quill, you have
2   the floor.
3   MS. QUILL: When did it leave the
4   quay?
5   CAPTAIN HOLT: At nine.
                 Page 12
1   MS. QUILL: Why then?
2   CAPTAIN HOLT: It was dark.
"""


def test_numbers_of_lines_are_neither_labels_nor_words() -> None:
    parsed = parse_text(NUMBERED)
    assert turns(parsed)[:2] == [
        ("moderator", "CHAIR MOSS", "Good day. Ms. Quill, you have the floor."),
        ("question", "MS. QUILL", "When did it leave the quay?"),
    ]
    assert parsed.document.held_on is not None
    assert [one.text for one in parsed.left_out if one.reason is Reason.LINE_NUMBER] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "1",
        "2",
    ]


def test_who_examines_asks_under_the_letter_and_a_witness_stays_unknown() -> None:
    page = (
        f"{HEAD}BY MS. QUILL:\n\nQ.  When?\n\nA.  At nine.\n\nMR. REYL: I object.\n\n"
        "BY MR. TODD:\n\nQ.  Why?\n\nA.  Fog.\n"
    )
    parsed = parse_text(page)
    assert [(turn.label, turn.journalist) for turn in parsed.document.turns if turn.kind is Kind.QUESTION] == [
        ("Q", "MS. QUILL"), ("Q", "MR. TODD"),
    ]  # fmt: skip
    assert {turn.speaker for turn in parsed.document.turns if turn.label == "A"} == {""}


def test_words_on_the_screen_are_nobody_s() -> None:
    page = (
        f"{HEAD}MR. ORDE: Good day.\n\nTEXT: Poll of the harbour\n\n[BEGIN VIDEO CLIP]\n\n"
        "MAYOR OLD: Build it.\n\n[END VIDEO CLIP]\n\nQUESTION: When?\n\nMR. ORDE: Soon.\n"
    )
    assert [label for _, label, _ in turns(parse_text(page))] == ["MR. ORDE", "MAYOR OLD", "QUESTION", "MR. ORDE"]


def test_a_roster_s_names_are_whole_and_its_members_ask() -> None:
    page = (
        "HEARING ON THE QUAY\nMARCH 12, 2024\nSPEAKERS: SEN. PAULA E. ADLER, R-IOWA, CHAIRMAN\n"
        "SEN. ORVILLE G. HOLT, R-UTAH\nWITNESSES: INES CALDER, HARBOUR MASTER\n[*] ADLER: Good morning. Order.\n"
        "HOLT: Why is it closed?\nCALDER: It is rotten.\nHOLT: Who pays?\nCALDER: The city.\nADLER: Thank you.\n"
    )
    parsed = parse_text(page)
    assert names(parsed) == ["PAULA E. ADLER", "ORVILLE G. HOLT", "INES CALDER"]
    assert [kind for kind, label, _ in turns(parsed) if label == "HOLT"] == ["question", "question"]


def test_brackets_of_a_label_may_hold_dashes() -> None:
    page = (
        f"{HEAD}Mr HOLLAN (Griffin—Minister for Ports) (3.18 pm)—I rise.\n\n"
        "Ms ADLER (Corran—Shadow Minister)—Will he sit?\n\nMr HOLLAN—Yes.\n\nThe SPEAKER—Order!\n"
    )
    assert [words for _, _, words in turns(parse_text(page))] == ["I rise.", "Will he sit?", "Yes.", "Order!"]


def test_colour_tells_questions_where_nothing_else_does() -> None:
    page = (
        "<h1>Interview</h1><p>12 March 2024</p><p style='color:#c00000'>When does it sail?</p><p>At nine, as ever.</p>"
        "<p><font color='red'>What does it cost?</font></p><p>Four crowns, and two for children.</p>"
    )
    parsed = parse(open_source(page.encode(), "page.html"), name="page.html")
    assert [kind for kind, _, _ in turns(parsed)] == ["question", "answer", "question", "answer"]


def test_a_reporter_and_an_outlet_stand_in_one_label() -> None:
    page = (
        f"{HEAD}Mayor Calder: It sails.\n\nAna Ruiz from Radio Costa: When?\n\n"
        "Mayor Calder: Soon.\n\nQUESTION (Lea Moss, Harbour Gazette): Why?\n\nMayor Calder: So.\n"
    )
    asked = [(turn.outlet, turn.journalist) for turn in parse_text(page).document.turns if turn.kind is Kind.QUESTION]
    assert asked == [("Radio Costa", "Ana Ruiz"), ("Harbour Gazette", "Lea Moss")]


def test_a_spokesman_leads_and_answers() -> None:
    page = (
        f"{HEAD}Spokesman Tom Reyes: Good morning and welcome. The minister will speak first.\n\n"
        "Minister Ines Calder: It sails at nine.\n\nSpokesman Tom Reyes: Thank you. We now take questions.\n\n"
        "Question: Who gave the order?\n\n"
        "Spokesman Tom Reyes: The council gave it in 2021, and never took it back.\n\n"
        "Question: What does it cost?\n\nMinister Ines Calder: Four crowns.\n"
    )
    assert [kind for kind, label, _ in turns(parse_text(page)) if label.startswith("Spokesman")][1:] == [
        "moderator", "answer",
    ]  # fmt: skip


def test_a_menu_is_no_breadcrumb_and_a_day_with_its_kind_no_title() -> None:
    page = (
        "Home | News | Contact\n\nHarbour Council: What the Ferry Will Cost\n\n"
        "Press conference, 12 March 2024, 10:00, Town Hall\n\nInes Calder: At nine.\n\n"
        "Q: Every day?\n\nInes Calder: Yes.\n"
    )
    document = parse_text(page).document
    assert (document.title, document.series) == ("Harbour Council: What the Ferry Will Cost", "")
    assert (document.held_on is not None, document.starts_at is not None) == (True, True)


def test_who_speaks_under_a_bare_part_says_who_it_is() -> None:
    page = (
        f"{HEAD}Speaker: Good day. I am Tom Reyes of the press office.\n\nMs. Calder: It opens.\n\n"
        "Question: When?\n\nMs. Calder: Soon.\n"
    )
    assert "Tom Reyes" in names(parse_text(page))


def test_capitals_are_no_office_in_a_name_in_capitals() -> None:
    page = (
        f"{HEAD}Mr J H VAN DER LINDE: I give notice.\n\nMs P ADLER: The fares rise.\n\nMr J H VAN DER LINDE: They do.\n"
    )
    assert names(parse_text(page)) == ["J H VAN DER LINDE", "P ADLER"]


def test_speech_that_lost_its_label_is_parted_behind_a_question_and_a_hand_over() -> None:
    page = (
        "Press conference\n\n12 March 2024\n\nFu Lan:\n\nGood morning. It is short.\n\nFirst, a few words from the "
        "Premier.\n\n\nFriends, you worked hard. I thank you.\n\nNow I will gladly answer.\n\nHarbour Times:\n\nPrices "
        "fell.\n\nWill there be measures?\n\n\nThe quay is moving.\n\nIt opens further.\n"
    )
    assert [(kind, label) for kind, label, _ in turns(parse_text(page))] == [
        ("moderator", "Fu Lan"), ("statement", ""), ("question", "Harbour Times"), ("answer", ""),
    ]  # fmt: skip


def test_a_name_is_known_in_another_form() -> None:
    page = (
        "Press conference\n\n12 March 2024\n\nPresent: Ines M. Calder (Harbour Master); Tom Reyes (Ferries)\n\n"
        "Ines Calder: It sails.\n\nQuestion: When?\n\nMinster Tom Reyes: Soon.\n"
    )
    parsed = parse_text(page)
    assert names(parsed) == ["Ines M. Calder", "Tom Reyes"]
    assert [turn.speaker for turn in parsed.document.turns if turn.speaker] == ["Ines M. Calder", "Tom Reyes"]


def test_guests_who_are_here_are_named_with_their_offices() -> None:
    page = (
        "Minister Jo Lan Attends a Press Conference\n\n12 March 2024\n\nModerator: Good morning. Vice Minister and "
        "Trade Representative Bo Marten and Deputy Mayor Ann Poe are also here.\n\nMinister Lan: Thank you.\n"
    )
    assert names(parse_text(page)) == ["Jo Lan", "Bo Marten", "Ann Poe"]


def test_a_headline_with_a_colon_over_a_day_is_the_title() -> None:
    title = "Harbour Master on Ferries: No More Delays"
    parsed = parse_text(
        f"COUNCIL\nNEWSROOM\n\n{title}\n\n12 March 2024\n\nJo Roe: It sails at nine, fog or not.\n\nQ: Why?\n"
    )
    assert (parsed.document.title, [label for _, label, _ in turns(parsed)]) == (title, ["Jo Roe", "Q"])
