"""What compiled templates call: values as Django's templates look them up, filter, compare and escape them."""

from collections.abc import Callable, Sequence
from html import escape
from inspect import signature
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.base import VariableDoesNotExist, render_value_in_context
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined] # the stubs lack it
from django.utils.translation import ngettext, npgettext, override

from transcripts.models import address, addresses

_PLAIN = Context()  # escapes, and shows numbers and times as the settings say


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
    if kind in _without_items:
        try:
            found = getattr(value, name)
        except Exception:
            return _look_further(value, name)  # which says what it means
        return called(found) if callable(found) else found
    if getattr(kind, "__getitem__", None) in _WITHOUT_NAMES:
        _without_items.add(kind)
    return _look_further(value, name)


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
    """Return the value, or what stands for one that is missing."""
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
        return escape(value)
    if value is MISSING:
        return ""
    if kind is int and not settings.USE_THOUSAND_SEPARATOR:
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
    "listed",
    "localtime",
    "look",
    "needed",
    "ngettext",
    "npgettext",
    "override",
]
