"""One run as a Mesa model: ``Municipality``, its scenario, and its agents as windows on the rows of tables.

Only this room imports Mesa. It uses only what Mesa 3.5 and Mesa 4 share: tests/model/test_mesa_contract.py
lists it.
"""

from sim.model.agent_sets import AgentSet
from sim.model.municipality import Municipality
from sim.model.scenario import MunicipalityScenario
from sim.model.windows import (
    KINDS,
    CentralAdministrator,
    Citizen,
    Employee,
    LineManager,
    Politician,
    UnionRepresentative,
    Window,
)

__all__ = [
    "KINDS",
    "AgentSet",
    "CentralAdministrator",
    "Citizen",
    "Employee",
    "LineManager",
    "Municipality",
    "MunicipalityScenario",
    "Politician",
    "UnionRepresentative",
    "Window",
]
