"""Private providers enter where citizens are first allowed to choose, by a reform or an event (docs/model.md E45)."""

from sim.draws import moment
from sim.events.event import Scene
from sim.events.markets import ask_on_contract
from sim.initialisation.providers import with_providers
from sim.regimes.contract import ON_CONTRACT
from sim.state.world import World


def with_entrants(world: World, week: int, seed: int) -> World:
    """The same world, with private providers where user choice is asked for and none have entered yet."""
    for m in range(len(world.municipalities)):
        municipality = world.municipalities[m]
        if world.formal[m].user_choice > 0.0 and municipality.providers == 0:
            if municipality.steers_contracts == 0:
                ask_on_contract(Scene(world, m, (), moment(week, seed), 0), ON_CONTRACT)
            world = with_providers(world, m, seed)
    return world
