"""Conversion of Word's old .doc to .docx by LibreOffice, where the setting WORD_CONVERTER names its program.

It is run one at a time, with a profile of its own that is thrown away: no macros, no links, no network, 60 seconds, one
gigabyte.
"""

import fcntl
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError

MOST_SECONDS = 60
MOST_MEMORY = 1024**3  # bytes
LONGEST_WAIT = 90  # seconds for another conversion to end
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCK = Path(tempfile.gettempdir()) / f"press-room-conversion-{os.getuid()}.lock"
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def convert_old_word(data: bytes, name: str) -> bytes:
    """Return a .docx of a .doc. Raises IntakeError, with the way out, where no converter is named or it fails."""
    advice = message("%(name)s is in the old Word format: open it in Word and save it as .docx.", name=name)
    program: str = settings.WORD_CONVERTER
    if not program or not data.startswith(OLE):
        raise IntakeError(advice)
    with _one_at_a_time(advice), tempfile.TemporaryDirectory(prefix="press-room-") as folder:
        given, profile = Path(folder, "given.doc"), Path(folder, "profile", "user")
        given.write_bytes(data)
        profile.mkdir(parents=True)
        items = "\n".join(_ITEM.format(path=path, name=setting, value=value) for path, setting, value in _SETTINGS)
        (profile / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), encoding="utf-8")
        command = [
            program,
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nofirststartwizard",
        ]
        command += [
            f"-env:UserInstallation={profile.parent.as_uri()}",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(given),
        ]
        dead = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
        try:
            environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8"}
            _run(command, folder, {**environment, **dead})
            return Path(folder, "given.docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise IntakeError(advice) from error


def _run(command: list[str], folder: str, environment: dict[str, str]) -> None:
    """Run the program within its limits; end whatever it started as well. Raises SubprocessError, OSError.

    `soffice` is a script that leaves the work to another program, which would go on beyond the time.
    """
    with subprocess.Popen(  # noqa: S603  (the program that the site's settings name)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        preexec_fn=_limit,  # noqa: PLW1509  (it sets limits and a group, and asks no lock)
    ) as process:
        try:
            process.wait(MOST_SECONDS)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command[0])


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    os.setpgrp()


@contextmanager
def _one_at_a_time(advice: str) -> Iterator[None]:
    """Wait until no other process of this machine converts a file."""
    with _LOCK.open("w") as lock:
        until = time.monotonic() + LONGEST_WAIT
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() > until:
                    raise IntakeError(advice) from error
                time.sleep(0.2)
        yield
