"""The settings are read from the environment once, at the start; so each case starts a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = {"SECRET_KEY", "SITE_URL", "DATABASE_URL", "PORT", "DEBUG", "TIME_ZONE", "LOG_LEVEL", "DATA_DIR", "PURGE_URL"}
NAMES |= {"DATABASE_REPLICA_URL", "DATABASE_REPLICA_LAG", "DATABASE_POOLED"}
README = (ROOT / "README.md").read_text(encoding="utf-8")


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command that only reads the settings."""
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    code = "from pressroom import settings as s; print(s.DATABASES['default']['ENGINE'], s.SESSION_COOKIE_SECURE)"
    command = (
        [sys.executable, "manage.py", "version"] if environment.pop("manage", "") else [sys.executable, "-c", code]
    )
    return subprocess.run(  # noqa: S603  (our own interpreter and code)
        command,
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("DEBUG", "perhaps"),
        ("SITE_URL", "press.example.org"),
        ("SITE_URL", "ftp://press.example.org"),
        ("SITE_URL", "https://press.example.org/below"),
        ("DATABASE_URL", "mysql://localhost/press"),
        ("DATABASE_URL", "postgres://localhost"),
        ("DATABASE_URL", "postgres://localhost:port/press"),
        ("DATABASE_POOLED", "somewhat"),
        ("DATABASE_REPLICA_URL", "postgres://replica.example/press"),  # of SQLite
        ("DATABASE_REPLICA_URL", "replica.example"),
        ("DATABASE_REPLICA_LAG", "1"),
        ("DATABASE_REPLICA_LAG", "soon"),
        ("TIME_ZONE", "Middle/Nowhere"),
        ("LOG_LEVEL", "CHATTY"),
        ("PURGE_URL", "cache.example.org/purge"),
        ("PURGE_URL", "file:///etc/hosts"),
        ("TRUSTED_PROXIES", "the proxy"),
        ("EMAIL_URL", "mail.example.org"),
        ("EMAIL_FROM", "press office"),
        ("EMAIL_FROM", "新闻@example.org"),
        ("ALERTS_KEY_FALLBACKS", "short"),
        ("LOG_FORMAT", "xml"),
        ("LOG_HEADS_FILE", "/"),
        ("LOG_HEADS_FILE", "no/such/folder/heads.jsonl"),
    ],
)
def test_a_malformed_value_stops_the_start_with_a_sentence_that_names_it(tmp_path, name, value):
    done = start(tmp_path, manage="yes", **{name: value})
    assert done.returncode == 1
    assert re.fullmatch(rf"The settings are wrong: {name} in the environment is not valid: .*\.\n", done.stderr)


def test_https_asks_for_a_secret_key(tmp_path):
    done = start(tmp_path, manage="yes", SITE_URL="https://press.example.org")
    assert done.returncode == 1
    assert "SECRET_KEY must be set" in done.stderr


def test_https_makes_cookies_secure(tmp_path):
    done = start(tmp_path, SITE_URL="https://press.example.org", SECRET_KEY="x" * 50)
    assert done.stdout.split() == ["pressroom.sqlite", "True"]


def test_the_local_key_is_made_once_and_for_its_owner_only(tmp_path):
    start(tmp_path)
    key = tmp_path / "secret-key"
    first = key.read_text()
    start(tmp_path)
    assert key.read_text() == first
    assert len(first) > 40
    assert key.stat().st_mode & 0o077 == 0


def test_an_empty_key_file_is_made_anew_and_half_a_key_is_refused(tmp_path):
    key = tmp_path / "secret-key"
    key.touch()
    assert start(tmp_path).returncode == 0
    assert len(key.read_text()) > 40
    assert key.stat().st_mode & 0o077 == 0
    key.write_text("half a")
    done = start(tmp_path, manage="yes")
    assert done.returncode == 1
    assert "holds no secret key" in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("secret-key.")] == []


def test_a_database_url_switches_to_postgresql(tmp_path):
    done = start(tmp_path, DATABASE_URL="postgres://press:secret@db.example:5433/press")
    assert done.stdout.split()[0] == "django.db.backends.postgresql"


def test_every_setting_stands_in_the_readme():
    files = (ROOT / "pressroom" / name for name in ("settings.py", "environment.py"))
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    read = set(re.findall(r'read(?:_\w+)?\((?:"\w+", )?"([A-Z_]+)"', source))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert read
    assert read == listed


def test_every_command_stands_in_the_readme():
    commands = {path.stem for path in (ROOT / "transcripts/management/commands").glob("[a-z]*.py")}
    listed = set(re.findall(r"^\| `manage\.py (\w+)", README, re.MULTILINE))
    assert commands == listed


def test_every_make_target_says_what_it_does():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    for target in phony[1].split():
        assert re.search(rf"^{target}:.*## \S", makefile, re.MULTILINE), target


def test_a_command_loads_nothing_that_it_does_not_use(tmp_path):
    """Word files, spreadsheets and the admin's pages take longer to load than most commands to run."""
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'pressroom.settings'; django.setup();"
        "print(sorted({'openpyxl', 'docx', 'transcripts.admin', 'transcripts.intake'} & sys.modules.keys()))"
    )
    done = subprocess.run(  # noqa: S603  (our own interpreter and code)
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "[]\n"
