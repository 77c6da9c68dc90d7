"""Topics are typed in one way in every form."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.admin.forms import save, url
from tests.builders import make_draft, make_exchange
from transcripts import actions
from transcripts.admin.conference.headings import DescriptionForm, HeadingsForm
from transcripts.admin.exchange.admin import ExchangeForm
from transcripts.admin.widgets.topic_names import TopicNamesField, join_names, split_names
from transcripts.reading.transcript import read

TYPED = "Night boats, Fares；冰、Ports; fares\\, winter"
NAMES = ("Night boats", "Fares", "冰", "Ports", "fares, winter")


def test_semicolons_and_commas_separate_and_a_backslash_keeps_one() -> None:
    assert split_names(TYPED) == NAMES
    assert split_names(join_names(NAMES)) == NAMES
    assert split_names(" ;, ,") == ()
    assert TopicNamesField().clean("Fares, Fares") == ("Fares",)
    with pytest.raises(ValidationError):
        TopicNamesField().clean("x" * 201)


def test_every_form_in_which_topics_are_typed_has_the_one_field() -> None:
    fields = [
        ExchangeForm.declared_fields["topic_names"],
        DescriptionForm.declared_fields["topics"],
        HeadingsForm.declared_fields["topic"],
    ]
    assert {type(field) for field in fields} == {TopicNamesField}
    assert {field.widget.attrs["list"] for field in fields} == {"desk-topics"}


def test_the_same_words_give_the_same_topics_in_both_forms(editor: Client) -> None:
    conference = make_draft()
    first, second = make_exchange(conference), make_exchange(conference)
    actions.sync_after_edit(conference)
    save(editor, url("exchange", "change", first.pk), topic_names=TYPED)
    address = url("conference", "headings", conference.pk)
    conference.refresh_from_db()
    sent = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "revision_number": conference.revision_number, "_save": "1"}
    sent |= {"form-0-public_id": first.public_id, "form-0-topics": TYPED}
    sent |= {"form-1-public_id": second.public_id, "form-1-topics": TYPED}
    assert editor.post(address, sent).status_code == 302
    one, other = read(conference).exchanges
    assert set(one.topics) == set(other.topics) == set(NAMES)


@pytest.mark.parametrize(("prefix", "help_text"), [("", "semicolons or commas"), ("/zh-hans", "用分号或逗号分隔")])
def test_both_forms_say_how(editor: Client, prefix: str, help_text: str) -> None:
    exchange = make_exchange(make_draft())
    for address in (url("exchange", "change", exchange.pk), url("conference", "headings", exchange.conference_id)):
        page = editor.get(prefix + address).content.decode()
        assert help_text in page
        assert 'list="desk-topics"' in page
        assert '<datalist id="desk-topics">' in page
