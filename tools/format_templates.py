"""Format the templates (`make format`), or with `--check` say what is not formatted and what is too long (`make lint`).

djangofmt breaks lines and indents; before it, long sentences to translate are broken into lines of a `trimmed` block,
which leaves them the same sentences. A file is written only if a browser shows the same: white space may come or go
beside the tags of blocks, but not between words, tags of words, and the template's own tags, for there it is a space
to read, and Chinese has none.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
DJANGOFMT = Path(sys.executable).with_name("djangofmt")
WIDTH = 120  # characters of a line, where HTML can be broken
FILL = 88  # characters of a line of a sentence, without what it is indented by
LONG = 160  # characters of a line whose sentences are broken
TOO_LONG = 200  # characters of a line: no more
ROUNDS = 8  # breaking a sentence moves what follows it, which may then be too long itself

_SENTENCE = re.compile(r"{%\s*blocktranslate\s*(?P<options>[^%]*?)\s*%}(?P<body>.*?){%\s*endblocktranslate\s*%}", re.S)
_WORDS = re.compile(r'{% translate "(?P<body>[^"%{}]{60,})"(?: as (?P<name>\w+))? %}')
_PLURAL = re.compile(r"\s*{%\s*plural\s*%}\s*")
_UNBROKEN = re.compile(r"(?:{{.*?}}|<[^<>]*>|[^\s{<]|[{<])+")  # a variable and a tag stay on one line
_TOKEN = re.compile(
    r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}|{%\s*blocktranslate\b.*?endblocktranslate\s*%}|{%.*?%}|{{.*?}}|<!--.*?-->"
    r"|<(?:[^<>{]|{%.*?%}|{{.*?}}|{)*>|\s+|[^\s<{]+|.",
    re.DOTALL,
)
# What is on lines of its own, or shows nothing: white space beside it is not seen.
_BLOCKS = frozenset(
    """address article aside blockquote body br caption center col colgroup dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li link main meta nav noscript ol
    optgroup option p path pre rect script search section style summary svg table tbody td tfoot th thead
    title tr ul
    """.split()  # noqa: SIM905 (as a list, it would be seventy lines)
)
# Tags of the template that represent words; all others only say which words are there.
_SAYING = re.compile(
    r"{%\s*(?:blocktranslate|firstof|include|now|static|translate|url)\b(?!.*\bas \w+\s*%})", re.DOTALL
)


class Token(NamedTuple):
    """A word, a tag or a comment, its inner white space made the same, and whether white space is before it."""

    text: str
    is_apart: bool


def format_all(folder: Path) -> None:
    """Format every template in the folder, until nothing moves. Raises RuntimeError where that does not come.

    A template that does not end in a line end is a part of a line, and keeps that: the line end would be a space there.
    """
    parts = {path for path, text in _texts(folder).items() if not text.endswith("\n")}
    for _ in range(ROUNDS):
        before = _texts(folder)
        done = subprocess.run(
            [DJANGOFMT, "--line-length", str(WIDTH), "--indent-width", "2", folder],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        for path, text in _texts(folder).items():
            broken = break_sentences(text).rstrip("\n") if path in parts else break_sentences(text)
            if broken != text:
                path.write_text(broken, encoding="utf-8")
        if _texts(folder) == before:
            return
    raise RuntimeError("The templates go on moving.")


def break_sentences(text: str) -> str:
    """Return a template with the sentences of its long lines broken into short ones."""
    text = _WORDS.sub(lambda match: _break_words(text, match), text)
    return _SENTENCE.sub(lambda match: _break_sentence(text, match), text)


def seen_differences(before: str, after: str) -> Iterator[str]:
    """Yield the places where formatting changed what is seen, each with a few tokens on both sides."""
    old, new = list(_tokens(before)), list(_tokens(after))
    if [token.text for token in old] != [token.text for token in new]:
        at = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a.text != b.text), 0)
        yield f"{_quote(old, at)} became {_quote(new, at)}"
        return
    for at in range(1, len(old)):
        if old[at].is_apart != new[at].is_apart and not (_is_edge(old, at - 1, -1) or _is_edge(old, at, 1)):
            yield f"a space {'came' if new[at].is_apart else 'went'} before {_quote(old, at)}"


def _break_words(text: str, match: re.Match[str]) -> str:
    if not _is_long(text, match):
        return match[0]
    name = f" asvar {match['name']}" if match["name"] else ""
    return f"{{% blocktranslate trimmed{name} %}}{match['body']}{{% endblocktranslate %}}"


def _break_sentence(text: str, match: re.Match[str]) -> str:
    options, body = match["options"].split(), match["body"]
    is_plain = body == body.strip() and "\n" not in body
    if not _is_long(text, match) or not ("trimmed" in options or is_plain):
        return match[0]
    if "trimmed" not in options:
        options.insert(0, "trimmed")
    forms = ["\n".join(_fill(form)) for form in _PLURAL.split(body)]
    return (
        f"{{% blocktranslate {' '.join(options)} %}}\n" + "\n{% plural %}\n".join(forms) + "\n{% endblocktranslate %}"
    )


def _fill(form: str) -> list[str]:
    """Return the lines of one form of a sentence."""
    lines: list[str] = []
    for word in _UNBROKEN.findall(re.sub(r"\s*\n\s*", " ", form.strip())):
        if lines and len(lines[-1]) + len(word) < FILL:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _is_long(text: str, match: re.Match[str]) -> bool:
    """Say whether the match is on a long line."""
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    return max(map(len, text[start : end if end >= 0 else len(text)].split("\n"))) > LONG


def _tokens(text: str) -> Iterator[Token]:
    is_apart = False
    for found in _TOKEN.findall(text):
        if found.isspace():
            is_apart = True
            continue
        plain = _SENTENCE.sub(_as_one_line, _WORDS.sub(_as_one_line, found))
        if tag := re.match(r"</?[\w!-]*", plain):
            plain = f"{tag[0].lower()} " + re.sub(r"\s+|/?>$", "", plain[tag.end() :])
        yield Token(plain, is_apart)
        is_apart = False


def _as_one_line(match: re.Match[str]) -> str:
    """Return a sentence to translate as it is however it is broken into lines: what is set by it, or said."""
    found = match.groupdict()
    options = found.get("options") or (f"asvar {found['name']}" if found.get("name") else "")
    rest = [option for option in options.split() if option != "trimmed"]
    words = re.sub(r"\s+", "", "".join(rest) + found["body"])
    return f"{{% {'set' if 'asvar' in rest else 'translate'} {words}"


def _is_edge(tokens: list[Token], at: int, step: int) -> bool:
    """Say whether what is seen next, from `at` on in the direction of `step`, is the edge of a block."""
    while 0 <= at < len(tokens):
        text = tokens[at].text
        if text.startswith("<"):
            name = text.split()[0].lstrip("</")
            if name == "button":
                return text.startswith("</") == (step > 0)  # words are beside it, and it has edges within
            if name != "input" or 'type="hidden"' not in text:
                return name in _BLOCKS or text.startswith("<!")
        elif not text.startswith(("{%", "{#")) or _SAYING.match(text):
            return False
        at += step
    return True


def _quote(tokens: list[Token], at: int) -> str:
    return textwrap.shorten(" ".join(token.text for token in tokens[max(at - 2, 0) : at + 3]), 160)


def _texts(folder: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}


def main(*, is_check: bool) -> int:
    """Format the templates, or say what would be formatted; return 1 where something is wrong."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as copy:
        folder = Path(copy) / "templates"
        shutil.copytree(TEMPLATES, folder)
        try:
            format_all(folder)
        except RuntimeError as error:
            print(str(error).replace(str(folder), "templates"))
            return 1
        formatted = {path.relative_to(folder): text for path, text in _texts(folder).items()}
    for name, text in formatted.items():
        path = TEMPLATES / name
        before = path.read_text(encoding="utf-8")
        if text == before:
            continue
        if seen := list(seen_differences(before, text)):
            wrong += [f"templates/{name}: formatted, it would be seen otherwise: {each}" for each in seen]
        elif is_check:
            wrong.append(f"templates/{name} is not formatted: make format")
        else:
            path.write_text(text, encoding="utf-8")
    long = [
        f"templates/{name}:{number} has {len(line)} characters"
        for name, text in formatted.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > TOO_LONG
    ]
    wrong += [f"{each}; a line may have {TOO_LONG}" for each in long]
    print("\n".join(wrong) or f"{len(formatted)} templates are formatted.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(is_check="--check" in sys.argv[1:]))
