"""Handing over a transcript at the desk, and answering its preview as a browser would."""

from html import unescape
from typing import Any

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.admin.forms import url
from tests.views.pages import markup
from transcripts.models import Conference

PAGE = """Press conference on the winter ferries
12 March 2024

Participants:
Ms. Ines Calder, Deputy Mayor of Northbank
Mr. Tomas Reyl, Director of the Office of River Crossings

INES CALDER: Thank you for coming. From November the last boat leaves at one o'clock in the morning.

EVENING COURIER: When will the timetable be printed?

INES CALDER: It will be printed on the fifteenth of the month.

TOMAS REYL: It will hold for a full year.

RADIO ESTUARY: How many passengers did the night boats carry last winter?

TOMAS REYL: About 1,080 a month, more than we had expected.

INES CALDER: And more every month since.
"""
TITLE = "Press conference on the winter ferries"


def a_file(text: str = PAGE, name: str = "ferries.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def upload(client: Client, *files: SimpleUploadedFile, **fields: Any) -> Any:
    return client.post(url("conference", "import"), {"uploads": list(files), **fields})


def begin(client: Client, text: str = PAGE) -> str:
    """The address of the preview of `text`."""
    answer = upload(client, a_file(text))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def page(client: Client, address: str) -> str:
    return unescape(markup(client.get(address)))


def read_form(client: Client, address: str) -> dict[str, list[str]]:
    """What a browser would send if the preview were sent as it stands."""
    form = lxml.html.fromstring(client.get(address).content.decode()).get_element_by_id("import-form")
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        # An empty value that is chosen is “on” to lxml, but to no browser.
        data.setdefault(name, []).append("" if name == "is_major" and value == "on" else value)
    return data


def say(client: Client, address: str, button: str = "_look", value: str = "1", **changes: str) -> Any:
    """Send the preview with `changes`."""
    return client.post(address, read_form(client, address) | changes | {button: value})


def of_label(client: Client, address: str, what: str, label: str) -> str:
    """The name of the field `what` of a label."""
    return f"{what}-{read_form(client, address)['label'].index(label)}"


def relabel(client: Client, address: str, label: str, **meaning: str) -> Any:
    """Say what a label means: voice=…, same=…"""
    return say(client, address, **{of_label(client, address, what, label): to for what, to in meaning.items()})


def confirm(client: Client, address: str, **changes: str) -> Any:
    return say(client, address, "_confirm", **changes)


def shown(client: Client, address: str) -> list[list[tuple[str, str]]]:
    """The kind and the name of each turn in each exchange of the preview."""
    preview = client.get(address).context["preview"]
    return [[(row.turn.kind, row.turn.by.name) for row in exchange.turns] for exchange in preview.exchanges]


def imported(client: Client, text: str = PAGE) -> Conference:
    confirm(client, begin(client, text))
    return Conference.objects.get(title=TITLE)


# Handing over
