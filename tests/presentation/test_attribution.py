import pytest

from transcripts.presentation import Attribution, attribute, speaker_text


@pytest.mark.parametrize(
    ("printed", "label", "known", "name"),
    [
        ("Ines Calder", "CALDER", "Calder, Ines", "Ines Calder"),
        ("", "Evening Courier (Jo Marsh)", "Evening Courier", "Evening Courier (Jo Marsh)"),
        ("", "", "Evening Courier", "Evening Courier"),
        ("", "", "", ""),
    ],
)
def test_the_printed_name_comes_first_then_the_label_then_the_name_on_record(
    printed: str, label: str, known: str, name: str
) -> None:
    assert attribute(printed=printed, label=label, known=known).name == name


def test_a_journalist_is_named_beside_the_outlet_unless_the_label_names_them() -> None:
    beside = attribute(known="Radio Estuary", journalist="Mia Toft")
    assert beside.journalist_beside == "Mia Toft"
    assert beside.in_words("en") == "Radio Estuary (Mia Toft)"
    inside = attribute(label="Radio Estuary (Mia Toft)", journalist="Mia Toft")
    assert inside.journalist_beside == ""
    assert inside.in_words("en") == "Radio Estuary (Mia Toft)"


def test_a_short_name_leaves_the_journalist_out_in_brackets_of_either_script() -> None:
    assert Attribution("Radio Estuary (Mia Toft)", "", "Mia Toft").short_name == "Radio Estuary"
    assert Attribution("河口电台（米娅）", "", "米娅").short_name == "河口电台"
    assert Attribution("Radio Estuary (North)", "", "Mia Toft").short_name == "Radio Estuary (North)"
    assert Attribution("Radio Estuary").short_name == "Radio Estuary"


def test_a_role_leads_in_chinese() -> None:
    calder = attribute(printed="考尔德", role="副市长")
    assert calder.in_words("zh-hans") == "副市长考尔德" == speaker_text("考尔德", "副市长", "", "zh-hans")
    assert calder.in_words("en") == "考尔德, 副市长"
