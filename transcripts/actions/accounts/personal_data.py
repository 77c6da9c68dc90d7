"""The personal data of an editor: every row that names the account, found through the model fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, DateField, ForeignKey, Model, Q, QuerySet, TextField

from transcripts.models import AccountEvent

_ENDING = "_by_name"
_LEFT_OUT = {"digest", "key", "session_key"}  # of what is told: what would let somebody in, or says nothing


@dataclass(frozen=True, slots=True)
class Naming:
    """How a model names editors: a column with the name as it was, beside it perhaps the account itself."""

    model: type[Model]
    name: str
    account: str = ""

    def rows(self, user: User, names: set[str]) -> "QuerySet[Any]":
        """Return the rows that name the editor."""
        condition = Q(**{f"{self.name}__in": names})
        return self.model._default_manager.filter(condition | Q(**{self.account: user}) if self.account else condition)


def namings() -> Iterator[Naming]:
    """Yield how each model of ours names editors; a new one with such a column follows by itself."""
    for model in apps.get_app_config("transcripts").get_models():
        fields = {field.name: field for field in model._meta.concrete_fields}
        for name in fields:
            if name.endswith(_ENDING):
                account = name.removesuffix("_name")
                yield Naming(model, name, account if isinstance(fields.get(account), ForeignKey) else "")


def names_of_editor(user: User) -> set[str]:
    """Return the names that the account has and had, as rows hold them, but for those that others have now."""
    names = {user.get_username()}
    for naming in namings():
        if naming.account:
            rows = naming.model._default_manager.filter(**{naming.account: user})
            names.update(rows.order_by().values_list(naming.name, flat=True).distinct())
    others = User.objects.exclude(pk=user.pk).filter(username__in=names)
    return names - set(others.values_list("username", flat=True)) - {"", "command line"}


def owned(user: User) -> Iterator["QuerySet[Any]"]:
    """Yield the rows of each model that points to the account otherwise than by a name beside it."""
    named = {(naming.model, naming.account) for naming in namings()}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is User and (model, field.name) not in named:
                yield model._default_manager.filter(**{field.name: user})


def _logged(user: User, names: set[str]) -> Iterator["QuerySet[Any]"]:
    """Yield what others did to the account, in either log."""
    kind = ContentType.objects.get_for_model(User)
    yield LogEntry.objects.filter(content_type=kind, object_id=str(user.pk))
    about = Q()
    for name in names:
        about |= Q(about__icontains=name)
    keys = [event.pk for event in AccountEvent.objects.filter(about) if as_words(names).search(event.about)]
    yield AccountEvent.objects.filter(pk__in=keys)


def collect_personal_data(user: User) -> dict[str, Any]:
    """Return all that the site holds of an editor, as JSON holds it: the account, and the rows that name it."""
    names = names_of_editor(user)
    account = {
        "username": user.get_username(),
        "former_names": sorted(names - {user.get_username()}),
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "is_active": user.is_active,
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "date_joined": _plain(user.date_joined),
        "last_login": _plain(user.last_login),
        "addresses": sorted(EmailAddress.objects.filter(user=user).values_list("email", flat=True)),
        "second_factors": sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for rows in [*(naming.rows(user, names) for naming in namings()), *owned(user), *_logged(user, names)]:
        if rows.model in {EmailAddress, Authenticator}:
            continue
        known = found.setdefault(rows.model._meta.label, [])
        keys = {row["id"] for row in known}
        known += [told for told in map(_told, rows.iterator(chunk_size=200)) if told["id"] not in keys]
    return {"account": account, "rows": {label: rows for label, rows in sorted(found.items()) if rows}}


def find_left(words: set[str]) -> dict[str, int]:
    """Return how many rows hold any of the words, as words, in a text that somebody wrote, by model and field.

    Reads every table; documents of revisions are what was said, and are left out.
    """
    pattern = as_words(words)
    left: dict[str, int] = {}
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField) and not field.choices:
                condition = Q()
                for word in words:
                    condition |= Q(**{f"{field.name}__icontains": word})
                texts = model._default_manager.filter(condition).order_by().values_list(field.name, flat=True)
                if number := sum(1 for text in texts.iterator(chunk_size=200) if pattern.search(text)):
                    left[f"{model._meta.label}.{field.name}"] = number
    return left


def as_words(words: set[str]) -> re.Pattern[str]:
    """Return the expression that matches any of these as whole words, the longest first."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in longest) or r"(?!)", re.IGNORECASE)


def _told(row: Model) -> dict[str, Any]:
    """Return the plain columns of a row: times, texts and keys, no documents and no files."""
    told: dict[str, Any] = {"id": row.pk}
    for field in row._meta.concrete_fields:
        if isinstance(field, CharField | TextField | DateField | ForeignKey) and field.name not in _LEFT_OUT:
            told[field.attname] = _plain(getattr(row, field.attname))
    return told


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
