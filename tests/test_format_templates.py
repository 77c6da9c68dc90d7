"""Formatting templates leaves what readers and translators see as it is."""

import re
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

from tools.format_templates import break_sentences, format_all, seen_differences

SENTENCE = (
    "The first row names the columns: {{ columns }}. Only <b>one of them</b> must be there, and all others are as"
)


def messages(template: str) -> list[str]:
    """The sentences that makemessages finds, one space for each stretch of white space."""
    return [" ".join(found.split()) for found in re.findall(r"gettext\w*\((.*?)\) ", templatize(template) + " ", re.S)]


@pytest.mark.parametrize(
    "template",
    [
        f'{{% blocktranslate with columns=columns|join:", " %}}{SENTENCE} before.{{% endblocktranslate %}}',
        f"{{% blocktranslate count n=rows|length %}}{SENTENCE} {{{{ n }}}} row{{% plural %}}{SENTENCE} {{{{ n }}}} rows"
        "{% endblocktranslate %}",
        f'<p title="{{% translate "{SENTENCE.replace("{{ columns }}", "name")} they were, and so on, and on" %}}"></p>',
    ],
)
def test_long_sentences_are_broken_and_stay_the_sentences_they_were(template: str) -> None:
    broken = break_sentences(template)
    assert max(map(len, broken.splitlines())) < 120
    assert "trimmed" in broken
    assert messages(broken) == messages(template)
    assert break_sentences(broken) == broken
    assert not list(seen_differences(template, broken))


@pytest.mark.parametrize(
    "template",
    [
        "<p>{% translate 'Short' %}</p>",
        "{% blocktranslate %} "
        + "a space stands at its edges, which is a part of the sentence " * 4
        + "{% endblocktranslate %}",
        "{% blocktranslate %}" + "it has two paragraphs\n\nof its own " * 12 + "{% endblocktranslate %}",
    ],
)
def test_short_sentences_and_those_whose_white_space_counts_stay(template: str) -> None:
    assert break_sentences(template) == template


@pytest.mark.parametrize(
    ("before", "after", "is_seen"),
    [
        ("<p>a <b>c</b></p>", "<p>\n  a <b\n  >c</b>\n</p>", False),
        ("<p>a<b>c</b></p>", "<p>a\n<b>c</b></p>", True),
        ("<p>a <b>c</b></p>", "<p>a<b>c</b></p>", True),
        ("<p>{% if a %}{{ a }}{% endif %}{% if b %}{{ b }}{% endif %}</p>", None, True),
        ('<p>{% translate "From: " %}{% for a in b %}{{ a }}{% endfor %}</p>', None, True),
        ("<li>a</li><li>c</li>", "<li>a</li>\n<li>c</li>", False),
        ("<i>a</i><button>c</button>", "<i>a</i><button>\n  c\n</button>", False),
        ("<i>a</i><button>c</button>", "<i>a</i>\n<button>c</button>", True),
        ("<p>{% if a %}<b>{% endif %}a</p>", "<p>a</p>", True),
    ],
)
def test_a_space_more_or_less_is_found_where_it_would_be_seen(before: str, after: str | None, is_seen: bool) -> None:
    if after is None:
        after = before.replace("%}{%", "%}\n{%")
    assert bool(list(seen_differences(before, after))) == is_seen


def test_templates_are_formatted_until_nothing_moves(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<p>{{% blocktranslate %}}{SENTENCE} they were before all of it.{{% endblocktranslate %}}</p>")
    format_all(tmp_path)
    once = path.read_text()
    assert once.startswith("<p>\n  {% blocktranslate trimmed %}\n    The first row")
    format_all(tmp_path)
    assert path.read_text() == once


def test_a_part_of_a_line_gets_no_line_end(tmp_path: Path) -> None:
    path = tmp_path / "_words.html"
    path.write_text("{% for piece in pieces %}<ins>{{ piece }}</ins>{% endfor %}")
    format_all(tmp_path)
    assert path.read_text().endswith("{% endfor %}")


def test_a_template_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{% if a %}<b>{% endif %}a</b>")
    with pytest.raises(RuntimeError, match=r"page\.html"):
        format_all(tmp_path)
