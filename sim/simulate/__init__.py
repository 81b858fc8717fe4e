"""Weeks, with events and reforms between them, and measures recorded."""

from sim.simulate.fixed_point import baseline_is_known
from sim.simulate.simulation import Simulation, founded

__all__ = ["Simulation", "baseline_is_known", "founded"]
