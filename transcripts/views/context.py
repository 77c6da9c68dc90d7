"""Context processor for every template: the office's identity and the page's addresses."""

from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.encoding import escape_uri_path
from django.utils.functional import cached_property
from django.utils.translation import get_language

from transcripts.models import SiteIdentity, own_name
from transcripts.part_cache import cached


@dataclass(frozen=True, slots=True)
class InterfaceLanguage:
    """A language of the interface, and the address of the same page in it, or of its translation.

    `words` is the language of what the page shows, where that is another one.
    """

    code: str
    label: str
    path: str
    query: str
    is_current: bool
    words: str = ""

    @property
    def is_default(self) -> bool:
        """Whether it is the language of readers whose own there is not."""
        return self.code == settings.LANGUAGE_CODE

    @property
    def url(self) -> str:
        """Address with the query string of the current page."""
        return f"{self.path}?{self.query}" if self.query else self.path


class Addresses:
    """The addresses of a page: in each language, and the canonical one."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.path = escape_uri_path(request.path)

    @cached_property
    def languages(self) -> list[InterfaceLanguage]:
        """The page in each language of the interface, with its query string."""
        query = self.request.META.get("QUERY_STRING", "")
        current = get_language()
        return [
            InterfaceLanguage(code, own_name(code), path_in_language(self.path, code), query, code == current)
            for code, _ in settings.LANGUAGES
        ]

    @property
    def homes(self) -> list[InterfaceLanguage]:
        """The front page in the languages that the page is not in, for links on error pages."""
        root = get_script_prefix()
        return [replace(each, path=path_in_language(root, each.code), query="") for each in self.others]

    @property
    def others(self) -> list[InterfaceLanguage]:
        """The languages that the page is not in."""
        return [language for language in self.languages if not language.is_current]

    def others_of(self, words: str) -> list[InterfaceLanguage]:
        """Return the languages that the page is not in; `words` is the language of what it shows."""
        return [replace(each, words="" if each.code == words else words) for each in self.others]

    @property
    def absolute(self) -> str:
        """Absolute address of this page, without its query string."""
        return settings.SITE_URL + self.path

    @property
    def readable(self) -> str:
        """Absolute address of this page in readable form, with no letter escaped."""
        return settings.SITE_URL + self.request.path


current_identity = cached(8)(SiteIdentity.current)


def path_in_language(path: str, language: str) -> str:
    """Return `path`, of a page in any language of the interface, as it is in `language`."""
    root = get_script_prefix()
    rest = path.removeprefix(root)
    for code, _ in settings.LANGUAGES:
        rest = rest.removeprefix(f"{code}/") if code != settings.LANGUAGE_CODE else rest
    prefix = "" if language == settings.LANGUAGE_CODE else f"{language}/"
    return f"{root}{prefix}{rest}"


def site(request: HttpRequest) -> dict[str, object]:
    """Give templates `identity` (one query on first access), `addresses`, and whether there are alerts by mail."""
    return {
        "identity": cache(current_identity),  # which templates call
        "addresses": Addresses(request),
        "origin": settings.SITE_URL,
        "offers_alerts": settings.HAS_MAIL,
    }
