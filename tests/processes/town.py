"""A small hand-made world for the processes of council, administration, citizens, cases, contracts and books.

Every state stands at the reference centre of conftest.py, so that what a test moves is all that moves.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sim.evidence import parameter_set
from sim.rules.citizens import usual_satisfaction
from sim.state.records import empty_quantities, empty_table
from sim.state.tables import TABLES

LEVERS_FILE = Path(__file__).parents[2] / "sim" / "regimes" / "levers.toml"
LEVERS = {name: float(lever["baseline"]) for name, lever in tomllib.loads(LEVERS_FILE.read_text("utf-8")).items()}
COLUMNS = {table.name: table.columns for table in TABLES}

POSTS = 20
CITIZENS = 100
TIES = 4

CENTRE = {
    "quality": 0.6, "measured_quality": 0.59, "exhaustion": 0.3, "administrator_trust": 0.55, "job_insecurity": 0.11,
    "effort": 0.74, "absence": 0.053, "relational_coordination": 0.49, "case_coordination": 0.6,
    "partner_coordination": 0.55, "politician_trust": 0.49, "blame": 0.3, "perceived_quality": 0.55,
    "continuity": 0.8, "citizen_trust": 0.55, "coproduction": 0.27, "complaint_rate": 0.0004, "rule_hours": 0.058,
    "hours_per_case": 1.5, "support": 0.59, "motivation": 0.61, "skill": 0.65, "justice": 0.39,
}  # fmt: skip


def put(table: Any, **values: float) -> None:
    """The same values into every row."""
    for row in range(len(table)):
        for name, value in values.items():
            setattr(table[row], name, value)


def town(units: int = 30, municipalities: int = 1, formal: Mapping[str, float] | None = None) -> Any:
    """Municipalities of ``units`` units at the baseline centre; ``formal`` moves levers asked and lived."""
    sizes = {
        "municipalities": municipalities, "services": 4, "centres": 4, "units": units, "employees": units * POSTS,
        "central_administrators": 4, "politicians": 15, "union_representatives": 2, "citizens": units * CITIZENS,
        "experiences": units * CITIZENS, "lots": units * CITIZENS, "cases": units * CITIZENS,
        "pairs": units * (units - 1) // 2,
        "ties": units * TIES, "partners": 3, "ledgers": units, "choices": 0,
    }  # fmt: skip
    once = {"municipalities", "services", "centres"}
    world = SimpleNamespace(p=parameter_set().record())
    for name, rows in sizes.items():
        setattr(world, name, empty_table(COLUMNS[name], rows if name in once else rows * municipalities))
    for name, rows in (("formal", municipalities), ("enacted", units * municipalities)):
        setattr(world, name, empty_quantities(LEVERS, rows))
        put(getattr(world, name), **(LEVERS | dict(formal or {})))
    world.providers = empty_table(COLUMNS["units"], 0)
    put(world.centres, **CENTRE)
    for row, measurability in enumerate((0.85, 0.5, 0.45, 0.3)):
        world.services[row].measurability = measurability
        world.services[row].complexity = 0.5
    for m in range(municipalities):
        _settle(world, m, units)
    return world


def _settle(world: Any, m: int, units: int) -> None:
    first = {
        "unit": m * units, "employee": m * units * POSTS, "citizen": m * units * CITIZENS, "politician": m * 15,
        "administrator": m * 4, "representative": m * 2, "partner": m * 3, "pair": m * units * (units - 1) // 2,
    }  # fmt: skip
    municipality = world.municipalities[m]
    for name, row in first.items():
        setattr(municipality, f"first_{name}", row)
    put(
        world.municipalities[m : m + 1], units=units, employees=units * POSTS, citizens=units * CITIZENS,
        politicians=15, administrators=4, representatives=2, partners=3, rules=20.0, audit_factor=1.0,
        need_of_a_citizen=1.0,
        majority_share=0.6, tender_rate=0.03, complaint_rate=0.0004,
        wish_for_competition=0.71, id=m,
    )  # fmt: skip
    for place in range(units):
        _open_unit(world, m, place, units, first)
    for place in range(15):
        put(
            world.politicians[m * 15 + place : m * 15 + place + 1], id=m * 15 + place, municipality=m,
            in_majority=1 if place < 9 else 0, ideology=(place + 0.5) / 15, trust=0.49, trust_trait=0.49, blame=0.3,
        )  # fmt: skip
    put(world.central_administrators[m * 4 : m * 4 + 4], municipality=m, trust_trait=0.55)
    put(world.union_representatives[m * 2 : m * 2 + 2], municipality=m, credibility=0.5, workload=1.0, insecurity=0.11)
    for place in range(3):
        put(
            world.partners[m * 3 + place : m * 3 + place + 1], id=m * 3 + place, municipality=m, service=place,
            coordination=0.55,
        )  # fmt: skip
    k = first["pair"]
    for one in range(units):
        for other in range(one + 1, units):
            put(world.pairs[k : k + 1], unit=first["unit"] + one, other=first["unit"] + other, coordination=0.6)
            k += 1


def _open_unit(world: Any, m: int, place: int, units: int, first: Mapping[str, int]) -> None:
    u = first["unit"] + place
    put(
        world.units[u : u + 1], id=u, municipality=m, service=place % 4, first_employee=u * POSTS, employees=POSTS,
        administrator=first["administrator"] + place % 4, representative=first["representative"] + 1, citizens=CITIZENS,
        first_informal_tie=u * TIES, informal_ties=TIES, quality=0.6, measured_quality=0.59, peers_quality=0.65,
        mean_exhaustion=0.3, target=0.62, trust_of_administrator=0.55, seen_result=0.6, aspiration=0.6,
        audit_rate=0.06, absence=0.05,
        team_share=0.3, relational_coordination=0.49, competition_exposure=0.25, load_ratio=1.0,
        mean_job_insecurity=0.11, mean_gaming=0.01, documentation=0.15, posts=20.0, posts_at_start=20.0,
        posts_allowed=20.0,
        complaint_rate=0.0004, last_rule_week=-100000, mean_perceived_quality=0.55,
    )  # fmt: skip
    for step in range(1, TIES + 1):
        put(world.ties[u * TIES + step - 1 : u * TIES + step], unit=u, other=first["unit"] + (place + step) % units)
    for e in range(u * POSTS, (u + 1) * POSTS):
        put(
            world.employees[e : e + 1], id=e, unit=u, filled=1, effort=0.74, absence_last_year=0.053,
            temporary=1 if e % 20 < 3 else 0, contract_weeks_left=1 + (e * 7) % 65 if e % 20 < 3 else 0,
        )  # fmt: skip
    everybody = units * CITIZENS
    for i in range(u * CITIZENS, (u + 1) * CITIZENS):
        tie = {f"tie_{n}": first["citizen"] + (i * 31 + 7 * n) % everybody for n in range(1, 6)}
        liability = 0.9 * (((i * 37) % 100) / 50 - 0.99)
        put(
            world.citizens[i : i + 1], id=i, unit=u, expectation=0.55, trust=0.55,
            trust_trait=0.55, coproduction=0.27, satisfaction=0.8,
            satisfaction_liability=liability, usual_satisfaction=usual_satisfaction(liability, world.p),
            **tie,
        )  # fmt: skip
        world.experiences[i].outcome = 0.55
