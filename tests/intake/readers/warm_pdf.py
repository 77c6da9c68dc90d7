"""The program that extracts PDF files, kept warm: it is forked for each file, where the reader starts it again.

It is the reader's own program with its own limits; what is spared is the time in which Python starts.
"""

import struct
import subprocess
import sys
from types import TracebackType
from typing import Self

from transcripts.intake.readers.pdf import reader

_KEEPER = """
import importlib.util, io, os, struct, sys
spec = importlib.util.spec_from_file_location("extract", sys.argv[1])
extract = importlib.util.module_from_spec(spec)
spec.loader.exec_module(extract)
asked, told = sys.stdin.buffer, sys.stdout.buffer
while head := asked.read(8):
    data = asked.read(struct.unpack("!q", head)[0])
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        os.dup2(into, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stdin, sys.stdout = io.TextIOWrapper(io.BytesIO(data)), open(1, "w", encoding="utf-8", closefd=False)
        sys.argv[1:] = sys.argv[2:]
        code = 1
        try:
            extract.main()
            code = 0
        finally:
            sys.stdout.flush()
            os._exit(code)
    os.close(into)
    with open(out, "rb") as made:
        text = made.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told.write(struct.pack("!qq", code, len(text)) + text)
    told.flush()
"""


class WarmPdf:
    """A process that has loaded the program; `run` stands for that of `subprocess` in the reader."""

    TimeoutExpired = subprocess.TimeoutExpired

    def __enter__(self) -> Self:
        command = [sys.executable, "-I", "-c", _KEEPER, str(reader._PROGRAM), str(reader.MOST_PAGES)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def run(self, _command: list[str], *, input: bytes, **_more: object) -> subprocess.CompletedProcess[bytes]:  # noqa: A002
        """Run the program on a file."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked
        assert told
        asked.write(struct.pack("!q", len(input)) + input)
        asked.flush()
        code, size = struct.unpack("!qq", told.read(16))
        return subprocess.CompletedProcess(_command, code, told.read(size), b"")
