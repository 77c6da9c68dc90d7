import pytest

from tests.builders import make_conference, make_exchange
from transcripts.actions import move_exchange, move_turn, sync_after_edit
from transcripts.models import Conference, Exchange

pytestmark = pytest.mark.django_db


def headings(conference: Conference) -> list[str]:
    return list(conference.exchanges.order_by("position").values_list("heading", flat=True))


@pytest.mark.parametrize(
    ("number", "step", "order"),
    [(1, -1, "213"), (1, 1, "132"), (0, -1, "123"), (2, 1, "123"), (2, -2, "312"), (0, 9, "231")],
)
def test_exchanges_move_up_and_down_and_stop_at_the_ends(number, step, order):
    conference = make_conference()
    rows = [make_exchange(conference, heading=name) for name in "123"]
    move_exchange(rows[number], step=step)
    assert "".join(headings(conference)) == order
    assert list(conference.exchanges.values_list("position", flat=True)) == [1, 2, 3]


def test_turns_move_within_their_exchange():
    exchange = make_exchange(make_conference())
    first, second = exchange.turns.all()
    assert move_turn(second, step=-1)
    assert list(exchange.turns.order_by("position")) == [second, first]
    assert not move_turn(second, step=-1)


def test_gaps_are_closed_when_a_conference_is_recorded():
    conference = make_conference(exchanges=3)
    Exchange.objects.filter(conference=conference, position=2).delete()
    sync_after_edit(conference)
    assert list(conference.exchanges.values_list("position", flat=True)) == [1, 2]


def test_moving_and_its_revision_take_a_bounded_number_of_queries(django_assert_max_num_queries):
    conference = make_conference(exchanges=60)
    last = conference.exchanges.get(position=60)
    with django_assert_max_num_queries(60):
        move_exchange(last, step=-59)
    assert headings(conference)[0] == "Heading 60"
