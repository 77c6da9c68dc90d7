"""Readers of environment variables: one function for each setting that is not plain text, a number or a boolean.

A value that cannot be read raises ImproperlyConfigured with a sentence that names the variable.
"""

import os
import re
import secrets
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

env = Env()


def read(kind: str, name: str, default: Any) -> Any:
    """Return the environment's value of `name` as `kind` (an environs parser), or `default`.

    Raises ImproperlyConfigured, naming the variable, when the value is not of that kind.
    """
    try:
        return getattr(env, kind)(name, default)
    except (EnvError, ValueError) as error:
        reason = str(error).rpartition("invalid: ")[2].rstrip(".")
        raise ImproperlyConfigured(f"{name} in the environment is not valid: {reason}.") from error


def read_time_zone() -> str:
    """Return TIME_ZONE, the office's own, a name of the IANA database such as Asia/Shanghai."""
    zone: str = read("str", "TIME_ZONE", "UTC")
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ImproperlyConfigured(
            f"TIME_ZONE in the environment is not valid: “{zone}” is not a time zone such as Europe/London."
        ) from None
    return zone


def read_data_dir(default: Path) -> Path:
    """Return DATA_DIR, a folder that can be written to; it is made when it is not there."""
    path = Path(read("str", "DATA_DIR", str(default)) or "\0")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"DATA_DIR in the environment is not valid: {error}.") from error
    return path


def read_port() -> int:
    """Return PORT, the port that `make run` and `make dev` listen on: 1 to 65535."""
    port: int = read("int", "PORT", 8000)
    if not 0 < port < 65536:
        raise ImproperlyConfigured(f"PORT in the environment is not valid: {port} is not between 1 and 65535.")
    return port


def read_site_url(port: int) -> str:
    """Return SITE_URL without a closing slash: scheme and host, and nothing after them."""
    url: str = read("str", "SITE_URL", f"http://127.0.0.1:{port}").rstrip("/")
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and not (parts.path or parts.query or parts.username)
        good = good and re.fullmatch(r"[a-z0-9.-]+|[0-9a-f:]+", parts.hostname or "") is not None
        parts.port  # noqa: B018  (raises ValueError on a port that is no number)
    except ValueError:
        good = False
    if not good:
        raise ImproperlyConfigured(
            f"SITE_URL in the environment is not valid: “{url}” is not like https://press.example.org."
        )
    return url


def read_old_hosts() -> list[str]:
    """Return OLD_HOSTS, the hosts of the office's former site, whose pages are known as imports' source addresses."""
    hosts: list[str] = [host.strip().lower() for host in read("list", "OLD_HOSTS", []) if host.strip()]
    if wrong := next((host for host in hosts if not re.fullmatch(r"[a-z0-9.-]+", host)), None):
        raise ImproperlyConfigured(
            f"OLD_HOSTS in the environment is not valid: “{wrong}” is not a host such as press.example.org."
        )
    return hosts


def read_purge_url() -> str:
    """Return PURGE_URL, where caches in front of the site are asked to forget what they hold; empty for none."""
    url: str = read("str", "PURGE_URL", "")
    try:
        parts = urlsplit(url)
        good = not url or (parts.scheme in {"http", "https"} and bool(parts.hostname))
        parts.port  # noqa: B018  (raises ValueError on a port that is no number)
    except ValueError:
        good = False
    if not good:
        raise ImproperlyConfigured(
            f"PURGE_URL in the environment is not valid: “{url}” is not like https://cache.example.org/purge."
        )
    return url


def read_cache_url() -> str:
    """Return CACHE_URL: a Redis in which processes share finished pages, `dummy://` to keep none; empty for neither."""
    url: str = read("str", "CACHE_URL", "")
    try:
        parts = urlsplit(url)
        good = not url or url == "dummy://" or (parts.scheme in {"redis", "rediss"} and bool(parts.hostname))
        good = good or (parts.scheme == "unix" and bool(parts.path))
        parts.port  # noqa: B018  (raises ValueError on a port that is no number)
    except ValueError:
        good = False
    if not good:
        raise ImproperlyConfigured(
            f"CACHE_URL in the environment is not valid: “{url}” is not like redis://127.0.0.1:6379/0 or dummy://."
        )
    return url


def read_word_converter() -> str:
    """Return WORD_CONVERTER, the program of LibreOffice that reads Word's old .doc; empty for none."""
    name: str = read("str", "WORD_CONVERTER", "")
    if name and not os.access(name, os.X_OK):
        raise ImproperlyConfigured(f"WORD_CONVERTER in the environment is not valid: “{name}” is no program.")
    return name


def read_pdf_fonts() -> tuple[str, ...]:
    """Return PDF_FONTS, names of typefaces installed on the machine that PDF files may be set in, parted by commas."""
    return tuple(filter(None, (name.strip() for name in read("str", "PDF_FONTS", "").split(","))))


def read_networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the addresses and networks in the setting `name`, separated by commas."""
    texts = [text.strip() for text in read("str", name, "").split(",") if text.strip()]
    try:
        return tuple(ip_network(text) for text in texts)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} in the environment is not valid: {error}.") from error


def read_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """Return the setting `name`, one of the choices."""
    value: str = read("str", name, default) or default
    if value not in choices:
        raise ImproperlyConfigured(
            f"{name} in the environment is not valid: “{value}” is none of {', '.join(choices)}."
        )
    return value


def read_mail(url: str) -> dict[str, Any]:
    """Return Django's settings of mail from EMAIL_URL: `smtp://user:password@host:587`, `smtps://…`; empty for none."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL in the environment is not valid: it is not like smtp://user:password@mail.example.org:587."
        )
    is_local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not is_local,  # a password never goes out in the clear
        "EMAIL_TIMEOUT": 10,
    }


def read_heads_file() -> Path | None:
    """Return LOG_HEADS_FILE, the file to which `tidy` appends the head of the log of versions; None for none."""
    name: str = read("str", "LOG_HEADS_FILE", "")
    if not name:
        return None
    path = Path(name)
    if "\0" in name or path.is_dir() or not path.parent.is_dir():
        raise ImproperlyConfigured(f"LOG_HEADS_FILE in the environment is not valid: “{name}” can be no file.")
    return path


def read_database(name: str, url: str, *, is_pooled: bool) -> dict[str, Any]:
    """Return Django's database settings from the `url` in the setting `name`: `sqlite:///path` or `postgres://…`.

    A pooled one is reached through a pooler that lends a connection for a transaction, such as pgbouncer.
    """
    scheme = url.partition("://")[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"{name} in the environment is not valid: it begins neither with sqlite:/// nor with postgres://."
        )
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
    except (dj_database_url.ParseError, ValueError) as error:
        raise ImproperlyConfigured(f"{name} in the environment is not valid: {error}.") from error
    if config.get("NAME") in {None, "", ":memory:"}:
        raise ImproperlyConfigured(f"{name} in the environment is not valid: it names no database.")
    if scheme == "sqlite":
        config["ENGINE"] = "pressroom.sqlite"  # Django's, which also reads where the disk is full
        # IMMEDIATE: a transaction that will write takes its lock at once and waits, instead of failing half-way.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    # A connection is kept by the thread that opened it: to open one takes longer than to ask for most pages.
    config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": scheme != "sqlite"}
    if scheme != "sqlite":
        options = config.setdefault("OPTIONS", {})
        if is_pooled:
            # Nothing may outlive a transaction: what is set for a session, prepared or left open is another one's next.
            options["prepare_threshold"] = None
            config["DISABLE_SERVER_SIDE_CURSORS"] = True
        else:
            # To compile a statement takes longer than any here runs; and all are written to go by indexes, which are in
            # memory or on disks that read any page as quickly as the next. `?options=` in the address says otherwise.
            # What is planned once (models/database/prepared.py) is so without looking at the first values it is given.
            settings = ("jit=off", "random_page_cost=1.1", "plan_cache_mode=force_generic_plan")
            options.setdefault("options", " ".join(f"-c {each}" for each in settings))
            options["prepare_threshold"] = 5  # which says that a connection is this process's alone
    return config


def read_databases(data_dir: Path) -> dict[str, dict[str, Any]]:
    """Return the databases: the primary, which everything is written to, and a replica for readers where one is named.

    From DATABASE_URL, DATABASE_REPLICA_URL and DATABASE_POOLED, which holds for both.
    """
    is_pooled: bool = read("bool", "DATABASE_POOLED", False)
    url: str = read("str", "DATABASE_URL", f"sqlite:///{data_dir / 'pressroom.sqlite3'}")
    databases = {"default": read_database("DATABASE_URL", url, is_pooled=is_pooled)}
    if replica_url := read("str", "DATABASE_REPLICA_URL", ""):
        replica = read_database("DATABASE_REPLICA_URL", replica_url, is_pooled=is_pooled)
        if any("postgresql" not in config["ENGINE"] for config in (replica, databases["default"])):
            raise ImproperlyConfigured(
                "DATABASE_REPLICA_URL in the environment is not valid: only PostgreSQL has replicas, of PostgreSQL."
            )
        # A server that is away is to be known soon, since the primary can answer instead.
        replica["OPTIONS"] = {"connect_timeout": 2, "tcp_user_timeout": 3000} | replica["OPTIONS"]
        databases["replica"] = replica | {"TEST": {"MIRROR": "default"}}
    return databases


def bound_statements(databases: dict[str, dict[str, Any]], seconds: float) -> None:
    """Let PostgreSQL end each statement after so many seconds, 0 for never; not through a pooler, which keeps nothing.

    It holds for connections that are opened afterwards.
    """
    for config in databases.values():
        options = config.get("OPTIONS", {})
        if seconds and "postgresql" in config["ENGINE"] and not config.get("DISABLE_SERVER_SIDE_CURSORS"):
            options["options"] = f"{options.get('options', '')} -c statement_timeout={seconds * 1000:.0f}".strip()


def read_replica_lag() -> float:
    """Return DATABASE_REPLICA_LAG, the seconds that a replica may be behind and still be read: 2 to 60."""
    seconds: float = read("float", "DATABASE_REPLICA_LAG", 5.0)
    if not 2 <= seconds <= 60:
        raise ImproperlyConfigured(
            f"DATABASE_REPLICA_LAG in the environment is not valid: {seconds:g} is not between 2 and 60."
        )
    return seconds


def read_secret_key(data_dir: Path, site_url: str) -> str:
    """Return SECRET_KEY, or the key in `data_dir`, made there on first use and good for a local site only."""
    key: str = read("str", "SECRET_KEY", "")
    if key:
        if site_url.startswith("https://") and len(key) < 32:
            raise ImproperlyConfigured("SECRET_KEY in the environment is not valid: it is shorter than 32 characters.")
        return key
    if site_url.startswith("https://"):
        raise ImproperlyConfigured("SECRET_KEY must be set in the environment when SITE_URL is https.")
    path = data_dir / "secret-key"
    if not path.exists() or not path.stat().st_size:
        data_dir.mkdir(parents=True, exist_ok=True)
        try:
            _make_key(path)
        except OSError as error:
            raise ImproperlyConfigured(f"{path} cannot be written, so there is no secret key: {error}.") from error
    key = path.read_text().strip()
    if len(key) < 32:
        raise ImproperlyConfigured(f"{path} holds no secret key: delete the file, and another is made.")
    return key


def read_alerts_key(data_dir: Path) -> str:
    """Return ALERTS_KEY, which keeps the addresses of subscribers unreadable, or the key made in `data_dir` for that.

    Empty where that file can neither be read nor made: then nobody can subscribe.
    """
    key: str = read("str", "ALERTS_KEY", "")
    if key and len(key) < 32:
        raise ImproperlyConfigured("ALERTS_KEY in the environment is not valid: it is shorter than 32 characters.")
    path = data_dir / "alerts-key"
    try:
        if not key and (not path.exists() or not path.stat().st_size):
            _make_key(path)
        return key or path.read_text().strip()
    except OSError:
        return ""


def read_former_alerts_keys() -> list[str]:
    """Return ALERTS_KEY_FALLBACKS, the keys that were ALERTS_KEY before."""
    keys = read_words("ALERTS_KEY_FALLBACKS")
    if any(len(key) < 32 for key in keys):
        raise ImproperlyConfigured(
            "ALERTS_KEY_FALLBACKS in the environment is not valid: a key in it is shorter than 32 characters."
        )
    return keys


def read_sender() -> str:
    """Return EMAIL_FROM, the address that mail is from, with or without a name before it; empty for none."""
    sender: str = read("str", "EMAIL_FROM", "")
    address = parseaddr(sender)[1]
    if sender and not re.fullmatch(r"[!-?A-~]+@[^\s@]+", address):
        raise ImproperlyConfigured(
            f"EMAIL_FROM in the environment is not valid: “{sender}” is not like Press office <press@example.org>."
        )
    return sender


def read_bounce_address() -> str:
    """Return ALERTS_BOUNCES, the address to which mail that cannot be delivered returns; empty for none."""
    address: str = read("str", "ALERTS_BOUNCES", "")
    if address and not re.fullmatch(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9.-]+", address):
        raise ImproperlyConfigured(
            f"ALERTS_BOUNCES in the environment is not valid: “{address}” is not like bounces@press.example.org."
        )
    return address


def _make_key(path: Path) -> None:
    """Write a new key, whole or not at all: it is written beside its place first."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with beside.open("x") as file:
        beside.chmod(0o600)
        file.write(secrets.token_urlsafe(50))
        file.flush()
        os.fsync(file.fileno())
    try:
        if path.exists() and not path.stat().st_size:
            path.unlink()  # a full disk or a power cut left nothing in it
        os.link(beside, path)
    except FileExistsError:
        pass  # another process made it between the check and the write
    finally:
        beside.unlink()


def read_path(name: str, default: str) -> str:
    """Return the setting `name`, the first part of addresses, with one slash at its end and none before it."""
    path: str = read("str", name, default).strip("/")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,60}(/[a-z0-9-]{1,60})*", path):
        raise ImproperlyConfigured(
            f"{name} in the environment is not valid: “{path}” is not a path of small letters, digits and hyphens."
        )
    return f"{path}/"


def read_accel() -> str:
    """Return X_ACCEL_REDIRECT, the internal address of the uploads at the server in front; empty for none."""
    path: str = read("str", "X_ACCEL_REDIRECT", "")
    if path and not re.fullmatch(r"/[-\w/]*/", path, re.ASCII):
        raise ImproperlyConfigured(
            f"X_ACCEL_REDIRECT in the environment is not valid: “{path}” does not begin and end with a slash."
        )
    return path


def read_number(name: str, default: float, least: float, most: float) -> float:
    """Return the setting `name`, a number from `least` to `most`."""
    number: float = read("float", name, default)
    if not least <= number <= most:
        raise ImproperlyConfigured(
            f"{name} in the environment is not valid: {number:g} is not between {least:g} and {most:g}."
        )
    return number


def read_words(name: str) -> list[str]:
    """Return the texts in the setting `name`, separated by commas."""
    return [text.strip() for text in read("str", name, "").split(",") if text.strip()]
