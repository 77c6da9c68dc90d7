"""Random pages: a conference that never was, laid out in one of many ways, with what a careful reader would extract."""

import random
import textwrap
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

HAN = ("zh", "ja")
UNCASED = ("zh", "ja", "ko", "ar")
CUT = 72  # characters of a line that is cut at a width


@dataclass(frozen=True, slots=True)
class Family:
    """A way to lay out a page: how labels are printed, what stands over and around it, the language, the noise."""

    label: str
    head: str
    frame: str
    language: str
    noise: str

    def __str__(self) -> str:
        return "-".join((self.language, self.label, self.head, self.frame, self.noise))


@dataclass(slots=True)
class _Page:
    family: Family
    dice: random.Random
    words: dict[str, Any]
    held: date
    posted: date | None = None
    title: str = ""
    officers: list[tuple[str, str, str]] = field(default_factory=list)
    turns: list[dict[str, Any]] = field(default_factory=list)
    asked: tuple[int, int] = (3, 7)

    def pick(self, key: str) -> str:
        """Return one of the words under a key."""
        return str(self.dice.choice(self.words[key]))

    def day(self, day: date) -> str:
        """Return a day as the language prints it."""
        months = self.words.get("months")
        month = months[day.month - 1] if months else ""
        return str(self.words["day"]).format(day=day.day, month=month, number=day.month, year=day.year)


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def languages() -> tuple[str, ...]:
    """Return the languages of generated pages."""
    return tuple(_words())


def make_page(family: Family, dice: random.Random, *, asked: tuple[int, int] = (3, 7)) -> tuple[str, dict[str, Any]]:
    """Return the text of a random page, and its right values in the scorer's form.

    `asked` is from how many questions it has to how many it has not.
    """
    words = _words()[family.language]
    page = _Page(family, dice, words, date(2019, 1, 1) + timedelta(days=dice.randrange(2500)), asked=asked)
    page.title = str(words["title"]).format(topic=page.pick("topics"))
    seats = dice.sample(range(min(len(words["names"]), len(words["offices"]))), 2)
    page.officers = [(words["names"][at], words["offices"][at], words["short"][at]) for at in seats]
    head = HEADS[family.head](page)
    body = _body(page)
    lines = FRAMES[family.frame](page, head, body)
    text = NOISES[family.noise](page, "\n".join(lines) + "\n")
    people = [{"name": name, "role": office, "part": "speaker"} for name, office, _ in page.officers]
    heard = {by for turn in page.turns if (by := turn.pop("by"))}
    truth = {
        "title": page.title,
        "date": page.held.isoformat(),
        "posted": page.posted.isoformat() if page.posted else None,
        "people": [
            *(one for one in people if one["name"] in heard or family.head == "list"),
            *({"name": name, "role": None, "part": "questioner"} for name in sorted(heard - set(page.words["names"]))),
        ],
        "turns": page.turns,
    }
    return text, truth


# Heads: what stands over the first turn.


def _plain(page: _Page) -> list[str]:
    return [page.title, page.day(page.held), ""]


def _listed(page: _Page) -> list[str]:
    # In Korean and Japanese the office stands behind the name with a space, elsewhere behind a comma.
    comma = {"zh": " ", "ja": " ", "ko": " ", "ar": "، "}.get(page.family.language, ", ")
    entries = [f"{name}{comma}{office}" for name, office, _ in page.officers]
    day = str(page.words["date_field"]).format(day=page.day(page.held))
    return [page.title, "", day, str(page.words["list_field"]), *entries, ""]


def _crumbs(page: _Page) -> list[str]:
    page.posted = page.held + timedelta(days=page.dice.randrange(1, 4))
    mark = page.dice.choice((" > ", " › ", " » ", " / "))
    posted = str(page.words["posted"]).format(day=page.day(page.posted))
    return [mark.join(page.words["crumbs"]), "", page.title, posted, page.day(page.held), ""]


def _titled(page: _Page) -> list[str]:
    page.posted = page.held + timedelta(days=page.dice.randrange(1, 4))
    posted = str(page.words["posted"]).format(day=page.day(page.posted))
    day = page.day(page.held)
    page.title = f"{page.title}（{day}）" if page.family.language in HAN else f"{page.title}, {day}"
    return [page.title, posted, ""]


def _tabled(page: _Page) -> list[str]:
    day = str(page.words["date_field"]).format(day=page.day(page.held))
    place = str(page.words["crumbs"][1])
    return [place.upper(), page.title, "", day, ""]


HEADS: dict[str, Callable[[_Page], list[str]]] = {
    "plain": _plain, "list": _listed, "crumbs": _crumbs, "titled": _titled, "tabled": _tabled,
}  # fmt: skip


# Labels: how a label and its words are printed.


def _colon(page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    mark = "：" if page.family.language in HAN else " : " if page.family.language == "fr" else ": "
    return [f"{label}{mark}{paragraphs[0]}".replace(" : ", " : "), *_apart(paragraphs[1:])]


def _capitals(page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    return _colon(page, label.upper(), paragraphs)


def _own_line(page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    mark = "：" if page.family.language in HAN else ":"
    return [f"{label}{mark}", paragraphs[0], *_apart(paragraphs[1:])]


def _bold(page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    mark = "：" if page.family.language in HAN else ":"
    return [f"**{label}{mark}** {paragraphs[0]}", *_apart(paragraphs[1:])]


def _bold_line(_page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    return [f"**{label}**", paragraphs[0], *_apart(paragraphs[1:])]


def _brackets(_page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    return [f"【{label}】{paragraphs[0]}", *_apart(paragraphs[1:])]


def _square(_page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    return [f"[{label}]: {paragraphs[0]}", *_apart(paragraphs[1:])]


def _dash(_page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    return [f"{label} – {paragraphs[0]}", *_apart(paragraphs[1:])]


def _chevrons(_page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    return [f">> {label.upper()}: {paragraphs[0]}", *_apart(paragraphs[1:])]


def _coded(page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    seconds = len(page.turns) * 17
    return [f"[{seconds // 60:02}:{seconds % 60:02}] {label}: {paragraphs[0]}", *_apart(paragraphs[1:])]


def _stopped(_page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    return [f"{label}.- {paragraphs[0]}", *_apart(paragraphs[1:])]


def _code_behind(page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    seconds = len(page.turns) * 17
    return [f"{label}  {seconds // 60}:{seconds % 60:02}", paragraphs[0], *_apart(paragraphs[1:])]


def _tabbed(_page: _Page, label: str, paragraphs: list[str]) -> list[str]:
    return [f"{label}:\t{paragraphs[0]}", *_apart(paragraphs[1:])]


def _apart(paragraphs: list[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in ("", paragraph)]


LABELS: dict[str, Callable[[_Page, str, list[str]], list[str]]] = {
    "colon": _colon, "capitals": _capitals, "own line": _own_line, "bold": _bold, "bold line": _bold_line,
    "brackets": _brackets, "square": _square, "dash": _dash, "chevrons": _chevrons, "coded": _coded,
    "stopped": _stopped, "code behind": _code_behind, "tabbed": _tabbed,
}  # fmt: skip
SHOUTED = ("capitals", "chevrons")


def _body(page: _Page) -> list[str]:
    """Return the lines of the turns, and add the turns' right values to the page."""
    dice, lines = page.dice, list[str]()
    asker = _asker(page)
    has_chair = dice.random() < 0.5
    if has_chair:
        lines += _turn(page, page.pick("chair"), "moderator", [page.pick("opens")])
    short = dice.random() < 0.5
    for at, officer in enumerate(page.officers):
        says = dice.sample(page.words["says"], 2 if at == 0 else 1)
        lines += _turn(page, _officer(page, officer, short=False), "statement", says, officer[0])
    for at in range(dice.randrange(*page.asked)):
        if has_chair and at and dice.random() < 0.3:
            lines += _turn(page, page.words["chair"][0], "moderator", [page.pick("next")])
        label = asker()
        by = label.partition(", ")[0] if ", " in label else ""
        lines += _turn(page, label, "question", [page.pick("questions")], by.upper() if _shouts(page) else by)
        officer = dice.choice(page.officers)
        answers = dice.sample(page.words["answers"], dice.choice((1, 1, 2)))
        lines += _turn(page, _officer(page, officer, short=short), "answer", answers, officer[0])
    return lines


def _shouts(page: _Page) -> bool:
    return page.family.label in SHOUTED


def _asker(page: _Page) -> Callable[[], str]:
    """Return what gives the label of whoever asks: a word for it, an outlet, or a name and an outlet."""
    way = page.dice.choice(("word", "word", "outlet", "both"))
    if way == "word":
        word = page.pick("asks")
        return lambda: word
    if way == "outlet" or page.family.language in UNCASED:
        return lambda: page.pick("reporters" if page.family.language == "zh" else "outlets")
    return lambda: f"{page.pick('reporters')}, {page.pick('outlets')}"


def _officer(page: _Page, officer: tuple[str, str, str], *, short: bool) -> str:
    """Return an officer's label: the name, or the surname or the office where these are known from before."""
    name, _office, word = officer
    if page.family.language in ("zh", "ja", "ko", "ar") or not short:
        return f"{name} {word}" if page.family.language == "ko" else name
    return name.rpartition(" ")[2] if page.family.label in SHOUTED else name


def _turn(page: _Page, label: str, kind: str, paragraphs: list[str], by: str = "") -> list[str]:
    lines = LABELS[page.family.label](page, label, paragraphs)
    printed = label.upper() if page.family.label in SHOUTED else label
    page.turns.append(
        {
            "label": printed,
            "kind": kind,
            "paragraphs": len(paragraphs),
            "first_words": paragraphs[0],
            "last_words": paragraphs[-1],
            "by": by,
        }
    )
    return [*lines, ""]


# Frames: what stands around a page.


def _bare(_page: _Page, head: list[str], body: list[str]) -> list[str]:
    return head + body


def _furnished(page: _Page, head: list[str], body: list[str]) -> list[str]:
    return [*head, *body, *page.words["foot"]]


def _with_menu(page: _Page, head: list[str], body: list[str]) -> list[str]:
    return [" | ".join(page.words["crumbs"]), "", *head, *body, page.words["foot"][0]]


FRAMES: dict[str, Callable[[_Page, list[str], list[str]], list[str]]] = {
    "bare": _bare, "furnished": _furnished, "menu": _with_menu,
}  # fmt: skip


# Noise: what extraction does to the text.


def _clean(_page: _Page, text: str) -> str:
    return text


def _without_blank_lines(_page: _Page, text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line) + "\n"


def _zero_width(page: _Page, text: str) -> str:
    return "".join(f"{char}\u200b" if char == " " and page.dice.random() < 0.1 else char for char in text)


def _indented(_page: _Page, text: str) -> str:
    return "\n".join(f"\u3000\u3000{line}" if line else line for line in text.split("\n"))


def _numbered_pages(page: _Page, text: str) -> str:
    lines = text.split("\n")
    blank = [at for at, line in enumerate(lines) if not line and at > 8]
    for number, at in enumerate(sorted(page.dice.sample(blank, min(2, len(blank))), reverse=True)):
        lines[at:at] = ["", f"- {3 - number} -"]
    return "\n".join(lines)


def _cut(page: _Page, text: str) -> str:
    """Return the text with its lines cut at a width, but for Chinese and Japanese, which have no spaces."""
    if page.family.language in HAN:
        return text
    lines = []
    for line in text.split("\n"):
        width = CUT if len(line) > CUT else 0
        lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) if width else [line]
    return "\n".join(lines)


NOISES: dict[str, Callable[[_Page, str], str]] = {
    "clean": _clean, "close": _without_blank_lines, "zero width": _zero_width, "indented": _indented,
    "numbered": _numbered_pages, "cut": _cut,
}  # fmt: skip


# No clue was found, weighed or mended by pages of these families: they tell what unseen layouts give.
HELD_OUT = {"label": ("stopped", "code behind", "tabbed"), "head": ("tabled",), "noise": ("numbered", "cut")}


def is_held_out(family: Family) -> bool:
    """Return whether a family is one of those that were held out."""
    return any(getattr(family, part) in names for part, names in HELD_OUT.items())


def random_family(dice: random.Random) -> Family:
    """Return a random family."""
    language = dice.choice(languages())
    labels = [one for one in LABELS if not (one in SHOUTED and language in UNCASED)]
    label = dice.choice(labels)
    # Captions part paragraphs by blank lines alone.
    noises = [one for one in NOISES if not (one == "close" and label == "chevrons")]
    return Family(label, dice.choice(list(HEADS)), dice.choice(list(FRAMES)), language, dice.choice(noises))
