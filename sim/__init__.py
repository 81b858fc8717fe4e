"""styreform: an agent-based model of how public services are steered, and a laboratory around it.

``sim.Municipality`` is the face of one run, a ``mesa.Model``. It is imported when first asked for, since Mesa takes
half a second to load and a batch of runs never needs it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.model import Municipality

__version__ = "0.1.0"
__all__ = ["Municipality", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Municipality":
        from sim.model import Municipality

        return Municipality
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
