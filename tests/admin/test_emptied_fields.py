"""A form whose fields were emptied is shown again with its errors, whatever was emptied together."""

from typing import Any

import pytest
from django.test import Client

from tests.admin.forms import read_form, url
from tests.builders import (
    make_conference,
    make_exchange,
    make_outlet,
    make_participation,
    make_series,
    make_speaker,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", ["conference", "exchange", "speaker", "outlet", "topic", "series"])
def test_an_emptied_address_beside_another_error_is_an_error_of_the_form(editor: Client, model: str) -> None:
    public: dict[str, Any] = {"speaker": make_speaker(), "outlet": make_outlet(), "topic": make_topic()}
    public["conference"] = make_conference(series=make_series())
    public["series"] = public["conference"].series
    make_participation(public["conference"], public["speaker"])
    public["exchange"] = make_exchange(
        public["conference"], speaker=public["speaker"], outlet=public["outlet"], topics=(public["topic"],)
    )
    address = url(model, "change", public[model].pk)
    data = {name: value for name, value in read_form(editor, address).items() if value is not None}
    own = [name for name in data if "-" not in name]
    for emptied in (["slug", "title", "name"], own, [*data]):
        shown = editor.post(address, data | {name: "" for name in emptied if name in data} | {"_save": "1"})
        assert shown.status_code in {200, 302}, emptied
