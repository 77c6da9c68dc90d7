"""Time the reading of 100,000 words as a file of each kind: processor time and memory, each in a process of its own.

`PYTHONPATH=. python tools/bench_intake.py [KIND …]`; docs/intake.md has the figures.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import django

WORDS, TURNS = 100_000, 1_000
COMMON = (
    "the of to and in a is that for it was on are as with we will be this have not by they boat ferry pier river quay "
    "fare town winter summer bridge council minister plan cost year people night harbour captain school street water"
).split()


def _turns(chance: random.Random, *, chinese: bool = False) -> list[tuple[str, str]]:
    made = []
    for number in range(TURNS):
        label = ("Ines Calder", "Evening Courier", "Tomas Reyl", "Jo Marsh")[number % 4]
        if chinese:
            label = ("阮岚", "港报记者李四", "林海主任", "晚报记者")[number % 4]
            text = "".join(chr(chance.randint(0x4E00, 0x5FFF)) for _ in range(2 * WORDS // TURNS))
            text = "，".join(text[at : at + 12] for at in range(0, len(text), 12))
        else:
            words = [chance.choice(COMMON) for _ in range(WORDS // TURNS)]
            text = ". ".join(" ".join(words[at : at + 14]).capitalize() for at in range(0, len(words), 14))
        made.append((label, text + ("？" if chinese else "?" if number % 2 else ".")))
    return made


def _made(kind: str) -> tuple[bytes, str]:
    """Return a file of the kind, and its name."""
    from tests.intake import small_files as small  # noqa: PLC0415  (needs Django)
    from tests.intake.readers.pdf_files import lines as pdf_lines, make_pdf  # noqa: I001, PLC0415
    from transcripts.intake import parse_text, render_sheet  # noqa: PLC0415

    chance = random.Random(1)  # noqa: S311  (no secrets)
    turns = _turns(chance, chinese=kind == "Chinese")
    head = ["Press briefing on the night ferries", "12 March 2024", ""]
    plain = [*head, *(line for label, said in turns for line in (f"{label}: {said}", ""))]
    bold = [*head, *(line for label, said in turns for line in (f"**{label}:** {said}", ""))]
    if kind == "pdf":
        import textwrap  # noqa: PLC0415

        rows = [row for line in bold for row in (textwrap.wrap(line, 80) or [""])]
        return make_pdf([pdf_lines(rows[at : at + 50]) for at in range(0, len(rows), 50)]), "a.pdf"
    if kind == "sheet":
        return render_sheet(parse_text("\n".join(plain)).document).encode(), "a.txt"
    if kind == "xml":
        said = "".join(f"<speech><from>{label}</from><p>{text}</p></speech>" for label, text in turns)
        whole = small.as_debate(chance, head).data.decode()
        before, _, after = whole.partition('<debateSection name="exchange">')
        return f'{before}<debateSection name="exchange">{said}</debateSection>{after.partition("</debateSection>")[2]}'.encode(), "a.xml"
    if kind in ("vtt", "srt"):
        mark = "." if kind == "vtt" else ","
        voice = "<v {}>{}" if kind == "vtt" else "{}: {}"
        cues = (
            f"{at}\n{small.clock(at * 9, mark)} --> {small.clock(at * 9 + 8, mark)}\n{voice.format(label, said)}\n"
            for at, (label, said) in enumerate(turns, start=1)
        )
        return ("WEBVTT\n\n" * (kind == "vtt") + "\n".join(cues)).encode(), f"a.{kind}"
    if kind == "json":
        at, segments = 0.0, []
        for number, (_, said) in enumerate(turns):
            words = [{"word": word, "start": at + place * 0.4, "end": at + place * 0.4 + 0.3, "score": 0.9} for place, word in enumerate(said.split())]
            segments.append({"start": at, "end": at + 40, "text": f" {said}", "speaker": f"SPEAKER_0{number % 4}", "words": words})
            at += 41
        return json.dumps({"segments": segments, "language": "en"}).encode(), "a.json"
    builders: dict[str, Callable[[random.Random, list[str]], small.Built]] = {
        "txt": small.as_text, "Chinese": small.as_text, "md": small.as_markdown, "html": small.as_page, "docx": small.as_word,
        "odt": small.as_open_document, "rtf": small.as_rich_text, "eml": small.as_mail,
    }  # fmt: skip
    built = builders[kind](random.Random(3), plain if kind in ("txt", "Chinese") else bold)  # noqa: S311
    return built.data, built.name


KINDS = ("txt", "Chinese", "md", "html", "docx", "odt", "rtf", "eml", "vtt", "srt", "json", "xml", "sheet", "pdf")


def measure(kind: str) -> None:
    """Read a file of one kind twice, and print what the better time took."""
    django.setup()
    from transcripts.intake import open_source, parse  # noqa: PLC0415

    data, name = _made(kind)
    best = (1e9, 1e9)
    turns = 0
    for _ in range(2):
        begun = [sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        source = open_source(data, name)
        read = time.process_time()
        parsed = parse(source, name=name)
        parse_time = time.process_time() - read
        ended = [sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        best = min(best, (sum(ended) - sum(begun), parse_time))
        turns = sum(1 for _ in parsed.document.turns)
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    print(f"{kind:8} {len(data) / 1e6:5.1f} MB, {turns} turns: {best[0]:.2f} s, of it {best[1]:.2f} parsing; {most} MB")


def main() -> None:
    """Measure each kind in a process of its own."""
    for kind in sys.argv[1:] or KINDS:
        subprocess.run([sys.executable, "-c", f"from tools.bench_intake import measure; measure({kind!r})"], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
