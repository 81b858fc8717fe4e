"""The Mesa face shows the same run that the command line lives, and Mesa's own ways of touching it work."""

import copy
import inspect
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import mesa
import numpy as np
import pytest

import sim
from sim.evidence import parameter_set
from sim.initialisation.setting import load_setting
from sim.measures.catalogue import MEASURES
from sim.mistakes import Mistake
from sim.model import KINDS, Employee, Municipality, MunicipalityScenario
from sim.model.scenario import CHOICES
from sim.regimes import formal_values, load_regime, programme
from sim.simulate import founded
from tests.architecture.syntax import ROOT
from tests.model.conftest import SMALL, Founder

NAMES = [measure.name for measure in MEASURES]


def lived(regime: str, *, seed: int, burn_in: int, start: int, weeks: int) -> np.ndarray:
    """The measures of each week, as the laboratory lives them: week in rows, measure in columns."""
    parameters = parameter_set()
    simulation = founded(load_setting(SMALL), parameters, seed)
    simulation.live(burn_in)
    simulation.enact(programme(formal_values(load_regime(regime), parameters.values), start))
    series = simulation.live(weeks)
    return np.column_stack([series[name][:, 0] for name in NAMES])


def collected(model: Municipality) -> np.ndarray:
    return model.datacollector.get_model_vars_dataframe()[NAMES].to_numpy()


# the same run


@pytest.mark.parametrize(("regime", "burn_in", "start"), [("baseline", 0, 0), ("tripartite", 9, 5), ("npm", 4, 0)])
def test_stepping_gives_the_numbers_of_the_laboratory(found: Founder, regime: str, burn_in: int, start: int) -> None:
    model = found(rng=7, regime=regime, burn_in=burn_in, reform_week=start)
    for _ in range(12):
        model.step()
    assert model.time == 12
    expected = lived(regime, seed=7, burn_in=burn_in, start=start, weeks=12)
    assert collected(model).tobytes() == expected.tobytes()
    assert list(model.measures.values()) == expected[-1].tolist()


def test_events_are_on_the_calendar_from_time_0(found: Founder) -> None:
    entry = {"kind": "staff_reduction", "week": 3, "posts_less": 0.5, "by": "dismissals"}
    cut, usual = found(rng=7, burn_in=4, events=[entry]), found(rng=7, burn_in=4)
    posts = []
    for _ in range(4):
        cut.step()
        usual.step()
        posts.append(cut.simulation.world.units.posts.sum() / usual.simulation.world.units.posts.sum())
    assert posts[:3] == [1.0, 1.0, 1.0]
    assert posts[3] == pytest.approx(0.5, rel=0.02)


def test_run_for_is_so_many_steps(found: Founder) -> None:
    stepped, run = found(), found()
    for _ in range(5):
        stepped.step()
    run.run_for(5)
    assert run.time == stepped.time == 5
    assert collected(run).tobytes() == collected(stepped).tobytes()


def test_two_models_in_one_process_do_not_mix(found: Founder) -> None:
    classes = [Municipality, MunicipalityScenario, *KINDS]
    before = [dict(vars(one)) for one in classes]
    one, other = found(rng=1, regime="npm"), found(rng=2, regime="trust")
    for _ in range(6):
        one.step()
        other.step()
    assert collected(one).tobytes() == lived("npm", seed=1, burn_in=0, start=0, weeks=6).tobytes()
    assert collected(other).tobytes() == lived("trust", seed=2, burn_in=0, start=0, weeks=6).tobytes()
    assert [dict(vars(one)) for one in classes] == before


def test_the_random_numbers_of_mesa_are_never_drawn_from(found: Founder) -> None:
    model = found()
    states = model.random.getstate(), copy.deepcopy(model.rng.bit_generator.state)
    model.run_for(3)
    assert (model.random.getstate(), model.rng.bit_generator.state) == states


@pytest.mark.parametrize("twin", [Municipality.copy, copy.copy, copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_a_copy_lives_the_same_future_by_itself(found: Founder, twin: Callable[[Municipality], Municipality]) -> None:
    model = found(regime="hybrid", reform_week=4)
    model.run_for(3)
    other = twin(model)
    other.run_for(4)
    assert model.time == 3
    at_three = collected(model)
    model.run_for(4)
    assert collected(other).tobytes() == collected(model).tobytes()
    assert collected(model)[:3].tobytes() == at_three.tobytes()
    assert other.agents_by_type[Employee].to_list()[0] != model.agents_by_type[Employee].to_list()[0]


def test_it_steps_interpreted_as_well(model: Municipality) -> None:
    """For a debugger that stops inside a rule."""
    code = (
        f"import sim; from sim.model import Employee; model = sim.Municipality(setting={SMALL!r}, rng=1); model.step();"
        "employees = model.agents_by_type[Employee]; print(employees.agg('motivation', sum).hex());"
        "employees.set('motivation', 0.5); print(model.agents.to_list()[0].motivation)"
    )
    environment = os.environ | {"STYREFORM_INTERPRETED": "1"}
    command = [sys.executable, "-c", code]
    answer = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    assert answer.stdout.split() == [model.agents_by_type[Employee].agg("motivation", sum).hex(), "0.5"]


# what it is made of


def test_the_keywords_are_those_of_the_scenario() -> None:
    keywords = set(inspect.signature(Municipality).parameters)
    assert keywords == {*CHOICES, "rng", "scenario", "reporters"}


def test_alone_it_is_the_reference_municipality_under_the_baseline() -> None:
    chosen = {name: parameter.default for name, parameter in inspect.signature(sim.Municipality).parameters.items()}
    assert chosen["setting"] == "danish_reference"
    assert chosen["regime"] == "baseline"
    assert chosen["burn_in"] == chosen["reform_week"] == 0


def test_a_scenario_says_the_same_as_keywords(found: Founder) -> None:
    chosen = {"setting": SMALL, "regime": "trust + targets*0.5", "overhead": "equal", "documentation": "coded"}
    model = Municipality(scenario=MunicipalityScenario(rng=3, **chosen))
    twin = found(rng=3, **chosen)
    model.run_for(3)
    twin.run_for(3)
    assert collected(model).tobytes() == collected(twin).tobytes()
    assert model.scenario.regime == "trust + targets*0.5"
    assert model.scenario.seed == twin.scenario.seed == 3


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"regime": "trsut"}, 'Did you mean "trust"?'),
        ({"setting": "four_unit"}, 'Did you mean "four_units"?'),
        ({"parameters": {"disposition_shar": 0.5}}, 'Did you mean "disposition_share"?'),
        ({"parameters": {"disposition_share": 7.0}}, "out of range"),
        ({"overhead": "equall"}, 'Did you mean "equal"?'),
        ({"documentation": "code"}, 'Did you mean "coded"?'),
        ({"burn_in": 1.5}, "burn_in needs a whole number of weeks"),
        ({"reform_week": -1}, "reform_week needs a whole number of weeks"),
        ({"events": [{"kind": "tendr", "week": 1}]}, 'Did you mean "tender"'),
        ({"events": ["tender"]}, "an event is a table of keys and values"),
        *(({"rng": seed}, "rng needs a seed, a whole number") for seed in (None, 1.0, "1", True, -1, 2**64, [1])),
        ({"scenario": mesa.experimental.scenarios.Scenario(rng=1)}, "MunicipalityScenario"),
        ({"scenario": MunicipalityScenario(rng=1), "rng": None}, "give a scenario or keywords, not both"),
    ],
)
def test_a_wrong_choice_is_told_in_one_message(found: Founder, choices: dict[str, Any], says: str) -> None:
    with pytest.raises(Mistake) as told:
        found(**choices)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_a_scenario_has_no_other_choices() -> None:
    with pytest.raises(Mistake, match='Did you mean "regime"'):
        MunicipalityScenario(rng=1, regim="trust")


def test_seeds_of_numpy_are_whole_numbers_too(found: Founder) -> None:
    assert found(rng=np.int64(5)).scenario.seed == 5


# Mesa's own ways of touching it


def tired(model: Municipality) -> int:
    return len(model.agents_by_type[Employee].select(lambda employee: employee.exhaustion > 0.3))


def test_a_reporter_is_collected_beside_the_measures(found: Founder) -> None:
    model = found(reporters={"tired": tired, "weeks": "time"})
    model.run_for(4)
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == [*NAMES, "tired", "weeks"]
    assert frame["weeks"].tolist() == [1, 2, 3, 4]
    assert frame["tired"].iloc[-1] == tired(model)


def test_a_collector_of_the_users_own_takes_the_place_of_the_models(found: Founder) -> None:
    model = found()
    model.datacollector = mesa.DataCollector(
        agenttype_reporters={Employee: {"motivation": "motivation", "ill": lambda employee: employee.spell > 0}}
    )
    model.run_for(2)
    frame = model.datacollector.get_agenttype_vars_dataframe(Employee)
    assert len(frame) == 2 * len(model.agents_by_type[Employee])
    assert frame.loc[2]["motivation"].tolist() == model.agents_by_type[Employee].get("motivation")


def test_an_event_that_sets_an_attribute_changes_the_run_from_then_on(found: Founder) -> None:
    model, by_hand, untouched = found(), found(), found()

    def exhaust_everybody() -> None:
        model.agents_by_type[Employee].set("exhaustion", 0.9)

    model.schedule_event(exhaust_everybody, at=3)
    model.run_for(6)
    by_hand.run_for(3)
    for employee in by_hand.agents_by_type[Employee]:
        employee.exhaustion = 0.9
    by_hand.run_for(3)
    untouched.run_for(6)
    assert collected(model).tobytes() == collected(by_hand).tobytes()
    assert collected(model)[:3].tobytes() == collected(untouched)[:3].tobytes()
    assert model.measures["exhaustion"] > untouched.measures["exhaustion"] + 0.2


def test_events_may_recur(found: Founder) -> None:
    model, weeks = found(), []

    def look() -> None:
        weeks.append(model.time)

    model.schedule_recurring(look, mesa.time.Schedule(interval=2, start=2))
    model.run_for(5)
    assert weeks == [2, 4]


class Journalist(mesa.Agent):
    """An agent of a user's own."""


def test_a_user_may_add_agents(model: Municipality) -> None:
    people = len(model.agents)
    journalist = Journalist(model)
    journalist.reach = 0.25
    assert journalist.unique_id == people + 1
    assert len(model.agents) == people + 1
    assert journalist in model.agents
    assert Journalist in model.agent_types
    assert list(model.agents_by_type[Journalist]) == [journalist]
    assert model.agents.agg("reach", [len, max]) == [1, 0.25]
    assert model.agents.select(agent_type=Journalist).to_list() == [journalist]
    everybody = model.agents
    everybody.select(agent_type=Journalist).set("reach", 0.75)
    assert journalist.reach == 0.75
    journalist.remove()
    assert len(everybody) == len(model.agents) == people
    model.remove_all_agents()
    assert len(model.agents) == people
