"""``sim.Municipality``: one run, as the Mesa model that it is."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import partial
from math import inf
from pathlib import Path
from typing import Any, Self, get_args

from mesa import Agent, DataCollector, Model

from sim.events import Event, calendar_of
from sim.evidence import parameter_set
from sim.evidence.parameters import NO_CHANGES
from sim.initialisation.setting import Setting, load_setting
from sim.measures.catalogue import MEASURES
from sim.mistakes import Mistake
from sim.model.agent_sets import AgentSet, Population
from sim.model.scenario import MunicipalityScenario, one_of, whole_weeks
from sim.model.windows import KINDS
from sim.regimes import Regime, formal_values, load_regime, programme
from sim.regimes.formal import Documentation, Overhead
from sim.simulate import Simulation, founded

type Reporter = Any
"""What Mesa's data collector takes: a function of the model, the name of an attribute, ..."""


class Municipality(Model):  # type: ignore[misc]  # Mesa has no types
    """A municipality and its people under a regime, week by week.

    Time is counted in weeks; a step is a week. ``agents`` and ``agents_by_type`` hold everybody, as windows on the rows
    of tables: an attribute is a column, to read and to write. ``datacollector`` keeps every measure of every week.
    ``simulation`` is the run itself, the same that the command line lives: the numbers are the same.

    >>> from sim import Municipality
    >>> Municipality(rng=1, regime="trsut")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sim.mistakes.Mistake: scenario "trsut": there is no regime or instrument "trsut". ... Did you mean "trust"? ...
    """

    def __init__(
        self,
        *,
        setting: str | Path | Setting = MunicipalityScenario.setting,
        regime: str | Path | Regime = MunicipalityScenario.regime,
        parameters: Mapping[str, float] = NO_CHANGES,
        documentation: Documentation = MunicipalityScenario.documentation,
        overhead: Overhead = MunicipalityScenario.overhead,
        burn_in: int = MunicipalityScenario.burn_in,
        reform_week: int = MunicipalityScenario.reform_week,
        events: Sequence[Mapping[str, Any] | Event] = MunicipalityScenario.events,
        rng: int | None = None,
        scenario: MunicipalityScenario | None = None,
        reporters: Mapping[str, Reporter] | None = None,
    ) -> None:
        """Found a municipality, at time 0.

        The first time under changed parameters takes half a minute: the baseline is found and then kept on disk.

        Args:
            setting: a municipality setting, by name, file or itself
            regime: the regime that begins: a name, a file, a line such as ``"trust + targets*0.5"``, or itself
            parameters: changes of parameters, by name
            documentation: "derived" from audits and stakes, or as "coded" by the instruments
            overhead: hours that governance costs: "as_coded", or "equal" to the baseline's
            burn_in: weeks lived under the baseline before time 0
            reform_week: weeks lived from time 0 before the regime begins
            events: what happens beside the regime, as in an experiment's ``[[events]]``; weeks are counted from time 0
            rng: the seed, a whole number
            scenario: all of these in one object, instead of keywords
            reporters: what the data collector is to keep beside the measures, by name, as Mesa's ``model_reporters``
        """
        choices = {
            "setting": setting,
            "regime": regime,
            "parameters": parameters,
            "documentation": documentation,
            "overhead": overhead,
            "burn_in": burn_in,
            "reform_week": reform_week,
            "events": events,
        }
        super().__init__(scenario=_scenario(scenario, rng, choices))
        self.simulation = _begun(self.scenario)
        self.population = Population(self)
        self.added_agents: dict[int, Agent] = {}
        self.agent_id_counter = self.population.first_added
        measures = {measure.name: partial(_measured, name=measure.name) for measure in MEASURES}
        self.datacollector = DataCollector(model_reporters=measures | dict(reporters or {}))

    def step(self) -> None:
        """Live one week, and collect what is read off it."""
        self.simulation.step()
        self.datacollector.collect(self)

    @property
    def measures(self) -> dict[str, float]:
        """The measures of the week just lived, by name (sim/measures/catalogue.py); all zero before the first."""
        return {measure.name: _measured(self, measure.name) for measure in MEASURES}

    # everybody

    @property
    def agents(self) -> AgentSet:
        """Everybody: the people of the municipality, then agents that a user has added."""
        return self.population.everybody()

    @property
    def agents_by_type(self) -> dict[type[Agent], Any]:
        """Everybody, by class."""
        return {kind: self.population.all_of(kind) for kind in KINDS} | super().agents_by_type

    @property
    def agent_types(self) -> list[type[Agent]]:
        """The classes of agents."""
        return list(self.agents_by_type)

    def register_agent(self, agent: Agent) -> None:
        """Let an agent in that a user has added; Mesa calls this when it is made."""
        super().register_agent(agent)
        self.added_agents[agent.unique_id] = agent

    def deregister_agent(self, agent: Agent) -> None:
        """Let an agent go that a user has added; Mesa calls this when it is removed."""
        super().deregister_agent(agent)
        del self.added_agents[agent.unique_id]

    # copies

    def copy(self) -> Self:
        """An independent copy, in the same week, with its own events still ahead."""
        return deepcopy(self)

    __copy__ = copy


def _scenario(
    scenario: MunicipalityScenario | None, rng: int | None, choices: Mapping[str, Any]
) -> MunicipalityScenario:
    """The scenario given, or that of the keywords given; not both, since neither could say which one holds."""
    if scenario is None:
        return MunicipalityScenario(rng=rng, **choices)
    if not isinstance(scenario, MunicipalityScenario):
        raise Mistake(f"scenario needs a sim.model.MunicipalityScenario, not a {type(scenario).__name__}.")
    beside = [name for name, value in choices.items() if value != getattr(MunicipalityScenario, name)]
    if beside or rng is not None:
        raise Mistake(f"give a scenario or keywords, not both: beside it stands {', '.join(beside) or 'rng'}.")
    return scenario


def _begun(scenario: MunicipalityScenario) -> Simulation:
    """The run of a scenario at time 0, with its regime on the calendar."""
    documentation = one_of("documentation", scenario.documentation, get_args(Documentation.__value__))
    overhead = one_of("overhead", scenario.overhead, get_args(Overhead.__value__))
    burn_in = whole_weeks("burn_in", scenario.burn_in)
    start = whole_weeks("reform_week", scenario.reform_week)
    setting = scenario.setting if isinstance(scenario.setting, Setting) else load_setting(scenario.setting)
    regime = scenario.regime if isinstance(scenario.regime, Regime) else load_regime(scenario.regime)
    parameters = parameter_set(scenario.parameters)
    formal = formal_values(regime, parameters.values, documentation, overhead)
    events = calendar_of(scenario.events, setting)
    simulation = founded(setting, parameters, scenario.seed, people_of_a_world=inf)
    for _ in range(burn_in):
        simulation.step()
    simulation.enact([*programme(formal, start), *events])
    return simulation


def _measured(model: Municipality, name: str) -> float:
    """A measure this week, the mean over municipalities where the setting holds several."""
    measured = model.simulation.world.measured
    return float(sum(getattr(row, name) for row in measured) / len(measured))
