"""Filling in the desk's forms as a browser would: what stands in them, and what is changed."""

from typing import Any

from django.core.files import File
from django.test import Client
from django.urls import reverse


def url(model: str, view: str, *args: Any) -> str:
    return reverse(f"admin:transcripts_{model}_{view}", args=args)


def read_form(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send if the form at `address` were saved as it stands."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False or isinstance(value, File):
                continue
            if isinstance(value, list | tuple):
                value = [getattr(item, "pk", item) for item in value]
            data[bound.html_name] = value
            if bound.field.show_hidden_initial:
                data[bound.html_initial_name] = form.data[bound.html_initial_name] if form.is_bound else value
    return data


def save(client: Client, address: str, *, button: str = "_save", value: str = "1", **changes: Any) -> Any:
    """Save the form at `address` with `changes`, in whose names two underscores stand for a hyphen."""
    data = read_form(client, address) | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(address, {name: given for name, given in data.items() if given is not None} | {button: value})


def errors(response: Any) -> str:
    """The sentences by which a form was refused."""
    assert response.status_code == 200
    context = response.context
    found = [context["adminform"].form.errors]
    for inline in context["inline_admin_formsets"]:
        found += [*inline.formset.errors, inline.formset.non_form_errors()]
    return " ".join(str(each) for each in found if each)


def messages(client: Client, response: Any) -> str:
    """What the editor is told on the page that an action leads to."""
    assert response.status_code in {302, 303}, response.content.decode()[:500]
    return " ".join(str(message) for message in client.get(response.url).context["messages"])
