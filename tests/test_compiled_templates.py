"""Compiled templates: what they render is what Django renders, to the byte."""

# ruff: noqa: E501 (a snippet is a line)

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as project
from django.template import Context, Engine, TemplateSyntaxError, engines
from django.test import Client
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from pressroom.template_compiler import NotCompiledError, compile_template
from pressroom.templates import CompiledTemplates
from tests.builders import make_draft, make_exchange, make_outlet, make_speaker, make_topic
from tests.test_query_budgets import BUDGETS, build
from transcripts.models import Conference, Preview

TEMPLATES = Path(project.BASE_DIR, "templates")
READERS = sorted(
    str(path.relative_to(TEMPLATES))
    for path in [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.xml")]
    if not {"admin", "allauth", "mfa", "account"} & set(path.parts)
)


@contextmanager
def djangos_own() -> Iterator[None]:
    compiled = CompiledTemplates.page
    CompiledTemplates.page = lambda self, source: None  # type: ignore[assignment,method-assign,misc]
    try:
        yield
    finally:
        CompiledTemplates.page = compiled  # type: ignore[method-assign]


@pytest.mark.parametrize("name", READERS)
def test_all_of_the_readers_templates_are_compiled(name: str) -> None:
    compile_template(engines["django"].engine.get_template(name))


@pytest.mark.django_db
def test_every_type_of_page_is_the_same_in_both_languages(client: Client) -> None:
    build(30)
    draft = make_exchange(make_draft(), speaker=make_speaker(), outlet=make_outlet(), topics=(make_topic(),)).conference
    preview = f"/preview/{Preview(draft, timezone.now() + timedelta(days=1)).token}/"
    other = []
    rendered = [path for path in BUDGETS if not path.startswith("/oai")]  # OAI-PMH has no template, and tells the time
    for path in [*rendered, "/conferences/2024-03-12-night-ferries/full/?version=1", preview, f"{preview}full/"]:
        for root in ("", "/zh-hans"):
            compiled = b"".join(client.get(root + path))
            with djangos_own():
                if b"".join(client.get(root + path)) != compiled:
                    other.append(root + path)
    assert not other
    assert Conference.objects.published().count() > 30


class Record:
    """Values of every sort that a template may meet."""

    name = "Ünal & <Sons>"
    safe = SafeString("<b>bold</b>")
    number = 1234567
    half = 0.5
    no = False
    nothing = None
    day = date(2024, 3, 12)
    time = datetime(2024, 3, 12, 23, 30, tzinfo=UTC)
    items = {"0": "zero", "key": "of a mapping", "items": "hidden by a key"}
    texts = ["a", "b", "c"]
    pairs = [("a", 1), ("b", 2)]
    empty: list[str] = []

    def call(self) -> str:
        return "called"

    def ask(self, question: str) -> str:
        raise AssertionError(question)

    def delete(self) -> str:
        raise AssertionError("deleted")

    delete.alters_data = True  # type: ignore[attr-defined]

    def lazily(self) -> Iterator[str]:
        yield from self.texts

    @property
    def gone(self) -> Any:
        raise Conference.DoesNotExist


@dataclass(frozen=True, slots=True)
class Kept:
    """Values with fields, one of which holds a function."""

    name: str
    say: Callable[[], str]
    other: Any = None

    @property
    def gone(self) -> str:
        raise Conference.DoesNotExist


def test_fields_mean_the_same_however_often_they_were_seen() -> None:
    snippet = (
        "{% for k in kept %}{{ k.name }}{{ k.say }}{{ k.other }}{{ k.gone }}{{ k.x }}{{ k.other.real }}{% endfor %}"
    )
    template = engines["django"].engine.from_string(snippet)
    kept: list[Any] = [Kept("a", lambda: "b"), Kept("<", str, lambda: "c"), {"name": "d", "other": 7}, None, "e"]
    page, said = compile_template(template), template.render(Context({"kept": kept}))
    assert [page({"kept": kept}) for _ in range(3)] == [said] * 3
    assert said.startswith("abNone&lt;c")


SNIPPETS = [
    "{{ x.nothing.real }}{{ x.no.real }}{{ x.number.real }} {{ x.name.upper }} {{ x.nothing.0 }}{{ x.name.9 }}{{ x.name.z }}",
    "{{ x.name }} {{ x.safe }} {{ x.number }} {{ x.half }} {{ x.no }} {{ x.nothing }} {{ x.day }} {{ x.time }}",
    "{{ x.unheard }} {{ unheard.name }} {{ x.gone }}! {{ x.gone.name }} {{ x.name.0 }} {{ x.texts.1 }} {{ x.texts.9 }}",
    "{{ x.items.key }} {{ x.items.items }} {{ x.items.0 }} {{ x.call }} {{ x.ask }} {{ x.delete }} {{ x.lazily|join:'+' }}",
    "{{ x.name|upper }} {{ x.safe|upper }} {{ x.safe|capfirst }} {{ unheard|default:'none' }} {{ x.nothing|default:x.name }}",
    "{{ x.name|truncatechars:4 }} {{ x.texts|length }} {{ x.texts|slice:':2' }} {{ x.time|date:'H:i' }} {{ x.name|linebreaksbr }}",
    "{{ 'lit & eral' }} {{ 7 }} {{ 1.5 }} {{ _('Search') }} {{ True }} {{ None }} {{ x.name|default:_('Search') }}",
    "{% if x.no or x.unheard %}a{% elif not x.nothing and x.number > 7 %}b{% else %}c{% endif %}{% if x.no %}d{% endif %}",
    "{% if x.number < x.name %}a{% elif 'a' in x.texts %}b{% endif %}{% if 'z' not in x.texts %}c{% endif %}",
    "{% if x.unheard == None %}a{% endif %}{% if x.nothing is None %}b{% endif %}{% if x.number != 7 %}c{% endif %}",
    "{% if unheard is not None %}a{% endif %}{% if 'a' in unheard %}b{% endif %}{% if unheard > 3 %}c{% else %}d{% endif %}",
    "{% for t in x.texts %}{{ forloop.counter }}{{ t }}{% if not forloop.last %},{% endif %}{% endfor %}{{ t }}",
    "{% for t in x.texts reversed %}{% if forloop.first %}!{% endif %}{{ t }}{{ forloop.counter0 }}{% endfor %}",
    "{% for a, b in x.pairs %}{{ a }}{{ b }}{% for c in a %}{{ c }}{{ forloop.counter }}{% endfor %}{% endfor %}{{ a }}",
    "{% for a in x.empty %}{{ a }}{% empty %}none{% endfor %}{% for a in unheard %}a{% empty %}none{% endfor %}",
    "{% for a in x.lazily %}{{ a }}{% endfor %}{% for a in x.nothing %}{{ a }}{% endfor %}{% for a in x.name %}.{% endfor %}",
    "{% with x=x.name y=x.number %}{{ x }}{{ y }}{% with z=y %}{{ z }}{% endwith %}{{ z }}{% endwith %}{{ y }}{{ x.call }}",
    "{% firstof x.no x.nothing x.name 'a' %}{% firstof x.no 'a < b' %}{% firstof x.no %}{% firstof x.safe as s %}{{ s }}",
    "{% for t in x.texts %}{% if t == 'a' %}{% firstof t as kept %}{% endif %}{{ kept }}{% endfor %}{{ kept }}",
    "{% for a, b in x.pairs %}{% if b == 1 %}{% firstof a as kept %}{% endif %}{{ kept }}.{% endfor %}",
    "{% if x.no %}{% firstof 'a' as x %}{% endif %}{{ x.name }}{% if x %}{% firstof 'b' as x %}{% endif %}{{ x }}",
    "{% translate 'Search' %} {% translate '50 %' %} {% translate 'Search' as s %}{{ s }} {% translate 'May' context 'x' %}",
    "{% blocktranslate with n=x.number name=x.name %}{{ n }} of {{ name }}: 5 %{% endblocktranslate %}{{ n }}",
    "{% blocktranslate count n=x.texts|length with a=x.safe %}{{ n }} {{ a }}{% plural %}{{ n }} of {{ a }}s{% endblocktranslate %}",
    "{% blocktranslate trimmed count total=x.number %}\n {{ total }} exchange\n{% plural %}\n {{ total }} exchanges\n{% endblocktranslate %}",
    "{% blocktranslate asvar said %}{{ unheard }} &{% endblocktranslate %}[{{ said }}] {% comment %}no{% endcomment %}",
    "{% get_current_language as code %}{{ code }}{% language 'zh-hans' %}{% translate 'Search' %}{{ code }}{% endlanguage %}",
    "{% for c in codes %}{% language c %}{% get_current_language as d %}{{ d }}{% translate 'Search' %}{% endlanguage %}{% endfor %}",
    "{% url 'transcripts:home' %} {% url 'transcripts:topic-detail' '港口' %} {% url view 'a-b' %} {% url 'transcripts:x' as u %}[{{ u }}]",
    "{% url 'transcripts:exchange-detail' 'a' 7 %}{% url 'transcripts:topic-list' as u %}{{ u }}{% static 'favicon.svg' %}",
    "{% turn_name turn as who %}{{ who }}{% turn_name turn '<7>' %}{{ 'zh-hans'|lang }}{{ x.day|day }}{{ x.number|number }}",
    "{% include '_parts/pager_head.html' %}{% include '_parts/people.html' with language='ar' people=people %}{{ language }}",
    "{% for t in x.texts %}{% filter force_escape|upper %}<b>{{ x.name }}</b>{% filter lower %}{{ t }}{{ var }}{% endfilter %}{% endfilter %}{% endfor %}",
    "{% include '_parts/ignored.html' with listing=x %}{% include '_parts/pager.html' %}",
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_template_means_what_it_means_to_django(snippet: str, language: str) -> None:
    template = engines["django"].engine.from_string("{% load i18n press static %}" + snippet)
    by = SimpleNamespace(name="Ünal & Sons")
    people = [SimpleNamespace(name_as_printed="A & B", role_as_printed=""), {"name_as_printed": "C"}]
    turn = SimpleNamespace(kind="answer", by=by, place=2)
    values = {"x": Record(), "codes": ["en", "zh-hans"], "view": "transcripts:topic-detail", "turn": turn}
    values |= {"people": people, "pager": None, "function": lambda: "called"}
    with translation.override(language):
        assert compile_template(template)(values) == template.render(Context(values))


@pytest.mark.parametrize(
    "snippet",
    [
        "{% csrf_token %}",
        "{% cycle 'a' 'b' %}",
        "{% include name %}",
        "{% translate name %}",
        "{% for a in x %}{{ forloop.parentloop.counter }}{% endfor %}",
        "{% include '_parts/people.html' only %}",
        "{% autoescape off %}{{ x }}{% endautoescape %}",
    ],
)
def test_what_the_compiler_does_not_know_is_left_to_django(snippet: str) -> None:
    with pytest.raises(NotCompiledError):
        compile_template(Engine.get_default().from_string("{% load i18n %}" + snippet))


def test_errors_in_a_template_name_the_line_of_its_code() -> None:
    template = Engine.get_default().from_string("a{{ x.broken }}")
    with pytest.raises(ZeroDivisionError) as caught:
        compile_template(template)({"x": SimpleNamespace(broken=lambda: 1 // 0)})
    assert "look(r_x, 'broken')" in "".join(str(entry.statement) for entry in caught.traceback)


def test_templates_that_may_change_are_not_compiled(settings: Any) -> None:
    settings.DEBUG = True
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string("{% unheard %}")
    assert engines["django"].page(engines["django"].engine.get_template("about.html")) is None
