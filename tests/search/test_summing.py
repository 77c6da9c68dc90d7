"""The sums of the statistics, when several people write at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from tests.builders import make_conference, make_exchange
from transcripts import search
from transcripts.models import ArchiveCount, Conference
from transcripts.search import summing

ROUNDS = 6


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_index_at_the_same_moment_none_is_lost_from_the_sums(database_for_threads: None) -> None:
    found = [make_exchange(make_conference(f"Number {number}")).conference_id for number in range(2 * ROUNDS)]
    Conference.objects.update(status="published")
    start = Barrier(2, timeout=60)

    def index(keys: list[int]) -> None:
        for key in keys:
            start.wait()
            search.index(key)
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(index, (found[::2], found[1::2])))
    assert not summing.differ()
    (whole,) = ArchiveCount.objects.filter(year=0, of=ArchiveCount.MONTH)
    assert whole.conferences == 2 * ROUNDS
