"""The members of an archive: a tar file whose last member, SHA256SUMS, has a line for each of the others.

So a reader without this program can check it with tar and sha256sum as well. Written and read from beginning to end,
a member at a time.
"""

import contextlib
import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Protocol

from transcripts.actions.archiving.streams import ArchiveError

SUMS = "SHA256SUMS"
_BLOCK = 1 << 18


class Readable(Protocol):
    """What can be read from its beginning to its end."""

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, or what is left."""


class MemberWriter:
    """Adds members, and notes the digest of each."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._sums: list[str] = []

    def add(self, name: str, data: bytes) -> None:
        """Add a member that is in memory."""
        self.add_file(name, io.BytesIO(data), len(data))

    def add_file(self, name: str, file: IO[bytes], size: int) -> None:
        """Add a member of `size` bytes, read in blocks. Raises OSError when the file has fewer."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        reader = _Hashing(file)
        self._tar.addfile(info, reader)
        self._sums.append(f"{reader.sha256.hexdigest()}  {name}\n")

    def close(self) -> None:
        """Add the digests, and end the archive."""
        data = "".join(self._sums).encode()
        info = tarfile.TarInfo(SUMS)
        info.size, info.mode = len(data), 0o600
        self._tar.addfile(info, io.BytesIO(data))
        self._tar.close()


@dataclass(frozen=True, slots=True)
class Member:
    """A member that is being read: its name, its size, and its content, of which some or all may be read."""

    name: str
    size: int
    file: "_Hashing"

    def read(self) -> bytes:
        """Return all of it."""
        return self.file.read()

    def finish(self) -> str:
        """Read what is left of it, and return the digest of all."""
        while self.file.read(_BLOCK):
            pass
        return self.file.sha256.hexdigest()


def read_members(stream: IO[bytes]) -> Iterator[Member]:
    """Yield each member but the digests, which are compared at the end.

    Raises ArchiveError where anything was altered, is missing, or is there besides.
    """
    digests: dict[str, str] = {}
    with _told():
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for info in tar:
                file = tar.extractfile(info)
                if file is None or SUMS in digests:
                    raise ArchiveError("It was altered: it holds what no archive of a press room has.")
                if info.name in digests:
                    raise ArchiveError(f"It was altered: {info.name} is in it twice.")
                reader = _Hashing(file)
                if info.name == SUMS:
                    sums = reader.read()
                else:
                    member = Member(info.name, info.size, reader)
                    yield member
                    member.finish()
                if reader.size != info.size:
                    raise ArchiveError("It was truncated: its end is missing.")
                digests[info.name] = reader.sha256.hexdigest()
        while rest := stream.read(_BLOCK):
            if rest.strip(b"\0"):
                raise ArchiveError("It was altered: something follows its end.")
    if SUMS not in digests:
        raise ArchiveError("It was truncated: its end is missing.")
    del digests[SUMS]
    _compare(digests, sums.decode(errors="replace"))


def _compare(digests: dict[str, str], sums: str) -> None:
    said = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
    for name in sorted(said.keys() | digests.keys()):
        if said.get(name) != digests.get(name):
            raise ArchiveError(f"It was altered: {name} does not have its digest.")


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Raise what unpacking raises as ArchiveError."""
    try:
        yield
    except (EOFError, tarfile.TarError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise ArchiveError(f"It was truncated or altered: {error}.") from error


class _Hashing:
    """A file that is read, and the digest of all that was."""

    def __init__(self, file: Any) -> None:
        self._file, self.sha256, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        with _told():
            data: bytes = self._file.read(size)
        self.sha256.update(data)
        self.size += len(data)
        return data
