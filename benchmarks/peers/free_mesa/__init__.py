"""The model as a good Mesa modeller would write it, and once more fused by hand: an object per agent either way."""

from benchmarks.peers.free_mesa.fused import FusedMesa
from benchmarks.peers.free_mesa.model import FreeMesa

__all__ = ["FreeMesa", "FusedMesa"]
