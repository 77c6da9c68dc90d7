"""Runtime of compiled templates: values are looked up, filtered, compared and escaped as Django does."""

from collections import namedtuple
from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from functools import lru_cache
from inspect import get_annotations, signature
from types import MemberDescriptorType
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.base import VariableDoesNotExist, render_value_in_context
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined] # the stubs lack it
from django.utils.translation import override

from transcripts.models import address, addresses
from transcripts.text import MEANS_HTML, SHORT, escape_html

_PLAIN = Context()  # escapes, and shows numbers and times as the settings say
_ARE_NUMBERS_PLAIN = not settings.USE_THOUSAND_SEPARATOR


class _Missing:
    """The value of a name that means nothing. It is false, and has no parts."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


def look(value: Any, name: str) -> Any:
    """Return `value.name` as a template means it: an item, else an attribute, else the item of a number; called."""
    kind = type(value)
    if kind in _BARE and name[0].isalpha():
        found = getattr(value, name, MISSING)
        return called(found) if callable(found) else found
    if kind in _without_items:
        try:
            found = getattr(value, name)
        except Exception:
            return _look_further(value, name)  # which says what it means
        if callable(found):
            return called(found)
        seen = _seen.get(name)
        if seen is not None and kind not in seen:
            seen.add(kind)
            if _is_field(kind, name):
                _fields[name].add(kind)
        return found
    if getattr(kind, "__getitem__", None) in _WITHOUT_NAMES:
        _without_items.add(kind)
    return _look_further(value, name)


def item(value: Any, number: int) -> Any:
    """Return `value.0` and so on as a template means it: of a tuple at once."""
    if type(value) is tuple and number < len(value):
        return called(value[number])
    return look(value, str(number))


_fields: dict[str, set[type]] = {}  # by name, the classes of which it is a field whose value is no function
_seen: dict[str, set[type]] = {}  # and all that were asked for it
_Getter = type(namedtuple("_Getter", "x").x)  # type: ignore[attr-defined]


def classes_with(name: str) -> set[type]:
    """Return the classes of which values are known to have a field of this name; `look` adds to them."""
    _seen.setdefault(name, set())
    return _fields.setdefault(name, set())


def _is_field(kind: type, name: str) -> bool:
    """Return whether values of the class have a plain value under this name, as its annotation says.

    They keep it, or a property of a dataclass makes it.
    """
    found = getattr(kind, name, None)
    if isinstance(found, property) and is_dataclass(kind):
        annotation = str(get_annotations(found.fget).get("return", "Any")) if found.fget else "Any"
    elif type(found) in {MemberDescriptorType, _Getter}:
        annotation = str(next((said[name] for said in map(get_annotations, kind.__mro__) if name in said), "Any"))
    else:
        return False
    return not any(word in annotation for word in ("Any", "object", "Callable", "type[", "Type"))


_BARE = {type(None), _Missing, str, bool, int}  # what is where there is nothing: of these few names mean anything
_WITHOUT_NAMES = (None, tuple.__getitem__, str.__getitem__)  # no name is an item of these: named tuples have attributes
_without_items: set[type] = set()  # the classes seen whose values have attributes alone, and items of numbers at most


def _look_further(value: Any, name: str) -> Any:
    try:
        if hasattr(type(value), "__getitem__"):
            try:
                found = value[name]
            except (TypeError, AttributeError, KeyError, ValueError, IndexError):
                found = _attribute(value, name)
        else:
            found = _attribute(value, name)
        return called(found)
    except Exception as error:
        if getattr(error, "silent_variable_failure", False):
            return ""
        raise


def _attribute(value: Any, name: str) -> Any:
    try:
        return getattr(value, name)
    except (TypeError, AttributeError):
        if name in dir(value):
            raise  # by a property of that name
    try:
        return value[int(name)]
    except (IndexError, ValueError, KeyError, TypeError):
        return MISSING


def called(value: Any) -> Any:
    """Return the value, or what it returns where it is a function; an empty text for one that no template may call."""
    if not callable(value) or getattr(value, "do_not_call_in_templates", False):
        return value
    if getattr(value, "alters_data", False):
        return ""
    try:
        return value()
    except TypeError:
        if _may_be_called(value):
            raise
        return ""


def _may_be_called(value: Callable[..., Any]) -> bool:
    """Return whether it takes no arguments."""
    try:
        signature(value).bind()
    except (TypeError, ValueError):
        return False
    return True


def given(value: Any, default: Any) -> Any:
    """Return the value, or what represents one that is missing."""
    return default if value is MISSING else value


def needed(value: Any) -> Any:
    """Return the argument of a filter. Raises VariableDoesNotExist where there is none."""
    if value is MISSING:
        raise VariableDoesNotExist("The argument of a filter is missing.")
    return value


def filtered(function: Callable[..., Any], value: Any, *arguments: Any, **named: Any) -> Any:
    """Return the result of a filter that keeps safe HTML safe."""
    found = function(value, *arguments, **named)
    return mark_safe(found) if isinstance(value, SafeData) else found  # noqa: S308 (the filter says so)


def localtime(value: Any) -> Any:
    """Return a time in the site's zone."""
    return template_localtime(value)


def compared(compare: Callable[[], bool]) -> bool:
    """Return the result of a comparison, false for values that cannot be compared."""
    try:
        return compare()
    except Exception:
        return False


def listed(values: Any) -> Sequence[Any]:
    """Return the values of a loop."""
    if values is None or values is MISSING:
        return ()
    return values if hasattr(values, "__len__") else list(values)


def numbered(say: Callable[[int], str], language: str | None) -> Callable[[Any], str]:
    """Return the function from a number to what is said of so many in the language: a rule is read once for each."""

    @lru_cache(maxsize=1024)
    def said(number: int) -> str:
        with override(language):
            return say(number)

    return lambda number: said(number) if type(number) is int else say(number)


def address_or_nothing(name: str, *parts: Any) -> str:
    """Return the address of a page; an empty text where there is none."""
    try:
        return address(name, *parts)
    except NoReverseMatch:
        return ""


def escaped(value: Any) -> str:
    """Return a value as HTML, in the notation of the current language; nothing for a missing one."""
    kind = type(value)
    if kind is SafeString:
        return value
    if kind is str:
        return value if len(value) < SHORT and not MEANS_HTML(value) else escape_html(value)
    if value is MISSING:
        return ""
    if kind is int and _ARE_NUMBERS_PLAIN:
        return str(value)
    return str(render_value_in_context(value, _PLAIN))


__all__ = [
    "MISSING",
    "SafeString",
    "address",
    "address_or_nothing",
    "addresses",
    "called",
    "compared",
    "conditional_escape",
    "escaped",
    "filtered",
    "given",
    "item",
    "listed",
    "localtime",
    "look",
    "needed",
    "override",
]
