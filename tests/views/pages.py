"""What the tests of pages look at."""

import html
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import translation

BLOCKS = "article|button|d[dlt]|details|div|footer|form|h[1-6]|header|li|main|nav|ol|option|p|section|summary|t[dhr]|ul"


class Reader(Client):
    """A client after whose requests the test speaks its own language again."""

    def request(self, **request: Any) -> Any:
        with translation.override("en"):
            return super().request(**request)


def markup(response: HttpResponse) -> str:
    """The page's HTML, however its templates are laid out: no white space at the edges of tags and of blocks."""
    body = re.sub(r"[ \t\r\n]+", " ", response.content.decode())
    return re.sub(rf" ?(</?(?:{BLOCKS})\b[^>]*>) ?", r"\1", body.replace(" >", ">").replace(" />", "/>"))


def text_of(response: HttpResponse) -> str:
    """The page's words as a reader sees them: no tags, white space collapsed."""
    body = re.sub(r"(?s)<head>.*?</head>", " ", response.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def links_of(response: HttpResponse) -> list[str]:
    """The addresses that the page leads to."""
    return [html.unescape(link) for link in re.findall(r'<a[^>]* href="([^"]*)"', markup(response))]


def tags_of(response: HttpResponse, name: str) -> list[str]:
    """The page's tags called `name`, with their attributes."""
    return re.findall(rf"<{name}\b[^>]*>", markup(response))
