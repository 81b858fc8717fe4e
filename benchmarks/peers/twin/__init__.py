"""The twin: the municipality once more, as an ordinary Mesa model with one Python object per agent.

Written from the processes a second time and sharing only the rules and the keyed draws with them, it must live the same
weeks to the last bit. It is slow and plain: a reader who knows Mesa can follow every week in it.
"""

from benchmarks.peers.twin.model import MesaTwin

__all__ = ["MesaTwin"]
