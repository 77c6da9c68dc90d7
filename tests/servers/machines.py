"""Real servers, each with a folder and a port of its own: PostgreSQL and a replica, pgbouncer, Redis, gunicorn, nginx.

Whoever is root runs PostgreSQL and pgbouncer as the user postgres, since they refuse root.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.browser.production import BASE, free_port

PATIENCE = 60  # seconds that a server may take
# Static files as they are, so that none need be collected.
SETTINGS = """from pressroom.settings import *
STATIC_ROOT = DATA_DIR / "static"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
"""
_FOLDERS = [*map(str, Path("/usr/lib/postgresql").glob("*/bin")), "/usr/sbin", os.environ["PATH"]]
os.environ["PATH"] = os.pathsep.join(_FOLDERS)
_AS_POSTGRES = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []


def missing(*programs: str) -> list[str]:
    """The programs that are not installed."""
    return [name for name in programs if not shutil.which(name)]


def run(*command: str | Path, as_postgres: bool = False) -> None:
    """Run a command to its end; raise with what it said if it fails."""
    whole = [*(_AS_POSTGRES if as_postgres else []), *map(str, command)]
    done = subprocess.run(whole, capture_output=True, text=True, timeout=120, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{whole}: {done.stdout}{done.stderr}")


def wait_until(is_so: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    """Return as soon as it is so."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(f"It was not so after {seconds} seconds.")
        time.sleep(0.05)


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when `address` answers; raise with what the server said when it does not."""

    def answers() -> bool:
        if server.poll() is not None:
            raise RuntimeError(f"The server did not start: {log.read_text()}")
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()
        except OSError:
            return False
        return True

    wait_until(answers)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder in which the user postgres may have folders too."""
    path = Path(tempfile.mkdtemp(prefix="servers-"))
    path.chmod(0o777)  # of this test alone, and gone after it
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


class Postgres:
    """A PostgreSQL server, which says in its log what it is asked."""

    def __init__(self, path: Path) -> None:
        self.path, self.port = path, free_port()
        self.url = f"postgres://press@127.0.0.1:{self.port}/press"
        self.log = path.with_suffix(".log")

    @classmethod
    def primary(cls, path: Path) -> "Postgres":
        self = cls(path)
        run("initdb", "-D", path, "-A", "trust", "-U", "press", "-N", as_postgres=True)
        self._configure(listen_addresses="127.0.0.1", fsync="off", shared_buffers="64MB", log_statement="all")
        self._configure(unix_socket_directories=str(path.parent), max_wal_senders="4")
        self.start()
        run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "press", "press", as_postgres=True)
        return self

    @classmethod
    def replica(cls, path: Path, primary: "Postgres") -> "Postgres":
        self = cls(path)
        source = ["-h", "127.0.0.1", "-p", str(primary.port), "-U", "press"]
        run("pg_basebackup", *source, "-D", path, "-R", "-X", "stream", "-c", "fast", as_postgres=True)
        self._configure()
        self.start()
        return self

    def _configure(self, **settings: str) -> None:
        lines = [f"{name} = '{value}'\n" for name, value in {**settings, "port": str(self.port)}.items()]
        with (self.path / "postgresql.conf").open("a") as file:
            file.writelines(lines)

    def start(self) -> None:
        run("pg_ctl", "-D", self.path, "-l", self.log, "-w", "start", as_postgres=True)

    def stop(self, mode: str = "immediate") -> None:
        """Stop; `immediate` is a crash: every connection is cut, and nothing is tidied up."""
        run("pg_ctl", "-D", self.path, "-m", mode, "-w", "stop", as_postgres=True)

    def promote(self) -> None:
        """Let a replica go on as the primary."""
        run("pg_ctl", "-D", self.path, "-w", "promote", as_postgres=True)

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url, autocommit=True) as session:
            cursor = session.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def statements(self) -> str:
        """What the server was asked so far."""
        return self.log.read_text(errors="replace")


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment of the site's processes, whose uploads and collected files lie in `data`."""
    (data / "static").mkdir(parents=True, exist_ok=True)
    (data / "production_settings.py").write_text(SETTINGS)
    kept = {name: value for name, value in os.environ.items() if not re.match("DATABASE|SITE_URL|DEBUG|CACHE", name)}
    own = {"DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "production_settings", "SECRET_KEY": "s" * 50}
    return {**kept, **own, "PYTHONPATH": os.pathsep.join([str(data), str(BASE)]), **settings}


def manage(environ: Mapping[str, str], *command: str) -> str:
    """Run one of the site's commands; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "django", *command],
        cwd=BASE,
        env=environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout


class Gunicorn:
    """The site, by several processes."""

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        application: str = "pressroom.wsgi",
        workers: int,
        log: Path | None = None,
    ) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = log or Path(environ["DATA_DIR"]) / f"gunicorn-{self.port}.log"
        command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{self.port}"]
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [*command, "--workers", str(workers), "--threads", "4", "--no-control-socket"],
                cwd=BASE,
                env=dict(environ),
                stdout=output,
                stderr=output,
            )
        wait_for(f"{self.address}/health/live/", self.process, self.log)

    def reload(self) -> None:
        """Begin to replace the workers by new ones."""
        self.process.send_signal(signal.SIGHUP)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=40)


class Daemon:
    """A server that stays in the foreground, such as Redis."""

    def __init__(self, *command: str | Path, as_postgres: bool = False) -> None:
        whole = [*(_AS_POSTGRES if as_postgres else []), *map(str, command)]
        self.process = subprocess.Popen(whole, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def stop(self, sign: int = signal.SIGTERM) -> None:
        self.process.send_signal(sign)
        self.process.wait(timeout=20)


class Nginx(Daemon):
    """nginx with the configuration of `deploy/`, but for host, TLS and ports; or with another `location` in it."""

    def __init__(self, path: Path, *upstreams: int, location: str = "", uploads: Path | None = None) -> None:
        self.port, self.path = free_port(), path
        self.address = f"http://127.0.0.1:{self.port}"
        path.mkdir()
        servers = "\n".join(f"server 127.0.0.1:{port};" for port in upstreams or [9])
        text = (BASE / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        text = re.sub(r"server \{\s+listen 80;.*?\n\}", "", text, flags=re.DOTALL)
        text = re.sub(r"(?m)^\s*ssl_.*\n", "", text)
        text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port};")
        if location:
            text = re.sub(r"(?s)location / \{.*?\n    \}", location, text)
        text = text.replace("press.example.org", "127.0.0.1").replace("server 127.0.0.1:8000;", servers)
        text = text.replace("/var/cache/nginx/pressroom", str(path / "cache"))
        text = text.replace("alias /data/media/;", f"alias {uploads or path}/;")
        whole = "daemon off; worker_processes 2; events { worker_connections 1024; }\n"
        whole += f"pid {path}/pid; error_log {path}/error.log; {'user root;' if os.geteuid() == 0 else ''}\n"
        temporary = " ".join(
            f"{name}_temp_path {path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole += f"http {{ access_log off; {temporary}\n{text}\n}}\n"
        (path / "nginx.conf").write_text(whole)
        run("nginx", "-t", "-p", path, "-c", path / "nginx.conf")
        super().__init__("nginx", "-p", path, "-c", path / "nginx.conf")
        wait_for(f"{self.address}/health/", self.process, path / "error.log")


def pgbouncer(path: Path, database: Postgres, *, size: int = 2) -> tuple[Daemon, str]:
    """Start pgbouncer with the settings of `deploy/` before a database; return it, and the address through it."""
    port = free_port()
    text = (BASE / "deploy" / "pgbouncer.ini").read_text(encoding="utf-8")
    changes = {
        "pressroom = .*": f"* = host=127.0.0.1 port={database.port}",
        "listen_port = .*": f"listen_port = {port}",
        "auth_type = .*": "auth_type = any",
        "auth_file = .*": "unix_socket_dir =",
        "default_pool_size = .*": f"default_pool_size = {size}",
    }
    for old, new in changes.items():
        text = re.sub(f"(?m)^{old}$", new, text)
    path.write_text(text.replace("* = host", "* = user=press host"))
    daemon = Daemon("pgbouncer", path, as_postgres=True)
    url = f"postgres://press@127.0.0.1:{port}/press"

    def answers() -> bool:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    wait_until(answers)
    return daemon, url
