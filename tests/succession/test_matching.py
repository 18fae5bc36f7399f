"""The bench against brute force: every way to fill posts is tried where there are few."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from succession import matching

PEOPLE, POSTS = range(100, 105), range(5)
LINES = st.dictionaries(
    st.sampled_from(POSTS), st.lists(st.sampled_from(PEOPLE), unique=True, max_size=5), max_size=5
)
#: Brute force takes as long as the machine lets it.
SMALL = settings(deadline=None)
#: Who holds which posts; nobody holds a post that somebody else holds.
HELD = st.dictionaries(st.sampled_from(POSTS), st.sampled_from([*PEOPLE, 200, 201]), max_size=5)


def ways(lines):
    """Every way to give posts of `lines` somebody each, nobody twice; a post may go without."""
    choices = [[None, *line] for line in lines.values()]
    for way in itertools.product(*choices):
        filled = [person for person in way if person is not None]
        if len(set(filled)) == len(filled):
            yield dict(zip(lines, way, strict=True))


def most(lines) -> int:
    return max(sum(by is not None for by in way.values()) for way in ways(lines))


def alone(held):
    found: dict[int, list[int]] = {}
    for post, person in held.items():
        found.setdefault(person, []).append(post)
    return found


@SMALL
@given(LINES)
def test_the_bench_is_the_most_that_can_be_filled_and_never_more_than_the_naive_count(lines):
    naive = sum(bool(line) for line in lines.values())
    assert matching.bench_strength(lines) == most(lines)
    assert matching.bench_strength(lines) <= naive


@SMALL
@given(LINES)
def test_an_assignment_is_one_of_the_ways_and_fills_as_many(lines):
    made = matching.assign(lines)
    assert len(made) == matching.bench_strength(lines)
    assert len(set(made.values())) == len(made)
    assert all(by in lines[post] for post, by in made.items())


@SMALL
@given(LINES)
def test_posts_that_matter_more_are_filled_first(lines):
    """Of all largest sets of posts that can be filled, the first in the order of the posts."""
    largest = most(lines)
    sets = {
        tuple(by is None for by in way.values())
        for way in ways(lines)
        if sum(by is not None for by in way.values()) == largest
    }
    made = matching.assign(lines)
    assert tuple(post not in made for post in lines) == min(sets)


def test_of_two_ways_to_fill_the_same_posts_the_sooner_in_line_is_taken():
    assert matching.assign({1: [10, 11], 2: [12]}) == {1: 10, 2: 12}
    assert matching.assign({1: [10, 11], 2: [10]}) == {1: 11, 2: 10}


def test_one_deputy_named_for_three_posts_counts_once():
    lines = {1: [10], 2: [10], 3: [10, 11], 4: []}
    assert matching.bench_strength(lines) == 2
    assert matching.assign(lines) == {1: 10, 3: 11}
    assert matching.several(lines) == {10: [1, 2, 3]}
    assert matching.bench_strength({}) == matching.bench_strength({1: []}) == 0
    assert matching.assign({}) == matching.assign({1: []}) == {}


@SMALL
@given(LINES)
def test_without_holders_a_departure_takes_what_the_bench_is_short_of_then(lines):
    before = most(lines)
    found = {each.person: each.fall for each in matching.departures(lines, {})}
    for person in PEOPLE:
        after = most(matching.without(lines, {person}))
        assert found.get(person, 0) == before - after


@SMALL
@given(LINES, HELD)
def test_a_departure_is_worth_its_recomputation(lines, held):
    """One post each: whoever steps up is tried in turn, and the best way counts."""
    lines = {post: [p for p in line if held.get(post) != p] for post, line in lines.items()}
    posts_of, before = alone(held), most(lines)
    found = {each.person: each for each in matching.departures(lines, posts_of)}
    for person in {*PEOPLE, *posts_of}:
        left = matching.without(lines, {person})
        opened = posts_of.get(person, [])
        if len(opened) > 1:
            continue
        steps = [by for post in opened for by in left.get(post, [])]
        after = max((most(matching.without(left, {by})) for by in steps), default=most(left))
        unfilled = len(opened) if not steps else 0
        harm = before - after + unfilled
        assert (found[person].harm if person in found else 0) == harm
    assert [each.harm for each in found.values()] == sorted(
        (each.harm for each in found.values()), reverse=True
    )


def test_a_holder_who_leaves_takes_her_successor_off_the_bench():
    lines, posts_of = {1: [10], 2: [10], 3: [11]}, {20: [1], 11: [2]}
    worst = matching.departures(lines, posts_of)
    assert [(d.person, d.fall, d.openings) for d in worst] == [
        (11, 2, (matching.Opening(2, 10),)),
        (20, 1, (matching.Opening(1, 10),)),
        (10, 1, ()),
    ]
    assert matching.departures({1: []}, {20: [1]}) == [
        matching.Departure(20, 0, (matching.Opening(1, None),))
    ]
    assert matching.departures({1: []}, {20: [1]})[0].harm == 1


def links(vacancy):
    yield vacancy
    for each in vacancy.then:
        yield from links(each)


def length(vacancy) -> int:
    return 1 + max(map(length, vacancy.then), default=0)


@SMALL
@given(LINES, HELD, st.sampled_from(POSTS), st.integers(1, 6))
def test_a_cascade_ends_and_nobody_moves_twice(lines, held, post, depth):
    leavers = [held[post]] if post in held else []
    made = matching.cascade(post, lines, alone(held), leavers, depth)
    found = list(links(made))
    movers = [each.by for each in found if each.by is not None]
    assert len(set(movers)) == len(movers)
    assert not set(movers) & set(leavers)
    opened = [each.post for each in found] + [p for each in found for p in each.further]
    assert len(set(opened)) == len(opened)
    assert length(made) <= depth
    for each in found:
        assert each.by is None or each.by in lines[each.post]
        assert all(held[then.post] == each.by for then in each.then)
        assert all(held[further] == each.by for further in each.further)


def test_a_cascade_is_followed_as_far_as_was_asked():
    lines, posts_of = {1: [10], 2: [11], 3: [12], 4: []}, {10: [2], 11: [3], 12: [4], 20: [1]}
    step = matching.Vacancy
    assert matching.cascade(1, lines, posts_of, [20], 2) == step(
        1, 10, (step(2, 11, further=(3,)),)
    )
    assert matching.cascade(1, lines, posts_of, [20], 9) == step(
        1, 10, (step(2, 11, (step(3, 12, (step(4, None),)),)),)
    )


def test_who_left_does_not_step_up_and_a_circle_closes():
    lines, posts_of = {1: [10], 2: [20, 10]}, {10: [2], 20: [1]}
    made = matching.cascade(1, lines, posts_of, [20], 5)
    assert made == matching.Vacancy(1, 10, (matching.Vacancy(2, None),))
