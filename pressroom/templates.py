"""Template loader and backend: the loader drops layout white space, the backend compiles what it can."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates, Template
from django.template.base import Origin
from django.template.base import Template as Source
from django.template.loaders.filesystem import Loader
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pressroom.template_compiler import NotCompiledError, Page, compile_template

_INDENT = re.compile(r"\n[ \t\n]+")
# What is inside an HTML tag, Django's tags included. Possessive: each piece is read one way only, in linear time.
_INSIDE = r"(?>[^<>{]++|{%.*?%}|{{.*?}}|{)*+"
_TAG = re.compile(rf"<{_INSIDE}>", re.DOTALL)
# At the edges of these, white space is never meant. It would be seen before an inline item's “;”, and where styles keep
# line ends.
_ITEMS = "div|li|p|dt|dd|th|td|h[1-6]|legend|summary|figcaption"
_EDGE = re.compile(rf"(<(?:{_ITEMS})\b{_INSIDE}>)\s+|\s+(?=</(?:{_ITEMS})>)", re.DOTALL)
# White space around these is never seen: their styles leave them blocks.
_BLOCKS = "article|header|section|nav|aside|footer|ul|ol|dl|table|thead|tbody|tr"
_AROUND = re.compile(rf"\s*(</?(?:{_BLOCKS})\b{_INSIDE}>)\s*", re.DOTALL)
_SPACES = re.compile(r"\s*\n\s*")
_KEPT = ("<pre", "<textarea")

MOST_COMPILED = 1_000


class CompactLoader(Loader):
    """Loader that drops indentation and puts each HTML tag on one line: where a space was, one space stays.

    Templates in which white space is text, those with `<pre>` or `<textarea>`, are loaded as they are.
    """

    def get_contents(self, origin: Origin) -> str:
        return compact(super().get_contents(origin))


def compact(text: str) -> str:
    """Return a template without indentation, empty lines, and spaces at the edges of blocks; each tag on one line."""
    if any(tag in text for tag in _KEPT):
        return text
    return _AROUND.sub(r"\1", _EDGE.sub(r"\1", _TAG.sub(_on_one_line, _INDENT.sub("\n", text))))


def _on_one_line(tag: re.Match[str]) -> str:
    return re.sub(r"\s+>$", ">", _SPACES.sub(" ", tag[0]))


class CompiledTemplates(DjangoTemplates):
    """Django's templates, of which the readers' are compiled at their first use, each in each language.

    With DEBUG none is: a template may change, and Django's page of an error shows its place in it.
    """

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._pages: dict[tuple[str, str | None, str], Page | None] = {}

    def get_template(self, template_name: str) -> Template:
        return CompiledTemplate(super().get_template(template_name).template, self)

    def page(self, source: Source) -> Page | None:
        """Return the compiled template in the current language; None for one that Django renders."""
        if settings.DEBUG or not source.name or source.name.startswith(_NOT_COMPILED):
            return None
        key = (source.name, get_language(), get_script_prefix())
        if key not in self._pages:
            if len(self._pages) >= MOST_COMPILED:  # a header may name the prefix
                self._pages.clear()
            try:
                self._pages[key] = compile_template(source)
            except NotCompiledError:
                self._pages[key] = None
        return self._pages[key]

    def forget(self) -> None:
        """Forget what was compiled, where settings change that it was made with."""
        self._pages.clear()


class CompiledTemplate(Template):
    """A template that renders itself by its compiled page, if it has one, with the same values as Django would."""

    backend: CompiledTemplates

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        page = self.backend.page(self.template)
        return self._show(page, self._values(context, request)) if page else super().render(context, request)

    def _values(self, context: dict[str, Any] | None, request: HttpRequest | None) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if request is not None:
            for process in self.backend.engine.template_context_processors:
                values.update(process(request))
        return {**values, **(context or {})}

    def _show(self, page: Page, values: dict[str, Any]) -> SafeString:
        return SafeString(page(values))


_NOT_COMPILED = ("admin/", "registration/", "django/")  # the desk's, which are Django's, and forms
