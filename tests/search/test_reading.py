"""What people type is read as they mean it. Every test here holds on SQLite and on PostgreSQL alike."""

from datetime import date

import pytest

from tests.builders import make_conference, make_exchange, make_participation, make_speaker, make_topic
from tests.search.building import found, say
from transcripts import actions, search
from transcripts.models import Participation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        ("well-being", "wellbeing", "well being"),
        ("e-mail", "email", "e mail"),
        ("co-operation", "cooperation", "co operation"),
        ("post-war", "postwar", "post war"),
    ],
)
def test_a_word_with_a_hyphen_is_found_however_it_is_written(words: tuple[str, ...]) -> None:
    texts = [f"Of the {word} of all." for word in words]
    say(*texts, "Nothing of all that.")
    for query in (*words, *(word.upper() for word in words)):
        assert sorted(found(query)) == sorted(texts), query
        assert all("<mark>" in search.highlight(text, query) for text in texts), query
    assert found(f"all -{words[0]}") == ["Nothing of all that."] + [texts[2]] * (words[0] not in words)
    assert found(f'"{words[2]}"') == [text for text in texts if text not in texts[1:2]]


@pytest.mark.parametrize(
    ("query", "text"), [("maybe", "It may be."), ("therapist", "The rapist."), ("into", "In to it.")]
)
def test_two_words_are_one_only_where_they_may_be(query: str, text: str) -> None:
    say(text)
    assert found(query) == []


def test_initials_are_not_the_word_that_is_spelt_like_them() -> None:
    say("Tell us.", "The U.S. tariffs.", "The US tariffs.")
    assert found("us") == ["Tell us."]
    assert sorted(found("U.S.")) == sorted(found("US")) == ["The U.S. tariffs.", "The US tariffs."]


def test_what_a_stenographer_noted_was_not_said() -> None:
    say("So be it. (Laughter.)", "Laughter is free.", "（笑声）好。", "他的笑声。", "The boat (Applause.) leaves.")
    assert found("laughter") == ["Laughter is free."]
    assert found("笑声") == ["他的笑声。"]
    assert found('"boat leaves"') == ["The boat (Applause.) leaves."]
    assert found("applause") == []
    assert search.highlight("Laughter (Laughter.)", "laughter") == "<mark>Laughter</mark> (Laughter.)"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("看着", "看著"),
        ("了解", "瞭解"),
        ("借口", "藉口"),
        ("卫生", "衞生"),
        ("卫生", "衛生"),
        ("抬头", "擡頭"),
        ("里面", "裏面"),
        ("里面", "裡面"),
        ("台湾", "臺灣"),
        ("计划", "計畫"),
    ],
)
def test_forms_of_chinese_characters_find_each_other(one: str, other: str) -> None:
    say(f"我们{one}港口。", f"我們{other}漁業。")
    assert found(one) == found(other)
    assert len(found(one)) == 2
    assert search.highlight(other, one) == f"<mark>{other}</mark>"


def test_stop_words_need_not_be_there_and_are_not_marked() -> None:
    say("Ferries by night.", "The night of the boats.", "Of it.")
    assert sorted(found("the night")) == ["Ferries by night.", "The night of the boats."]
    assert search.highlight("The night of the boats.", "the night") == "The <mark>night</mark> of the boats."
    assert found('"the night"') == ["The night of the boats."]
    assert search.highlight("The night", '"the night"') == "<mark>The night</mark>"
    assert sorted(found("of")) == ["Of it.", "The night of the boats."]
    assert search.highlight("Of it.", "of") == "<mark>Of</mark> it."


def test_a_question_finds_by_its_rare_words() -> None:
    for number in range(12):
        say("The minister spoke of the ferry.", conference=make_conference(f"Zz {number}"))
    say("The tidal turbines stand still.", conference=make_conference("Z"))
    for query in ["what did the minister say about tidal turbines?", "What happened with the tidal turbine"]:
        assert found(query) == ["The tidal turbines stand still."], query
        assert search.conferences(query).count() == 1
    assert found("minister tidal turbines") == []
    assert found("minister of tidal turbines ferry") == []


def test_of_a_question_whose_rare_words_nobody_said_together_the_rarest_are_enough() -> None:
    say("The tolls rise.", "The ferries rest.", "Ferries and boats.")
    assert found("why do the ferries have tolls?") == ["The tolls rise."]
    window = search.open_window("why do the ferries have tolls?", search.Filters())
    (reading,) = search.readings("why do the ferries have tolls?", window)
    assert reading.instead == "ferries tolls"
    assert "“tolls”" in reading.sentence


def test_a_date_is_read_as_a_day_where_there_is_one() -> None:
    september, other = (make_conference(f"Z {day}", held_on=day) for day in (date(2023, 9, 5), date(2024, 1, 2)))
    say("The tolls rise.", "The ferry.", conference=september)
    say("The tolls fall.", "Since 5 September 2023, and 1998.", conference=other)
    for query in ("5 September 2023", "2023年9月5日", "September 5, 2023", "2023-09-05", "September 2023", "2023"):
        assert sorted(found(query)) == ["The ferry.", "The tolls rise."], query
        assert found(f"{query} tolls") == ["The tolls rise."], query
        assert [each.title for each in search.conferences(query)] == ["Z 2023-09-05"]
    assert len(found("tolls 2023 to 2024")) == 2
    assert found('"5 September 2023"') == ["Since 5 September 2023, and 1998."]
    assert found("1998") == ["Since 5 September 2023, and 1998."]  # a year of no conference is a word
    assert found("2024", search.Filters(last=date(2023, 12, 31))) == []
    assert search.facets(search.Filters(), search.open_window("tolls 2023", search.Filters()))["years"].counts == {
        2023: 1
    }


def test_a_date_says_how_it_was_read() -> None:
    say("The tolls rise.", conference=make_conference("Z", held_on=date(2023, 9, 5)))

    def read(text: str) -> list[str]:
        return [each.instead for each in search.readings(text, search.open_window(text, search.Filters()))]

    assert read("tolls 5 September 2023") == ['tolls "5 September 2023"']
    assert read('tolls "5 September 2023"') == []
    assert read("tolls 1998") == []


def test_whoever_holds_an_office_is_found_by_it() -> None:
    senne, brandt = make_speaker("Marit Senne"), make_speaker("Odile Brandt")
    then, now = make_conference("Z", held_on=date(2023, 1, 1)), make_conference("Zz", held_on=date(2024, 1, 1))
    make_participation(then, senne, role="deputy minister of ports")
    make_participation(now, senne, role="Acting Minister of Ports and Fisheries, Region South")
    make_participation(now, brandt, role="Minister for the Quantum Centre")
    say("The ferry.", conference=then, speaker=senne)
    say("The boat.", conference=now, speaker=senne)
    say("The quay.", conference=now, speaker=brandt)
    for query in ("minister of ports", "Minister of the Ports", '"minister of ports"', "ports minister"):
        assert found(query) == ["The boat."], query
    assert found("deputy minister of ports") == ["The ferry."]
    assert found("minister of ports quay") == []
    for query in ("ports", "minister", "fisheries", "quantum"):
        assert found(query) == [], query
    Participation.objects.filter(speaker=brandt).update(role_as_printed="港口部长")
    search.index(now.pk)
    assert found("港口部長") == ["The quay."]
    assert found("部长") == []


def test_a_topic_is_found_by_a_former_name_also_after_a_rebuild() -> None:
    topic = make_topic("Tolls")
    exchange = make_exchange(make_conference("Z"), question=None, answer="It rises.", topics=(topic,))
    search.index(exchange.conference_id)
    topic.name = "Bridge charges"
    topic.save()
    actions.sync_after_name_edit(topic)
    for _ in range(2):
        assert found("tolls") == ["It rises."]
        search.rebuild()
    assert found("bridge charges") == ["It rises."]
    assert search.named_topics(search.open_window("tolls", search.Filters())) == {topic.pk}


@pytest.mark.parametrize("typed", ["co-operation", "co operation", "cooperation"])
def test_a_word_written_as_two_stands_for_all_its_forms(typed: str) -> None:
    say("The cooperative fills in one form.")
    assert found(typed) == ["The cooperative fills in one form."]
