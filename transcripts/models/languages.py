"""Texts in the languages of the interface: the base language's in a field, the others' in a mapping by language code.

`settings.LANGUAGES` alone says which languages these are, and `settings.LANGUAGE_CODE` which one is the base.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db.models import CharField, F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

# The languages that transcripts are written in; the interface has fewer. BCP 47 tags, named in themselves.
CONTENT_LANGUAGES = [
    ("en", "English"),
    ("zh-hans", "简体中文"),
    ("zh-hant", "繁體中文"),
    ("ar", "العربية"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
]


def other_languages() -> list[str]:
    """Return the codes of the interface's languages but the base one, in the order of the settings."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def current_language() -> str:
    """Return the code of the language that the interface is shown in, the base one where none is active."""
    return get_language() or settings.LANGUAGE_CODE


def own_name(language: str) -> str:
    """Return a language's name in itself, such as “Français”; the code where Django knows no name."""
    return capfirst(str(LANG_INFO.get(language, {}).get("name_local", language)))


def field_name(field: str, language: str) -> str:
    """Return the name of a form field or CSV column with the text in `language`: `name_zh_hans`; `name` in the base."""
    return field if language == settings.LANGUAGE_CODE else f"{field}_{language.replace('-', '_')}"


def label_in(label: str, language: str) -> str:
    """Return the label of a field with the text in `language`, in words: “name in Simplified Chinese”."""
    name = dict(settings.LANGUAGES).get(language, language)
    return gettext("%(field)s in %(language)s") % {"field": label, "language": name}


def choose_text(base: str, others: Mapping[str, str], language: str | None = None) -> str:
    """Return the text in `language`, by default the interface's; else in one of its family; else base; else any other.

    Languages are of one family when their codes begin alike: zh-hans and zh-hant.
    """
    if not others:
        return base
    wanted = language or current_language()
    text = others.get(wanted, base if wanted == settings.LANGUAGE_CODE else "")
    if text:
        return text
    texts = {settings.LANGUAGE_CODE: base, **others}
    family = wanted.partition("-")[0]
    related = (text for code, text in texts.items() if code.partition("-")[0] == family)
    chosen = (texts.get(wanted, ""), *related, base, *others.values())
    return next((text for text in chosen if text), "")


def with_text(others: Mapping[str, str], language: str, text: str) -> dict[str, str]:
    """Return the mapping with the text in `language`; without the language for an empty text."""
    kept = {code: each for code, each in others.items() if code != language}
    return kept | {language: text} if text else kept


def text_in(language: str, field: str = "name", others: str = "names") -> Combinable:
    """Return the expression of the text in `language`, empty where there is none, to order by."""
    if language == settings.LANGUAGE_CODE:
        return F(field)
    return Coalesce(NullIf(Cast(KeyTextTransform(language, others), CharField()), Value("")), Value(""))


def name_lookups(path: str = "") -> list[str]:
    """Return the lookups of a record's name in each language; `path` leads to the record, such as `speaker__`."""
    return [f"{path}name", *(f"{path}names__{language}" for language in other_languages())]


def has_name(names: Iterable[str]) -> Q:
    """Return the condition that a record's name in some language is one of `names`."""
    return _in_some_language("in", list(names))


def has_name_like(name: str) -> Q:
    """Return the condition that a record's name in some language is `name`, in any case."""
    return _in_some_language("iexact", name)


def has_letters_in_name(letters: str) -> Q:
    """Return the condition that a record's name in some language contains `letters`, in any case."""
    return _in_some_language("icontains", letters)


def names_of(name: str, names: Mapping[str, str] | None) -> list[str]:
    """Return the different names of a record in all languages, the base one first."""
    return list(dict.fromkeys(each for each in (name, *(names or {}).values()) if each))


def _in_some_language(lookup: str, value: str | Collection[str]) -> Q:
    conditions: list[Any] = [Q(**{f"{path}__{lookup}": value}) for path in name_lookups()]
    condition: Q = reduce(or_, conditions)
    return condition


def interface_language(language: str) -> str:
    """Return the interface's language that is a text's, else the one without a prefix."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
