"""A small world by hand for the processes that handle proposals: tables with just the columns these read."""

from types import SimpleNamespace
from typing import Any

from conftest import REFERENCE_CENTRE, baseline_levers
from sim.draws import moment
from sim.evidence import parameter_set
from sim.state import tables
from sim.state.records import columns_of, empty_quantities, empty_table, record
from sim.state.tables import LOCI, PROPOSALS_PER_UNIT, TABLES
from tests.processes.compiled import (
    abandon_practices,
    adjust_posts,
    carry_into_operation,
    change_way_of_working,
    copy_practices,
    drop_the_forgotten,
    have_ideas,
    hold_meetings,
    propose_from_above,
    refresh_practice,
    show_practices,
    take_stock,
    world_changes,
)

SERVICES = 2
POLITICIANS = 5


def fill(row: Any, values: dict[str, float]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def small_world(municipalities: int = 2, units: int = 4, employees: int = 6, seed: int = 1) -> SimpleNamespace:
    """``municipalities`` of ``units`` units of ``employees`` in two teams, two services in turn, at the baseline."""
    columns = {table.name: table.columns for table in TABLES}
    many = municipalities * units
    pairs_each = units * (units - 1) // 2

    def table(name: str, rows: int) -> Any:
        return empty_table(columns[name], rows)

    w = SimpleNamespace(
        municipalities=table("municipalities", municipalities),
        services=table("services", SERVICES),
        centres=table("centres", SERVICES),
        units=table("units", many),
        teams=table("teams", 2 * many),
        employees=table("employees", many * employees),
        line_managers=table("line_managers", many),
        politicians=table("politicians", municipalities * POLITICIANS),
        union_representatives=table("union_representatives", municipalities),
        steering_groups=table("steering_groups", municipalities),
        pairs=table("pairs", municipalities * pairs_each),
        proposals=table("proposals", many * PROPOSALS_PER_UNIT),
        practices=table("practices", many * LOCI),
        locus_ages=table("locus_ages", SERVICES * LOCI),
        lots=table("lots", many * employees),
        sights=table("sights", many * (units // SERVICES - 1)),
        shown=table("shown", many),
        formal=empty_quantities(baseline_levers(), municipalities),
        enacted=empty_quantities(baseline_levers(), many),
        baseline=empty_quantities(baseline_levers(), 1),
        p=parameter_set().record(),
        seed=seed,
        week=0,
    )
    for s in range(SERVICES):
        fill(w.services[s], {"id": s, "measurability": 0.4 + 0.2 * s, "complexity": 0.3 + 0.3 * s})
        centre = {name: value for name, value in REFERENCE_CENTRE.items() if name in names_of(columns["centres"])}
        fill(w.centres[s], centre)
    for lever_table in (w.formal, w.enacted, w.baseline):
        for i in range(len(lever_table)):
            fill(lever_table[i], baseline_levers())
    for m in range(municipalities):
        found_municipality(w, m, units, pairs_each)
    for u in range(many):
        found_unit(w, u, units, employees)
    return w


def names_of(columns: Any) -> set[str]:
    return {column.name for column in columns}


def found_municipality(w: SimpleNamespace, m: int, units: int, pairs_each: int) -> None:
    fill(
        w.municipalities[m],
        {
            "id": m,
            "first_unit": m * units,
            "units": units,
            "first_politician": m * POLITICIANS,
            "politicians": POLITICIANS,
            "first_representative": m,
            "representatives": 1,
            "first_pair": m * pairs_each,
        },
    )
    fill(w.steering_groups[m], {"id": m, "municipality": m})
    fill(
        w.union_representatives[m],
        {"id": m, "municipality": m, "credibility": 0.5, "workload": 1.0, "insecurity": 0.11, "members": 20},
    )
    for seat in range(POLITICIANS):
        fill(
            w.politicians[m * POLITICIANS + seat],
            {"id": m * POLITICIANS + seat, "ideology": (seat + 0.5) / POLITICIANS},
        )
    row = m * pairs_each
    for one in range(units):
        for other in range(one + 1, units):
            fill(w.pairs[row], {"unit": m * units + one, "other": m * units + other})
            row += 1


def found_unit(w: SimpleNamespace, u: int, units: int, employees: int) -> None:
    m = u // units
    same_service = [v for v in range(m * units, (m + 1) * units) if v % SERVICES == u % SERVICES and v != u]
    first_sight = u * len(same_service)
    for number, other in enumerate(same_service):
        fill(w.sights[first_sight + number], {"seen": other})
    fill(
        w.units[u],
        {
            "id": u,
            "municipality": m,
            "service": u % SERVICES,
            "first_employee": u * employees,
            "employees": employees,
            "first_team": 2 * u,
            "teams": 2,
            "line_manager": u,
            "representative": m,
            "first_sight": first_sight,
            "sights": len(same_service),
            "first_proposal": u * PROPOSALS_PER_UNIT,
            "soft_enactment": 0.5,
            "load_ratio": 1.0,
            "aspiration": 0.6,
            "seen_result": 0.6,
            "measured_quality": 0.5 + 0.01 * u,
            "perceived_influence": 0.24,
            "mean_trust_in_organisation": 0.55,
            "posts": float(employees),
            "posts_at_start": float(employees),
            "posts_allowed": float(employees),
            "team_share": 0.3,
            "team_aim": 0.3,
        },
    )
    fill(w.line_managers[u], {"id": u, "unit": u, "support": 0.59})
    for t in (0, 1):
        fill(
            w.teams[2 * u + t],
            {
                "id": 2 * u + t,
                "unit": u,
                "first_employee": u * employees + t * employees // 2,
                "employees": employees // 2,
                "psychological_safety": 0.6,
            },
        )
    for e in range(employees):
        fill(
            w.employees[u * employees + e],
            {
                "id": u * employees + e,
                "unit": u,
                "team": 2 * u + (1 if e >= employees // 2 else 0),
                "filled": 1,
                "motivation": 0.61,
                "job_insecurity": 0.11,
                "voice_efficacy": 0.5,
            },
        )
    for locus in range(LOCI):
        fill(w.practices[u * LOCI + locus], {"bit": (u + locus) % 2, "proposal": -1})


def set_lever(w: SimpleNamespace, name: str, value: float) -> None:
    for i in range(len(w.enacted)):
        setattr(w.enacted[i], name, value)


def set_bodies(w: SimpleNamespace, decides_by: int, duty: int = 0, citizens: int = 0) -> None:
    for m in range(len(w.municipalities)):
        fill(w.municipalities[m], {"decides_by": decides_by, "duty_in_force": duty, "citizens_at_table": citizens})


def live(w: SimpleNamespace, weeks: int = 1) -> None:
    """Live weeks in which only proposals move."""
    for _ in range(weeks):
        now = moment(w.week, w.seed)
        landscape = (w.services, w.centres, w.practices, w.locus_ages)
        world_changes(w.units, *landscape, w.p, now)
        have_ideas(
            w.municipalities, w.services, w.centres, w.units, w.teams, w.employees, w.union_representatives, w.pairs,
            w.proposals, w.practices, w.locus_ages, w.lots, w.enacted, w.baseline, w.p, now,
        )  # fmt: skip
        propose_from_above(
            w.municipalities, w.services, w.units, w.politicians, w.union_representatives, w.proposals, w.practices,
            w.locus_ages, w.enacted, w.p, now,
        )  # fmt: skip
        hold_meetings(
            w.municipalities, w.services, w.centres, w.units, w.teams, w.employees, w.politicians,
            w.union_representatives, w.steering_groups, w.proposals, w.enacted, w.p, now,
        )  # fmt: skip
        drop_the_forgotten(w.units, w.employees, w.proposals, w.p, now)
        carry_into_operation(
            w.municipalities, w.services, w.centres, w.units, w.employees, w.line_managers, w.pairs, w.proposals,
            w.practices, w.locus_ages, w.enacted, w.p, now,
        )  # fmt: skip
        abandon_practices(
            w.municipalities, w.services, w.centres, w.units, w.employees, w.pairs, w.proposals, w.practices,
            w.locus_ages, w.p, now,
        )  # fmt: skip
        show_practices(w.units, w.practices, w.shown)
        copy_practices(
            w.services, w.units, w.employees, w.sights, w.shown, w.proposals, w.practices, w.locus_ages, w.enacted,
            w.baseline, w.p, now,
        )  # fmt: skip
        take_stock(w.units, w.proposals)
        adjust_posts(w.units, w.union_representatives, w.p)
        change_way_of_working(w.units, w.line_managers, w.formal, w.enacted, w.p)
        w.week += 1


def total(w: SimpleNamespace, column: str) -> float:
    return sum(columns_of(w.units)[column])


__all__ = ["fill", "live", "record", "refresh_practice", "set_bodies", "set_lever", "small_world", "tables", "total"]
