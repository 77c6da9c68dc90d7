"""Forms of labels and of lines beside them, each a class that unseen pages showed."""

from transcripts.intake import open_source, parse, parse_text


def _turns(page: str, name: str = "page.txt") -> list[tuple[str, str, str]]:
    document = parse(open_source(page.encode(), name), name=name).document
    return [(turn.label, turn.kind.value, " ".join(turn.paragraphs)) for turn in document.turns]


def test_a_letter_before_a_stop_and_a_dash_in_bold() -> None:
    page = (
        "<h1>Rueda de prensa</h1><p><b>Portavoz.-</b> Buenos días. Hay un plan.</p><p><b>P.-</b> ¿Cuándo empieza?</p>"
        "<p><b>Portavoz.-</b> En abril.</p><p><b>P.-</b> ¿Y el precio?</p><p><b>Portavoz.-</b> Igual.</p>"
    )
    assert [(label, kind) for label, kind, _ in _turns(page, "page.html")] == [
        ("Portavoz", "statement"),
        ("P", "question"),
        ("Portavoz", "answer"),
        ("P", "question"),
        ("Portavoz", "answer"),
    ]


def test_chinese_labels_alone_in_square_brackets() -> None:
    page = "水库工程通气会\n\n[常宏]\n\n工期两年。\n\n[长河日报]\n\n供水会不会受影响？\n\n[丁雪]\n\n不会。\n\n[掌声]\n"
    assert [label for label, _, _ in _turns(page)] == ["常宏", "长河日报", "丁雪"]


def test_live_stamps_behind_words_are_left_out_and_told() -> None:
    page = (
        "秋粮发布会\n\n[主持人] 大家上午好。 2022-10-12 09:30:11\n\n[梁秋实] 面积稳中有增。 2022-10-12 09:33:40\n\n"
        "[农村广播记者] 卖粮会不会难？ 2022-10-12 09:47:08\n\n[梁秋实] 不会。 2022-10-12 09:48:20\n"
    )
    parsed = parse_text(page)
    assert all("2022" not in " ".join(turn.paragraphs) for turn in parsed.document.turns)
    assert [one.reason.value for one in parsed.left_out] == ["time_code"] * 4


def test_headings_over_a_table_are_nobody() -> None:
    rows = [
        ("Speaker", "Text"),
        ("Calder", "Welcome."),
        ("Question", "When?"),
        ("Calder", "In June."),
        ("Question", "Why?"),
    ]
    table = "".join(f"<tr><td>{one}</td><td>{two}</td></tr>" for one, two in rows)
    page = f"<h1>Ferry briefing</h1><table>{table}</table>"
    assert [label for label, _, _ in _turns(page, "page.html")] == ["Calder", "Question", "Calder", "Question"]


def test_bold_questions_over_several_who_answer() -> None:
    page = (
        "<h1>Policy statement</h1><p><b>Ines Calder, Governor, and Bo Marten, Vice-Governor, spoke.</b></p>"
        "<p>Good morning, we welcome you all to this press conference here.</p><p><b>Was the vote unanimous?</b></p>"
        "<p><b>Calder:</b> It was not.</p><p><b>And was a cut discussed?</b></p><p><b>Marten:</b> It was.</p>"
    )
    assert [kind for _, kind, _ in _turns(page, "page.html")][1:] == ["question", "answer", "question", "answer"]


def test_a_parts_bare_label_with_an_outlet_in_brackets() -> None:
    page = (
        "Cabinet briefing\n\nHon. Ines Calder\nGood morning. Cabinet met on Wednesday.\n\nMedia (Island TV)\n"
        "Will the fare go up?\n\nHon. Ines Calder\nCabinet has not taken that up.\n\nMedia (Island TV)\n"
        "When will it?\n\nHon. Ines Calder\nIn the autumn, we think.\n"
    )
    assert [label for label, _, _ in _turns(page)] == ["Hon. Ines Calder", "Media (Island TV)"] * 2 + [
        "Hon. Ines Calder"
    ]


def test_a_length_in_time_is_nobody() -> None:
    page = (
        "Media stakeout\n\nVideo Length 00:06:12\n\nAmbassador Calder: Good morning.\n\nQ: When?\n\n"
        "Ambassador Calder: In June.\n"
    )
    assert [label for label, _, _ in _turns(page)] == ["Ambassador Calder", "Q", "Ambassador Calder"]


def test_readiness_to_answer_gives_nobody_the_floor() -> None:
    page = (
        "Press conference\n\nMINISTER CALDER: The pumps work.\n\nMAYOR MARTEN: They do.\n\n"
        "MINISTER CALDER: I'm happy to take some questions.\n\nJOURNALIST: What do they cost?\n\n"
        "MINISTER CALDER: Forty million.\n"
    )
    assert [kind for _, kind, _ in _turns(page)] == ["statement", "statement", "statement", "question", "answer"]


def test_a_cell_whose_neighbour_is_of_the_frame_ends_the_page() -> None:
    page = (
        "<h1>Ferries</h1><p>Q: When?</p><p>Ines Calder: In June.</p><table><tr><td>Speaker</td><td>12</td></tr></table>"
    )
    assert [label for label, _, _ in _turns(page, "page.html")][:2] == ["Q", "Ines Calder"]
