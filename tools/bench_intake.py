"""Time the reading of 100,000 words as a file of each kind: processor time and memory, each in a process of its own.

`DJANGO_SETTINGS_MODULE=pressroom.settings PYTHONPATH=. python tools/bench_intake.py [KIND …]`; docs/intake.md has the
figures. The words are random, in 1,000 turns; each file is read twice, and the better time counts.
"""

import json
import random
import resource
import subprocess
import sys
import textwrap
import time

import django

django.setup()

from tests.intake import small_files as small  # noqa: E402  (needs Django)
from tests.intake.readers.pdf_files import lines as pdf_lines  # noqa: E402
from tests.intake.readers.pdf_files import make_pdf  # noqa: E402
from transcripts.intake import open_source, parse_text, render_sheet  # noqa: E402
from transcripts.intake.parsing import parse  # noqa: E402

WORDS, TURNS = 100_000, 1_000
HEAD = ["Press briefing on the night ferries", "12 March 2024", ""]
LABELS = ("Ines Calder", "Evening Courier", "Tomas Reyl", "Jo Marsh")
CHINESE_LABELS = ("阮岚", "港报记者李四", "林海主任", "晚报记者")
COMMON = """the of to and in a is that for it was on are as with we will be this have not by they boat ferry pier river
quay fare town winter summer bridge council minister plan cost year people night harbour captain school street water"""
BUILDERS = {
    "txt": small.as_text, "Chinese": small.as_text, "md": small.as_markdown, "html": small.as_page,
    "docx": small.as_word, "odt": small.as_open_document, "rtf": small.as_rich_text, "eml": small.as_mail,
}  # fmt: skip
KINDS = (*BUILDERS, "vtt", "srt", "json", "xml", "sheet", "pdf")


def make_turns(kind: str) -> list[tuple[str, str]]:
    """Return labels and words."""
    chance, made = random.Random(1), []  # noqa: S311  (no secrets)
    common, each = COMMON.split(), WORDS // TURNS
    for number in range(TURNS):
        if kind == "Chinese":
            text = "".join(chr(chance.randint(0x4E00, 0x5FFF)) for _ in range(2 * each))
            words = "，".join(textwrap.wrap(text, 12)) + "？。"[number % 2]
        else:
            text = " ".join(chance.choice(common) for _ in range(each))
            words = ". ".join(textwrap.wrap(text, 70)) + "?."[number % 2]
        made.append(((CHINESE_LABELS if kind == "Chinese" else LABELS)[number % 4], words))
    return made


def make_file(kind: str) -> tuple[bytes, str]:
    """Return a file of the kind, and its name."""
    turns = make_turns(kind)
    bold = [*HEAD, *(line for label, said in turns for line in (f"**{label}:** {said}", ""))]
    plain = [line.replace("**", "") for line in bold]
    chance = random.Random(3)  # noqa: S311  (no secrets)
    if kind in BUILDERS:
        built = BUILDERS[kind](chance, plain if kind in ("txt", "Chinese") else bold)
        return built.data, built.name
    if kind == "sheet":
        return render_sheet(parse_text("\n".join(plain)).document).encode(), "a.txt"
    if kind == "pdf":
        rows = [row for line in bold for row in (textwrap.wrap(line, 80) or [""])]
        return make_pdf([pdf_lines(rows[at : at + 50]) for at in range(0, len(rows), 50)]), "a.pdf"
    if kind == "json":
        return json.dumps({"segments": list(map(_heard, range(TURNS), turns)), "language": "en"}).encode(), "a.json"
    if kind == "xml":
        before, opening, _ = small.as_debate(chance, HEAD).data.decode().partition('<debateSection name="exchange">')
        said = "".join(f"<speech><from>{label}</from><p>{words}</p></speech>" for label, words in turns)
        ends = "</debateSection></debateBody></debate></akomaNtoso>"
        return "".join([before, opening, said, ends]).encode(), "a.xml"
    voice, mark = ("<v {}>{}", ".") if kind == "vtt" else ("{}: {}", ",")
    cues = (
        f"{at}\n{small.clock(at * 9, mark)} --> {small.clock(at * 9 + 8, mark)}\n{voice.format(*turn)}\n"
        for at, turn in enumerate(turns, start=1)
    )
    return ("WEBVTT\n\n" * (kind == "vtt") + "\n".join(cues)).encode(), f"a.{kind}"


def _heard(number: int, turn: tuple[str, str]) -> dict[str, object]:
    begins = number * 41.0
    words = [
        {"word": word, "start": begins + at * 0.4, "end": begins + at * 0.4 + 0.3, "score": 0.9}
        for at, word in enumerate(turn[1].split())
    ]
    voice = f"SPEAKER_0{number % 4}"
    return {"start": begins, "end": begins + 40, "text": f" {turn[1]}", "speaker": voice, "words": words}


def measure(kind: str) -> None:
    """Print what the reading of one kind takes."""
    data, name = make_file(kind)
    best, turns = (1e9, 1e9), 0
    for _ in range(2):
        begun = _spent()
        source = open_source(data, name)
        opened = time.process_time()
        parsed = parse(source, name=name)
        best = min(best, (_spent() - begun, time.process_time() - opened))
        turns = sum(1 for _ in parsed.document.turns)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{kind:8} {len(data) / 1e6:4.1f} MB, {turns} turns: {best[0]:.2f} s, of it {best[1]:.2f} parsing; {most} MB\n"
    )


def _spent() -> float:
    """Return the processor time of this process and of its children so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Measure each kind in a process of its own."""
    kinds = sys.argv[1:] or list(KINDS)
    if len(kinds) == 1:
        measure(kinds[0])
        return
    for kind in kinds:
        subprocess.run([sys.executable, __file__, kind], check=True)


if __name__ == "__main__":
    main()
