"""Where records are read and written when there is a replica, and how its freshness is judged."""

import time
from typing import Any

import pytest
from django.db import connection

from transcripts.models import PRIMARY, REPLICA, Conference, ReplicaState, reading, reading_from
from transcripts.models.database import replica
from transcripts.models.database.replica import ReplicaRouter, ReplicaWatch

CLUSTER = 7


def test_reads_go_where_it_was_said_and_writes_and_migrations_to_the_primary_alone() -> None:
    router = ReplicaRouter()
    assert reading().alias == PRIMARY == connection.alias
    assert router.db_for_read(Conference) == PRIMARY
    with reading_from(REPLICA):
        assert router.db_for_read(Conference) == REPLICA
        assert router.db_for_write(Conference) == PRIMARY
        with reading_from(PRIMARY):
            assert router.db_for_read(Conference) == PRIMARY
    assert router.db_for_read(Conference) == PRIMARY
    assert [router.allow_migrate(each, "transcripts") for each in (PRIMARY, REPLICA)] == [True, False]


class Servers:
    """What the two servers would answer, and when."""

    def __init__(self, monkeypatch: Any) -> None:
        self.now = 1000.0
        self.here: tuple[Any, ...] | None = (100, CLUSTER)
        self.there: tuple[Any, ...] | None = (100, CLUSTER, True)
        monkeypatch.setattr(replica, "_ask", lambda alias, sql: self.here if alias == PRIMARY else self.there)
        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        self.watch = ReplicaWatch(2)
        monkeypatch.setattr(self.watch, "_thread", object())  # measured by hand

    def after(self, seconds: float) -> bool:
        """Whether it is fresh so much later, measured on the way there."""
        for _ in range(round(seconds * 2)):
            self.now += 0.5
            self.watch.measure()
        return self.watch.is_fresh()


@pytest.fixture
def servers(monkeypatch: Any) -> Servers:
    return Servers(monkeypatch)


def test_a_replica_is_as_old_as_the_last_moment_that_it_has_all_of(servers: Servers) -> None:
    assert servers.after(0.5)
    servers.here = (200, CLUSTER)
    assert servers.after(2)
    assert not servers.after(0.5)
    assert servers.watch.state() is ReplicaState.BEHIND
    servers.there = (150, CLUSTER, False)
    assert not servers.after(60)
    servers.there = (200, CLUSTER, True)
    assert servers.after(0.5)
    assert servers.watch.state() is ReplicaState.OK


def test_a_primary_that_goes_on_writing_does_not_make_its_replica_old(servers: Servers) -> None:
    assert servers.after(0.5)
    for place in range(100, 200):
        servers.here, servers.there = (place + 1, CLUSTER), (place, CLUSTER, False)
        assert servers.after(0.5)


def test_a_replica_that_was_not_measured_is_not_read(servers: Servers) -> None:
    assert not servers.watch.is_fresh()
    assert servers.after(0.5)
    servers.now += 2.1
    assert not servers.watch.is_fresh()


def test_one_that_has_failed_is_not_read_before_it_was_measured_again(servers: Servers) -> None:
    assert servers.after(0.5)
    servers.watch.distrust()
    assert not servers.watch.is_fresh()
    assert servers.after(0.5)
    servers.there = None
    assert not servers.after(0.5)
    assert servers.watch.state() is ReplicaState.AWAY


def test_without_the_primary_it_must_have_all_that_it_received(servers: Servers) -> None:
    servers.here = None
    assert servers.after(0.5)
    servers.there = (100, CLUSTER, False)
    assert not servers.after(2.5)


@pytest.mark.parametrize("there", [(), (100, 8, True)], ids=["a primary", "another cluster"])
def test_what_is_no_replica_of_ours_is_not_read(servers: Servers, there: tuple[Any, ...]) -> None:
    assert servers.after(0.5)
    servers.there = there
    assert not servers.after(0.5)
    assert servers.watch.state() is ReplicaState.STRANGE
