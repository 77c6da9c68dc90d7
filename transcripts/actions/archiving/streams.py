"""An archive's file as a stream: written beside its target and then moved there, encrypted if keys are given.

Encrypted files are in the format of age (age-encryption.org), which any program for it can open: each 64 KiB are
authenticated, and so is which of them is the last.
"""

import contextlib
import gzip
import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pyrage

_AGE = b"age-encryption.org/v1"
_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 16


class ArchiveError(Exception):
    """An archive that cannot be written, read or restored; the message is a sentence that says why."""


class _Hashed:
    """A file that is written, and the digest of all that was."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def write(self, data: Any) -> int:
        self.sha256.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


class Output:
    """A stream to write to, and after its end the file's digest."""

    def __init__(self, stream: IO[bytes], file: _Hashed) -> None:
        self.stream, self._file = stream, file

    @property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return self._file.sha256.hexdigest()


def read_recipients(texts: Sequence[str]) -> list[Any]:
    """Return the public keys that begin with “age1” or “ssh-”. Raises ArchiveError."""
    made = []
    for text in texts:
        kind = pyrage.ssh if text.startswith("ssh-") else pyrage.x25519
        try:
            made.append(kind.Recipient.from_str(text.strip()))
        except pyrage.RecipientError as error:
            raise ArchiveError(f"“{text}” is no public key of age: {error}.") from error
    return made


def read_identities(path: Path | None) -> list[Any]:
    """Return the private keys in a file as age-keygen writes it, or in one of an unprotected SSH key."""
    if path is None:
        return []
    try:
        text = path.read_text(encoding="utf-8")
        if "PRIVATE KEY" in text:
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        lines = [line.strip() for line in text.splitlines()]
        made = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise ArchiveError(f"{path}: no private key of age could be read: {error}.") from error
    if not made:
        raise ArchiveError(f"{path}: there is no private key in it.")
    return made


@contextlib.contextmanager
def open_output(path: Path, recipients: Sequence[Any]) -> Iterator[Output]:
    """Open a new archive to be written. At the end it is at `path`, safe on the disk; on an error nothing is.

    Raises ArchiveError where something is there already, and OSError.
    """
    if path.exists():
        raise ArchiveError(f"{path} exists already; nothing was written.")
    beside = path.with_name(f"{path.name}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            hashed = _Hashed(file)
            with _encrypted(hashed, recipients) as plain, gzip.GzipFile("", "wb", 6, plain, mtime=0) as packed:
                yield Output(packed, hashed)  # type: ignore[arg-type]
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def open_input(path: Path, identities: Sequence[Any]) -> Iterator[IO[bytes]]:
    """Open an archive to be read from its beginning. Raises ArchiveError when it is none, and OSError."""
    with path.open("rb") as file:
        begins = file.read(len(_AGE))
        file.seek(0)
        if begins == _AGE and not identities:
            raise ArchiveError(f"{path} is encrypted: name the file of its private key with --identity.")
        if begins != _AGE and not begins.startswith(_GZIP):
            raise ArchiveError(f"{path} is not an archive of a press room.")
        with _decrypted(file, identities) if begins == _AGE else contextlib.nullcontext(file) as plain:
            yield gzip.GzipFile(fileobj=plain, mode="rb")  # type: ignore[misc]


class _Task:
    """A function run in a thread of its own, whose error is raised where its end is waited for."""

    def __init__(self, run: Callable[[], object]) -> None:
        self.error: BaseException | None = None
        self._run = run
        self._thread = threading.Thread(target=self._try, daemon=True)
        self._thread.start()

    def _try(self) -> None:
        try:
            self._run()
        except BaseException as error:
            self.error = error

    def wait(self) -> None:
        self._thread.join()


@contextlib.contextmanager
def _encrypted(file: Any, recipients: Sequence[Any]) -> Iterator[Any]:
    """Yield what is to be written to; the library pulls what it encrypts, so it reads from a pipe in a thread."""
    if not recipients:
        yield file
        return
    reading, writing = (os.fdopen(each, mode) for each, mode in zip(os.pipe(), ("rb", "wb"), strict=True))

    def encrypt() -> None:
        with reading:
            pyrage.encrypt_io(reading, file, list(recipients))

    task = _Task(encrypt)
    try:
        with writing:
            yield writing
    except BrokenPipeError:
        task.wait()
        if task.error is None:
            raise
    finally:
        task.wait()
    if task.error is not None:
        raise task.error


@contextlib.contextmanager
def _decrypted(file: IO[bytes], identities: Sequence[Any]) -> Iterator[Any]:
    """Yield what is to be read from. Its end is one only if the last part was there: else ArchiveError is raised."""
    reading, writing = (os.fdopen(each, mode) for each, mode in zip(os.pipe(), ("rb", "wb"), strict=True))

    def decrypt() -> None:
        with writing:
            pyrage.decrypt_io(file, writing, list(identities))

    task = _Task(decrypt)
    try:
        yield _Watched(reading, task)
    finally:
        reading.close()
        task.wait()


class _Watched:
    """The reading end of a pipe, whose end is an error if the thread that fills it failed."""

    def __init__(self, file: IO[bytes], task: _Task) -> None:
        self._file, self._task = file, task

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        if not data and size:
            self._task.wait()
            if isinstance(self._task.error, pyrage.DecryptError):
                raise ArchiveError(f"It cannot be decrypted with this key: {self._task.error}.")
            if self._task.error is not None:
                raise ArchiveError("It was truncated or altered: a part of it cannot be decrypted.")
        return data


def _sync_folder(folder: Path) -> None:
    """Have the name of a new file on the disk as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
