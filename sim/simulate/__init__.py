"""Weeks, with events and reforms between them, and measures recorded."""

from sim.simulate.simulation import Simulation, founded

__all__ = ["Simulation", "founded"]
