"""Counts and durations of this process's requests, in the text format of Prometheus."""

import os
import threading
from collections import Counter

from django.http import HttpRequest

BOUNDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)  # seconds
_lock = threading.Lock()
_counts: Counter[tuple[str, str, int]] = Counter()
_buckets: Counter[tuple[str, float]] = Counter()
_seconds: Counter[str] = Counter()


def count(request: HttpRequest, status: int, seconds: float) -> None:
    """Count a request under the name of its address: of those there are few, and they say nothing of who asked."""
    match = getattr(request, "resolver_match", None)
    view = ":".join(filter(None, (*match.namespaces, match.url_name or match.route))) if match else ""
    method = request.method if request.method in {"GET", "HEAD", "POST"} else "other"
    with _lock:
        _counts[view, str(method), status] += 1
        _seconds[view] += seconds  # type: ignore[assignment]
        for bound in BOUNDS:
            if seconds <= bound:
                _buckets[view, bound] += 1


def exposition() -> str:
    """Return what was counted, for Prometheus. The process is a label: each worker has its own counts."""
    process = f'process="{os.getpid()}"'
    with _lock:
        counts, buckets, seconds = dict(_counts), dict(_buckets), dict(_seconds)
    lines = ["# HELP pressroom_requests_total Requests answered.", "# TYPE pressroom_requests_total counter"]
    lines += [
        f'pressroom_requests_total{{view="{view}",method="{method}",status="{status}",{process}}} {n}'
        for (view, method, status), n in sorted(counts.items())
    ]
    name = "pressroom_request_seconds"
    lines += [f"# HELP {name} Time that answers took.", f"# TYPE {name} histogram"]
    for view, total in sorted(seconds.items()):
        number = sum(n for (of, _, _), n in counts.items() if of == view)
        for bound in BOUNDS:
            lines.append(f'{name}_bucket{{view="{view}",le="{bound:g}",{process}}} {buckets.get((view, bound), 0)}')
        lines.append(f'{name}_bucket{{view="{view}",le="+Inf",{process}}} {number}')
        lines.append(f'{name}_sum{{view="{view}",{process}}} {total:.6f}')
        lines.append(f'{name}_count{{view="{view}",{process}}} {number}')
    return "\n".join([*lines, ""])
