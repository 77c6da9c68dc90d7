"""A program that typesets a PDF: JSON on standard input, the file on standard output. It imports nothing of ours.

It runs alone, with limits of time and memory. Arguments: the template, the folder of typefaces, and “system” where
typefaces of the machine may be taken too. A failure is a line on standard error: “letters” and what no typeface has, or
“broken” and Typst's message.
"""

import json
import os
import re
import resource
import sys
from typing import Literal

import typst

MOST_SECONDS = 60  # of work
MOST_MEMORY = 3 * 1024**3  # bytes of addresses, of which a fraction is used
# The second is tried where a file cannot be accessible by the first; both refuse letters that no typeface has.
STANDARDS: tuple[Literal["ua-1", "a-2a"], ...] = ("ua-1", "a-2a")
MISSING = re.compile(r'the text `?"(?P<letters>.*?)"`? could not be displayed')


def main(template: str, folder: str, system: str) -> int:
    """Write the PDF; return 0, or 1 where it cannot be made."""
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    data = sys.stdin.buffer.read().decode()
    made = json.loads(data)["timestamp"]
    fonts = typst.Fonts(include_system_fonts=system == "system", include_embedded_fonts=False, font_paths=[folder])
    problem = ""
    for standard in STANDARDS:
        try:
            content = typst.compile(
                template, font_paths=fonts, sys_inputs={"data": data}, pdf_standards=[standard], timestamp=made
            )
        except typst.TypstError as error:
            problem = " ".join(str(error).split())
            if missing := MISSING.search(problem):
                sys.stderr.write(f"letters {missing['letters'][:40]}\n")
                return 1
            continue
        sys.stdout.buffer.write(content)
        return 0
    sys.stderr.write(f"broken {problem}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
