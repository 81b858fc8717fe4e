"""What an experiment asks of steering: its regimes, and its courses of regimes, by lever and week."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

from sim.evidence import ParameterSet
from sim.lab.experiment import REFERENCE, Experiment, Overhead, Phase
from sim.lab.placed import placed
from sim.lab.points import ONLY, Point
from sim.lab.variation import refer_to
from sim.mistakes import Mistake, Written
from sim.regimes.coding import read_anew
from sim.regimes.fold import fold
from sim.regimes.folder import names
from sim.regimes.formal import Overhead as Mode
from sim.regimes.formal import in_mode
from sim.regimes.instruments import Instrument, load_instrument
from sim.regimes.levers import BASELINE, LEVERS
from sim.regimes.reforms import Timeline, in_pools, timeline
from sim.regimes.regime import Regime
from sim.regimes.scenario import load_regime

_MODES: dict[Overhead, Mode] = {"as coded": "as_coded", "equal overhead": "equal"}


type Asked = tuple[tuple[int, dict[str, float]], ...]
"""What steering asks, by lever, from which week on."""


class Phased(NamedTuple):
    """A regime from a week on, and what it is coded to ask where no point changes it."""

    week: int
    regime: Regime
    coded: Mapping[str, float]


type Courses = dict[str, tuple[Phased, ...]]
"""What comes after what, by the id of a regime or the name of a course."""


def courses_of(experiment: Experiment, written: Written | None = None) -> Courses:
    """The regimes and courses of an experiment; one that does not exist, or stands there twice, is a Mistake."""
    courses: Courses = {}
    for place, name in enumerate(experiment.regimes):
        if name in experiment.courses:
            regime_id, course = name, _course(name, experiment.courses[name], written)
        else:
            regime = _regime(name, written, "regimes", place)
            regime_id, course = regime.id, [(0, regime)]
        with placed(written, "regimes", place):
            if regime_id in courses:
                raise Mistake(f'the regime "{regime_id}" stands here already; write it once.')
        courses[regime_id] = tuple(Phased(week, regime, regime.formal()) for week, regime in course)
    return courses


def refuse_what_is_idle(experiment: Experiment, courses: Courses, written: Written | None = None) -> None:
    """What would change no run is a Mistake: no analysis could tell it from what has no influence."""
    varied = refer_to(experiment.vary, experiment.listed)
    others = [phased for course in courses.values() for phased in course if phased.regime.id != REFERENCE]
    moved = {lever for one in others for lever in LEVERS if one.coded[lever] != BASELINE[lever]}
    for _, kind, name in varied:
        moved |= _instrument(name).moves.keys() if kind == "intensities" else set()
    for key, kind, name in varied:
        with placed(written, *key):
            if kind != "parameters" and not others:
                raise Mistake(f'no point changes "{REFERENCE}", and no other regime is lived: nothing would vary.')
            if kind == "bands" and name not in moved:
                raise Mistake("no regime of the experiment moves this lever: its coding band changes nothing.")


def what_is_asked(
    experiment: Experiment,
    courses: Courses,
    parameters: ParameterSet,
    written: Written | None = None,
    point: Point = ONLY[0],
) -> dict[tuple[str, Overhead], Asked]:
    """What steering asks under each regime, or course of regimes, and arm, at one point."""
    asked: dict[tuple[str, Overhead], Asked] = {}
    for place, (regime_id, course) in enumerate(courses.items()):
        with placed(written, "regimes", place), _told_at(point):
            coded = [_coded(phased, point) for phased in course]
            for arm in experiment.overhead:
                asked[regime_id, arm] = tuple(
                    (phased.week, _formal(phased.regime.id, one, parameters, experiment, arm))
                    for phased, one in zip(course, coded, strict=True)
                )
    return asked


def _coded(phased: Phased, point: Point) -> dict[str, float]:
    """What a regime is coded to ask at a point. No point touches the reference, nor the end of a programme."""
    if phased.regime.id == REFERENCE:
        return {**phased.coded}
    added = [(_instrument(name), intensity) for name, intensity in point.intensities.items()]
    try:
        coded = fold([*phased.regime.parts, *added]) if added else phased.coded
    except Mistake as mistake:
        raise Mistake(f"{phased.regime.id}: {mistake}") from None
    return {**read_anew(coded, point.bands), **point.levers}


def _formal(
    regime: str, coded: Mapping[str, float], parameters: ParameterSet, experiment: Experiment, arm: Overhead
) -> dict[str, float]:
    """What one regime asks in an arm; what cannot be asked is told with the regime's name."""
    try:
        return in_mode(coded, parameters.values, experiment.documentation, _MODES[arm])
    except Mistake as mistake:
        raise Mistake(f"{regime}: {mistake}") from None


@contextmanager
def _told_at(point: Point) -> Iterator[None]:
    """Give a Mistake the point at which it shows, where there are several."""
    try:
        yield
    except Mistake as mistake:
        raise (
            Mistake(f"at point {point.number} ({point.in_words()}): {mistake}") if point.columns() else mistake
        ) from None


@cache
def _instrument(name: str) -> Instrument:
    return load_instrument(name)


def coded_regimes(experiment: Experiment, written: Written | None = None) -> dict[str, Mapping[str, float]]:
    """What each regime of an experiment is coded to ask, by the regime's id."""
    regimes = [_regime(name, written, "regimes", place) for place, name in enumerate(experiment.regimes)]
    return {regime.id: regime.formal() for regime in regimes}


def _course(name: str, phases: tuple[Phase, ...], written: Written | None) -> list[tuple[int, Regime]]:
    """The regimes of a course with their weeks; a course may not be called like a regime."""
    with placed(written, "courses", name):
        if name in names("regimes"):
            raise Mistake(f'there is a regime "{name}" already; give the course a name of its own.')
    return [
        (phase.week, _regime(phase.regime, written, "courses", name, place, "regime"))
        for place, phase in enumerate(phases)
    ]


def _regime(name: str, written: Written | None, *key: str | int) -> Regime:
    with placed(written, *key):
        return load_regime(name)


def spreading(experiment: Experiment, course: Asked, order: Sequence[int]) -> Timeline:
    """A course that spreads pool by pool; each pool counts its weeks from its own first."""
    return timeline(
        reform
        for week, values in course
        for reform in in_pools(values, [(pool.week + week, pool.municipalities) for pool in experiment.pools], order)
    )
