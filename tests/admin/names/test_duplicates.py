"""Likely duplicates are found, shown with reasons, made one or left as two for good."""

import pytest
from django.core.management import call_command
from django.test import Client

from tests.admin.forms import messages, url
from tests.admin.test_budgets import cost
from tests.builders import (
    make_conference,
    make_exchange,
    make_outlet,
    make_participation,
    make_series,
    make_speaker,
    make_topic,
)
from transcripts import actions
from transcripts.models import NamePair, Outlet, Speaker, Topic
from transcripts.reading.name_similarity import SimilarityReason


@pytest.fixture(autouse=True)
def _looked_for(db: None) -> None:
    """Nobody is there yet; each test keys the names that it makes."""


def page(editor: Client, model: str = "speaker", query: str = "") -> str:
    actions.save_all_name_keys()
    return " ".join(editor.get(url(model, "duplicates") + query).content.decode().split())


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Inês Calder", "Ines Calder", "written differently"),
        ("INES CALDER", "Ines Calder", "the same name"),
        ("Calder Ines", "Ines Calder", "the same words in another order"),
        ("I. Calder", "Ines Calder", "with initials"),
        ("Innes Calder", "Ines Calder", "almost the same spelling"),
        ("覃偉中", "覃伟中", "written differently"),
        ("Ines Calder", "Ines Calder Roux", "one name contains the other"),
        ("Dr Ines Calder", "Ines Calder", "the same name"),
        ("港务部", "北岸港务部", "one name contains the other"),
        ("安娜·贝里", "安娜·贝里博士", "one name contains the other"),
    ],
)
def test_speakers_of_a_like_name_are_listed_with_the_reason(editor: Client, one: str, other: str, why: str) -> None:
    for name in (one, other, "Joram Kest"):
        make_speaker(name)
    shown = page(editor)
    assert NamePair.objects.count() == 1
    assert why in shown
    assert "Mark as different people" in shown
    assert "Joram Kest" not in shown


def test_a_native_name_and_another_name_lead_to_the_other_record(editor: Client) -> None:
    make_speaker("Qin Weizhong", names={"zh-hans": "覃伟中"})
    make_speaker("覃伟中")
    make_speaker("Joram Kest").aliases.create(name="Commissioner of boats")
    make_speaker("Commissioner of Boats")
    shown = page(editor)
    assert "“覃伟中” and “覃伟中”: the same name" in shown
    assert "“Commissioner of boats” and “Commissioner of Boats”: the same name" in shown


def test_who_shares_a_name_and_a_role_at_one_series_is_listed_and_the_other_is_not(editor: Client) -> None:
    ports, trains = make_series(), make_series("Trains")
    for name, role, series in (
        ("Ines Calder", "deputy mayor of Northbank", ports),
        ("Maria Ines Roux Calder", "deputy mayor of Northbank", ports),
        ("Tomas Calder", "deputy mayor of Northbank", trains),
    ):
        make_participation(make_conference(f"With {name}", series=series), make_speaker(name), role)
    shown = page(editor)
    assert NamePair.objects.get().why == SimilarityReason.ROLE
    assert "Both were “deputy mayor of Northbank” at “Ministry of Ports briefings”." in shown
    assert "Tomas Calder" not in shown


@pytest.mark.parametrize(("make", "model"), [(make_outlet, Outlet), (make_topic, Topic)])
def test_outlets_and_topics_are_looked_for_too(editor: Client, make, model) -> None:
    make("River crossings")
    make("River crossing")
    kind = model._meta.model_name
    assert "almost the same spelling" in page(editor, kind)
    assert "1" in editor.get("/admin/").content.decode()
    assert url(kind, "duplicates") in editor.get("/admin/").content.decode()
    assert url(kind, "duplicates") in editor.get(url(kind, "changelist")).content.decode()


def test_outlets_are_looked_for_inside_longer_names(editor: Client) -> None:
    for name in ("Ministry of Ports", "Ministry of Ports and Shipping", "The Ministry of Ports", "Ministry of Health"):
        make_outlet(name)
    shown = page(editor, "outlet")
    assert "“Ministry of Ports” and “Ministry of Ports and Shipping”: one name contains the other" in shown
    assert "“Ministry of Ports” and “The Ministry of Ports”: one name contains the other" in shown
    assert "Ministry of Health" not in shown
    shown = " ".join(editor.get("/zh-hans" + url("outlet", "duplicates")).content.decode().split())
    assert "其中一个名称包含另一个" in shown


def test_two_people_stay_two_for_good_until_somebody_asks_again(editor: Client) -> None:
    one, other = make_speaker("Ines Calder"), make_speaker("I. Calder")
    page(editor)
    pair = NamePair.objects.get()
    response = editor.post(url("speaker", "duplicates"), {"pair": pair.pk})
    assert "not be listed again" in messages(editor, response)
    for record in (one, other):
        actions.sync_after_name_edit(record)  # looked at again
    assert "None found." in page(editor)
    assert "Marked as different by editor on" in page(editor, query="?two=1")
    editor.post(url("speaker", "duplicates"), {"pair": pair.pk, "again": "1"})
    assert "with initials" in page(editor)


def test_a_pair_leads_to_what_merging_moves_and_goes_with_the_merge(editor: Client) -> None:
    kept, gone = make_speaker("Ines Calder"), make_speaker("I. Calder")
    make_participation(make_conference(), kept)
    assert f"{url('speaker', 'merge', gone.pk)}?kept={kept.pk}" in page(editor)
    editor.post(url("speaker", "merge", gone.pk), {"kept": kept.pk, "confirm": "1"})
    assert not NamePair.objects.exists()


def test_a_pair_goes_when_a_name_is_changed_and_when_a_record_is_deleted(editor: Client) -> None:
    one, other = make_speaker("Ines Calder"), make_speaker("I. Calder")
    page(editor)
    Speaker.objects.filter(pk=other.pk).update(name="Joram Kest")
    page(editor)
    assert not NamePair.objects.exists()
    Speaker.objects.filter(pk=other.pk).update(name="I. Calder")
    page(editor)
    actions.remove_names([one])
    assert not NamePair.objects.exists()


def test_only_who_may_delete_sees_and_answers(author: Client) -> None:
    assert author.get(url("speaker", "duplicates")).status_code == 403
    assert author.post(url("speaker", "duplicates"), {"pair": "1"}).status_code == 403
    assert url("speaker", "duplicates") not in author.get(url("speaker", "changelist")).content.decode()


def test_an_answer_about_no_pair_changes_nothing(editor: Client) -> None:
    address = url("speaker", "duplicates")
    assert editor.post(address, {"pair": "x"}).status_code == 302
    assert editor.post(address, {"pair": "4711"}).status_code == 404


def test_the_list_costs_the_same_with_many_names_and_looks_at_a_hundred_at_once(editor: Client) -> None:
    prices = []
    for size in (10, 60):
        for number in range(Speaker.objects.count() // 2, size):
            for name in (f"Ines {'x' * (number + 2)}calder", f"I. {'x' * (number + 2)}calder"):
                make_exchange(make_conference(f"Boats {name}"), speaker=make_speaker(name))
        actions.save_all_name_keys()
        while actions.count_unchecked("speaker"):
            actions.find_pairs("speaker")
        prices.append(cost(lambda: editor.get(url("speaker", "duplicates"))))
    assert prices[0] == prices[1] <= 16
    actions.save_all_name_keys()
    assert "20 names have not been checked yet" in page(editor)


def test_the_command_looks_at_everybody(capsys: pytest.CaptureFixture[str]) -> None:
    make_speaker("Ines Calder")
    make_speaker("I. Calder")
    make_topic("Tolls at bridges")
    actions.save_all_name_keys()
    call_command("find_duplicates")
    assert capsys.readouterr().out == "1 open pair.\n"
    assert not any(actions.count_unchecked(kind) for kind in ("speaker", "outlet", "topic"))
