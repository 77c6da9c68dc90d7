"""Templates are laid out for who edits them, and sent without the layout."""

import pytest

from pressroom.templates import compact


@pytest.mark.parametrize(
    ("laid_out", "sent"),
    [
        ("<ul>\n    <li>\n\n      a\n    </li>\n    <li>b</li>\n</ul>", "<ul><li>a</li>\n<li>b</li></ul>"),
        ('<p class="x">\n  <b>a</b> b\n</p>', '<p class="x"><b>a</b> b</p>'),
        ("<div {{ code|lang }}>\n  {% include 'w' %}\n</div>", "<div {{ code|lang }}>{% include 'w' %}</div>"),
        ('<li {% if a > b %}class="c"{% endif %}>\n  a\n</li>', '<li {% if a > b %}class="c"{% endif %}>a</li>'),
        (
            '<a\n    href="/x/"\n    {% if y %}lang="fr"{% endif %}\n  >x</a>',
            '<a href="/x/" {% if y %}lang="fr"{% endif %}>x</a>',
        ),
        ('<meta\n  content="{% firstof a|b:"c > d" e %}"\n>', '<meta content="{% firstof a|b:"c > d" e %}">'),
        ("<b>a</b>\n  <b>b</b>", "<b>a</b>\n<b>b</b>"),
        ("问：{% if a %}答{% endif %}", "问：{% if a %}答{% endif %}"),
        ("<pre>\n    a\n</pre>", "<pre>\n    a\n</pre>"),
    ],
)
def test_only_white_space_that_nobody_sees_goes(laid_out: str, sent: str) -> None:
    assert compact(laid_out) == sent
