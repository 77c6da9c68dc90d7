"""Facts that a web page states outside its words: title, address, language, day of posting."""

import re
from dataclasses import dataclass
from datetime import date

from lxml import etree

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>https?://[^\s>]+)\s*-->", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{2,40})", re.IGNORECASE)
_IN_DATA = re.compile(r"[\"']datePublished[\"']\s*:\s*[\"'](\d{4}-\d{2}-\d{2})")
_EVENT_IN_DATA = re.compile(r"[\"']startDate[\"']\s*:\s*[\"'](\d{4}-\d{2}-\d{2})")
_DAY = re.compile(r"(?P<year>(?:19|20)\d{2})[-/.年]?(?P<month>\d{2}|\d{1,2}(?=[-/.月]))[-/.月]?(?P<day>\d{1,2})(?!\d)")
_WEB = re.compile(r"https?://[^/\s]+/?(?P<path>\S*)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_TITLES = ("og:title", "articletitle", "dc.title", "dcterms.title", "twitter:title")
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "date",
)
_HEAD = 4096  # bytes in which a page states its encoding


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page's own statements; "" and None where it makes none. `titles` are its possible titles, the best first."""

    titles: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    posted_on: date | None = None
    held_on: date | None = None  # of the one event that it describes


def declared_encoding(data: bytes) -> str:
    """Return the encoding that a page states in its first bytes, or nothing."""
    head = data[:_HEAD]
    match = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return match[1].decode("ascii") if match else ""


def read_facts(root: etree._Element, text: str) -> PageFacts:
    """Return the facts that the page `root`, whose markup is `text`, states of itself."""
    metas = _metas(root)
    titles = [metas.get(key, "") for key in _TITLES]
    titles.extend(" ".join((element.text or "").split()) for element in root.iter("title"))
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or metas.get("language", "")
    language = language or metas.get("content-language", "")
    return PageFacts(
        titles=tuple(dict.fromkeys(title for title in titles if title)),
        url=_address(root, metas, text),
        language=_house_tag(language.strip().lower()),
        posted_on=_posted_on(root, metas, text),
        held_on=_held_on(text),
    )


def _house_tag(language: str) -> str:
    """Return a page's language as this project writes it: Chinese by its script, others without their country."""
    if not _LANGUAGE.fullmatch(language):
        return ""
    first, *others = language.split("-")
    if first != "zh":
        return first
    if {"hant", "tw", "hk", "mo"} & set(others):
        return "zh-hant"
    return "zh-hans" if {"hans", "cn", "sg"} & set(others) else ""


def _metas(root: etree._Element) -> dict[str, str]:
    """Return the page's <meta> statements by name, in lower case; the first of a name counts."""
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        value = " ".join(element.get("content", "").split())
        if key and value:
            metas.setdefault(key.strip().lower(), value)
    return metas


def _address(root: etree._Element, metas: dict[str, str], text: str) -> str:
    """Return the page's own address; one that names only the site is no page's."""
    saved = _SAVED_FROM.search(text[:_HEAD])
    stated = [link.get("href", "") for link in root.iter("link") if "canonical" in link.get("rel", "").lower().split()]
    stated += [metas.get("og:url", ""), saved["url"] if saved else ""]
    for address in stated:
        match = _WEB.fullmatch(address.strip())
        if match and match["path"]:
            return match[0]
    return ""


def _held_on(text: str) -> date | None:
    """Return the day of the event that the page's data for programs describe, where there is one."""
    days = set(_EVENT_IN_DATA.findall(text))
    try:
        return date.fromisoformat(days.pop()) if len(days) == 1 else None
    except ValueError:
        return None


def _posted_on(root: etree._Element, metas: dict[str, str], text: str) -> date | None:
    """Return the day of publication that the page states."""
    stated = [metas.get(key, "") for key in _PUBLISHED]
    times = root.xpath("//time[@itemprop='datePublished']/@datetime")
    stated += [str(value) for value in times] if isinstance(times, list) else []
    data = _IN_DATA.search(text)
    stated.append(data[1] if data else "")
    for value in stated:
        match = _DAY.match(value)
        if match:
            try:
                return date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                continue
    return None
