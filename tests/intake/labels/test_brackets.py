"""Labels in round and angle brackets, and letters before a dash, as offices of other languages print them."""

from transcripts.document import Kind, TurnText
from transcripts.intake import open_source, parse, parse_text


def turns_of(text: str) -> list[TurnText]:
    return [turn for exchange in parse_text(text).document.exchanges for turn in exchange.turns]


def test_parts_and_offices_in_round_brackets_before_words_are_labels() -> None:
    turns = turns_of(
        "港湾大臣記者会見\n\n令和6年2月16日\n\n（大臣）おはようございます。岸壁を直しました。\n\n【質疑応答】\n\n"
        "（記者）いつ開きますか。\n\n（大臣）来月です。\n\n（記者）予算はいくらですか。\n\n（大臣）三億円です。\n\n"
        "（以　上）\n\n"
        "お問合せ先\n"
    )
    assert [(turn.label, len(turn.paragraphs)) for turn in turns] == [
        ("大臣", 1),
        ("記者", 1),
        ("大臣", 1),
        ("記者", 1),
        ("大臣", 1),
    ]
    assert [turn.kind for turn in turns[1:]] == [Kind.QUESTION, Kind.ANSWER, Kind.QUESTION, Kind.ANSWER]


def test_an_office_and_a_name_in_angle_brackets_alone_on_a_line_are_a_label() -> None:
    turns = turns_of(
        "부두 복구 브리핑\n\n2024.08.22\n\n<항만부 정책국장 한도윤>\n"
        "부두를 다시 열었습니다. 배는 내일부터 다닙니다.\n\n"
        "<질문> 요금은 오릅니까?\n\n<답변> 그대로입니다.\n\n"
        "<질문> 언제까지입니까?\n\n<답변> 연말까지입니다.\n\n<끝>\n\n이전글\n"
    )
    assert [turn.label for turn in turns] == ["항만부 정책국장 한도윤", "질문", "답변", "질문", "답변"]
    assert turns[-1].paragraphs == ("연말까지입니다.",)


def test_a_letter_before_a_dash_is_a_label_in_bold_too_and_a_heading_of_one_word_is_none() -> None:
    said = [("Q", "Quand ouvre le quai ?"), ("R", "En mars."), ("Q", "Et le prix ?"), ("R", "Il ne change pas.")]
    page = "".join(f"<p><strong>{letter} -</strong> {words}</p>" for letter, words in said)
    page = f"<h1>Point de presse du 12 mars 2024</h1>{page}<h3>Nomination</h3>{page}"
    document = parse(open_source(f"<html><body>{page}</body></html>".encode(), "a.html")).document
    turns = [turn for exchange in document.exchanges for turn in exchange.turns]
    assert [(turn.label, turn.paragraphs) for turn in turns] == [(letter, (words,)) for letter, words in said * 2]
    assert {turn.kind for turn in turns if turn.label == "R"} == {Kind.ANSWER}


def test_angle_brackets_before_words_are_labels_in_a_wider_form_too() -> None:
    turns = turns_of(
        "부두 복구 브리핑\n\n2024.08.22\n\n〈한도윤 국장〉 부두를 다시 열었습니다.\n\n"
        "〈기자(항구일보)〉 요금은 오릅니까?\n\n〈한도윤 국장〉 그대로입니다.\n\n〈끝〉\n"
    )
    assert [turn.label for turn in turns] == ["한도윤 국장", "기자(항구일보)", "한도윤 국장"]


def test_an_outlet_between_the_marks_of_a_title_is_a_label() -> None:
    turns = turns_of(
        "港务公司媒体沟通会\n\n2024年3月12日\n\n【程海】渡轮五月开通。\n\n【港湾周刊】票价多少？\n\n【程海】两元。\n\n"
        "【《河口商报》】夜间也开吗？\n\n【程海】六月起。\n"
    )
    assert [turn.label for turn in turns] == ["程海", "港湾周刊", "程海", "《河口商报》", "程海"]
