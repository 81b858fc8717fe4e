"""What steering asks: levers and their laws, instruments, regimes, reforms in time."""

from sim.regimes.fold import Conflict, Part, fold
from sim.regimes.folder import names, scenario_file, scenario_folder
from sim.regimes.formal import derived_documentation, formal_values
from sim.regimes.instruments import Instrument, load_instrument
from sim.regimes.levers import BASELINE, LEVERS, Lever
from sim.regimes.overhead import governance_hours
from sim.regimes.reforms import Reform, Timeline, phases, programme, timeline
from sim.regimes.regime import Regime, read_regime, regime_of
from sim.regimes.scenario import load_regime
from sim.regimes.words import describe_instrument, describe_lever, describe_regime

__all__ = [
    "BASELINE",
    "LEVERS",
    "Conflict",
    "Instrument",
    "Lever",
    "Part",
    "Reform",
    "Regime",
    "Timeline",
    "derived_documentation",
    "describe_instrument",
    "describe_lever",
    "describe_regime",
    "fold",
    "formal_values",
    "governance_hours",
    "load_instrument",
    "load_regime",
    "names",
    "phases",
    "programme",
    "read_regime",
    "regime_of",
    "scenario_file",
    "scenario_folder",
    "timeline",
]
