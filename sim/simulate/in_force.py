"""What is in force in a week: what reforms ask, and on top of it what events move while they last.

Both are read from the calendar as it lies behind, so that an event that ends leaves nothing of it in what is asked.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sim.draws import moment
from sim.events import Happening, Lasting, Scene
from sim.regimes import LEVERS
from sim.regimes.reforms import Reform
from sim.rule import Table
from sim.state.world import World

SET_FROM_OUTSIDE = ("efficiency_demand", "self_certification")
"""Levers that the economy and the state set, in the municipality's setting or by an event: no reform moves them."""


class Ending(NamedTuple):
    """From this week on something is no longer in force."""

    week: int


type Entry = Reform | Happening | Ending
"""What stands on a calendar."""


def begin_reform(reform: Reform, worlds: Iterable[World], week: int) -> None:
    """A reform comes into force: what is formally asked changes in its municipalities."""
    for world in worlds:
        for m in range(len(world.municipalities)):
            if _concerns(reform, world.municipalities[m]):
                _begin_in(world, m, reform, week)


def _concerns(reform: Reform, municipality: Table) -> bool:
    return reform.municipalities is None or municipality.id in reform.municipalities


def _begin_in(world: World, m: int, reform: Reform, week: int) -> None:
    municipality = world.municipalities[m]
    if municipality.reform_started < 0:
        municipality.reform_started = week
        for u in _units(municipality):
            if world.units[u].on_contract == 0:
                _copy_levers(world.enacted[u], world.before[u])
    municipality.reform_week = week
    _copy_levers(world.formal[m], world.asked_before[m])
    for lever, value in reform.formal.items():
        if lever not in SET_FROM_OUTSIDE:
            setattr(world.formal[m], lever, value)


def _copy_levers(source: Table, target: Table) -> None:
    for lever in LEVERS:
        setattr(target, lever, getattr(source, lever))


def _units(municipality: Table) -> range:
    return range(municipality.first_unit, municipality.first_unit + municipality.units)


def put_in_force(behind: Sequence[Entry], worlds: Iterable[World], week: int, seed: int) -> None:
    """Set what lasting events that have begun move: all of it while they last, and what it was before when they end."""
    lasting = [entry for entry in behind if isinstance(entry, Happening) and isinstance(entry.event, Lasting)]
    if not lasting:
        return
    reforms = [entry for entry in behind if isinstance(entry, Reform)]
    for world in worlds:
        moves: dict[int, dict[str, float]] = {}
        posts: dict[int, float] = {}
        inclined: dict[int, float] = {}
        for event, scene, share in _scenes(lasting, world, week, seed):
            moved = moves.setdefault(scene.m, {})
            for lever, move in event.moves().items():
                if move == 0.0:
                    continue
                moved[lever] = moved.get(lever, 0.0) + share * move
            inclined[scene.m] = inclined.get(scene.m, 0.0) + share * event.inclines()
            for u in scene.rows:
                posts[u] = posts.get(u, 1.0) * (event.posts() if share else 1.0)
        for m, moved in moves.items():
            for lever, move in moved.items():
                _set_lever(world, m, lever, move, reforms)
        for m, shift in inclined.items():
            world.municipalities[m].sick_pay_shift = shift
        for u, factor in posts.items():
            world.units[u].posts_allowed = world.units[u].posts_at_start * factor


def _scenes(lasting: Iterable[Happening], world: World, week: int, seed: int) -> Iterator[tuple[Lasting, Scene, int]]:
    """Each lasting event where it has begun; 1 while it is in force, 0 when it has ended."""
    now = moment(week, seed)
    for happening in lasting:
        assert isinstance(happening.event, Lasting)
        is_in_force = happening.ends is None or week < happening.ends
        for scene in happening.scenes(world, moment(happening.week, seed), now):
            yield happening.event, scene, int(is_in_force)


def _set_lever(world: World, m: int, lever: str, move: float, reforms: Iterable[Reform]) -> None:
    """What is asked, and the move on top of it. What the state and the economy set is lived at once and in full."""
    asked = float(getattr(world.baseline[0], lever))
    if lever not in SET_FROM_OUTSIDE:
        for reform in reforms:
            if _concerns(reform, world.municipalities[m]):
                asked = reform.formal.get(lever, asked)
    value = LEVERS[lever].clipped(asked + move)
    setattr(world.formal[m], lever, value)
    if lever in SET_FROM_OUTSIDE:
        setattr(world.contracted[m], lever, value)
        for u in _units(world.municipalities[m]):
            setattr(world.before[u], lever, value)
            setattr(world.enacted[u], lever, value)
