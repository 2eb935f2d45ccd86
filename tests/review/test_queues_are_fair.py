"""Check each grader's order, that no item is given to two at once, the double sample, and the agreement."""

import pytest

from autograder.classroom.decisions import agreement, double_graded
from autograder.review.items import near_equal_groups
from autograder.review.queues import Filter
from tests.review.made_folders import words

ALL = Filter()


def test_each_grader_has_an_order_of_their_own_and_keeps_it(queues_of, sixty):
    queues = queues_of(sixty)
    orders = {name: [item.id for item in queues.queue(name, ALL)] for name in ("ada", "bob")}
    assert orders["ada"] != orders["bob"]
    assert sorted(orders["ada"]) == sorted(orders["bob"])
    assert orders["ada"] == [item.id for item in queues.queue("ada", ALL)]


def test_what_one_has_open_is_not_offered_to_another(queues_of):
    queues = queues_of([words(1), words(2)])
    one = queues.following("ada", ALL)
    queues.opened(one, "ada")
    assert queues.following("bob", ALL).id != one.id


def test_about_one_answer_in_n_is_graded_twice(queues_of, sixty):
    queues = queues_of(sixty, twice=4)
    assert 5 <= sum(map(queues.is_double, queues.items.values())) <= 25


def test_shares_cover_everything_once(queues_of, sixty):
    queues = queues_of(sixty, graders=("ada", "bob", "cy"), twice=0)
    shares = [{item.id for item in queues.queue(name, Filter(mine=True))} for name in queues.graders]
    assert sum(map(len, shares)) == 60
    assert all(len(share) > 5 for share in shares)


def test_what_needs_a_person_comes_first(queues_of):
    queues = queues_of([words(1), words(2)], flags=[1])
    assert [item.kind for item in queues.queue("ada", ALL)] == ["judged", "written", "written"]


def test_near_equal_answers_stand_together(queues_of, sixty):
    queues = queues_of([*sixty, words(7) + " indeed"])
    order = [queues.group[item.id] for item in queues.queue("ada", ALL)]
    first = order.index(next(group for group in order if order.count(group) == 2))
    assert order[first] == order[first + 1]


@pytest.mark.parametrize(
    "texts, together",
    [
        (("It shrinks.", "it SHRINKS"), True),
        (("a b c d e f g h i j k l m", "a b c d e f g h i j k l m n"), True),
        (("a b c d e f", "f e d c b a"), False),
        (("yes", "no"), False),
        (("", "."), False),
    ],
)
def test_near_equal(texts, together):
    found = near_equal_groups(dict(enumerate(map(str, texts))))
    assert (found[0] == found[1]) is together


def test_agreement_as_computed_by_hand():
    found = agreement([(4, 4), (4, 3), (3, 3), (1, 3)])
    chance = (2 * 1 + 1 * 3 + 1 * 0) / 16
    assert (found.pairs, found.equal, found.difference) == (4, 0.5, 0.75)
    assert found.kappa == pytest.approx((0.5 - chance) / (1 - chance))


def test_no_kappa_where_all_points_are_the_same():
    assert agreement([(2, 2), (2, 2)]).kappa is None


def test_agreement_is_of_the_points_before_anything_was_settled(queues_of):
    queues = queues_of([words(1)], twice=1)
    (item,) = queues.items.values()
    queues.decide("ada", item.id, {"done": True, "boxes": [0]})
    queues.decide("bob", item.id, {"done": True, "boxes": [0, 1]})
    queues.decide("bob", item.id, {"done": True, "boxes": [0, 1, 2], "settle": True, "base": 99})
    ((one, other),) = double_graded(queues.events[item.id]).values()
    assert (one.points, other.points) == (1, 2)
