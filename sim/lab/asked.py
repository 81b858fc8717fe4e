"""What an experiment asks of steering: its regimes, and its courses of regimes, by lever and week."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType

from sim.evidence import ParameterSet
from sim.lab.experiment import Experiment, Overhead, Phase
from sim.mistakes import Fault, Mistake, Written, key_in_words
from sim.regimes.coding import read_anew
from sim.regimes.folder import names
from sim.regimes.formal import Overhead as Mode
from sim.regimes.formal import in_mode
from sim.regimes.reforms import Timeline, in_pools, timeline
from sim.regimes.regime import Regime
from sim.regimes.scenario import load_regime

_MODES: dict[Overhead, Mode] = {"as coded": "as_coded", "equal overhead": "equal"}


AS_CODED: Mapping[str, float] = MappingProxyType({})
"""Every lever is read as it is coded."""

type Asked = tuple[tuple[int, dict[str, float]], ...]
"""What steering asks, by lever, from which week on."""


def what_is_asked(
    experiment: Experiment,
    parameters: ParameterSet,
    written: Written | None,
    places: Mapping[str, float] = AS_CODED,
) -> dict[tuple[str, Overhead], Asked]:
    """What steering asks under each regime, or course of regimes, and arm; ``places`` in the levers' coding bands."""
    asked: dict[tuple[str, Overhead], Asked] = {}
    for place, name in enumerate(experiment.regimes):
        if name in experiment.courses:
            regime_id, course = name, _course(name, experiment.courses[name], written)
        else:
            regime = _regime(name, written, "regimes", place)
            regime_id, course = regime.id, [(0, regime)]
        with placed(written, "regimes", place):
            if (regime_id, experiment.overhead[0]) in asked:
                raise Mistake(f'the regime "{regime_id}" stands here already; write it once.')
            for arm in experiment.overhead:
                asked[regime_id, arm] = tuple(
                    (week, _formal(one, places, parameters, experiment, arm)) for week, one in course
                )
    return asked


def _formal(
    regime: Regime, places: Mapping[str, float], parameters: ParameterSet, experiment: Experiment, arm: Overhead
) -> dict[str, float]:
    """What one regime asks in an arm; what cannot be asked is told with the regime's name."""
    try:
        coded = read_anew(regime.formal(), places)
        return in_mode(coded, parameters.values, experiment.documentation, _MODES[arm])
    except Mistake as mistake:
        raise Mistake(f"{regime.id}: {mistake}") from None


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


@contextmanager
def placed(written: Written | None, *key: str | int) -> Iterator[None]:
    """Give a Mistake the place in the experiment's file that it is about."""
    try:
        yield
    except Fault as fault:
        if written is None:
            raise Mistake(f"{key_in_words((*key, *fault.key))}: {fault}") from None
        raise written.mistake(str(fault), (*key, *fault.key)) from None
    except Mistake as mistake:
        if written is None:
            raise
        raise written.mistake(str(mistake), key) from None
