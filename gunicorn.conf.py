"""gunicorn's settings, read from the folder that it is started in; options of the command line come before them.

On SIGHUP gunicorn ends its workers at once, while the new ones still load the site: for seconds nobody answers. Here a
worker that is to end goes on until those that relieve it are ready. All of it stands in this file, which a reload reads
anew: what the master imported from the site's folders would stay as it was before the new release.
"""

import mmap
import struct
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

# No header says under which name or path the site stands: whoever can reach the port could send one.
forwarder_headers = ""
forwarded_allow_ips = ""
header_map = "drop"
threads = 4
timeout = 150  # seconds: the longest work is to read a PDF, which ends after 120
graceful_timeout = 30  # seconds for requests in hand when workers are renewed
keepalive = 5
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
control_socket_disable = True
access_log_format = "%(m)s %(s)s %(B)s %(M)s ms"  # no address of a reader, no path

LONGEST_RELIEF = 120  # seconds that a worker waits to be relieved
_SEATS = 1024  # workers that are told apart
_HEAD = struct.Struct("QQ")  # the age of the first worker that relieves, and how many do


class Board:
    """What all workers see of a reload: who relieves, and who of them is ready. Ages are the master's count."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _HEAD.size + _SEATS)

    def expect(self, first: int, count: int) -> None:
        for age in range(first, first + count):
            self._memory[_HEAD.size + age % _SEATS] = 0
        _HEAD.pack_into(self._memory, 0, first, count)

    def set_ready(self, age: int) -> None:
        self._memory[_HEAD.size + age % _SEATS] = 1

    def is_relieved(self, age: int) -> bool:
        """Return whether all are ready that relieve a worker of this age. True if none does."""
        first, count = _HEAD.unpack_from(self._memory)
        is_ready = (self._memory[_HEAD.size + each % _SEATS] for each in range(first, first + count))
        return age >= first or all(is_ready)


class RelievedWorker(ThreadWorker):
    """A worker with threads that goes on after SIGTERM until those that relieve it are ready."""

    board: Board | None = None
    _ends_by = 0.0

    def handle_exit(self, sig: int, frame: Any) -> None:
        if self.board is None or self.board.is_relieved(self.age):
            super().handle_exit(sig, frame)
        elif not self._ends_by:
            self._ends_by = time.monotonic() + LONGEST_RELIEF

    def notify(self) -> None:
        """Tell the master that it lives, as it does at least each second; and end if it is time."""
        super().notify()
        if self._ends_by and self.alive and self.board is not None:
            self.alive = not (self.board.is_relieved(self.age) or time.monotonic() > self._ends_by)


worker_class = RelievedWorker


def on_starting(server: Any) -> None:
    """Make the board before there are workers."""
    server.board = Board()


def on_reload(server: Any) -> None:
    """Expect as many workers as will be forked now."""
    if not hasattr(server, "board"):  # it was started with the settings of an earlier release
        server.board = Board()
    server.board.expect(server.worker_age + 1, server.cfg.workers)


def pre_fork(server: Any, worker: Any) -> None:
    """Give the board to the worker."""
    worker.board = server.board


def post_worker_init(worker: Any) -> None:
    """Say that this worker has loaded the site."""
    worker.board.set_ready(worker.age)


def worker_exit(server: Any, worker: Any) -> None:
    """Let nobody wait for a worker that ends, loaded or not."""
    server.board.set_ready(worker.age)
