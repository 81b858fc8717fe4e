"""Union representatives: how their members are, and whether they believe in the guarantee against tendering."""

from sim.rule import Parameters, Table, process
from sim.rules.contracts import credibility


@process
def hear_members(municipalities: Table, union_representatives: Table, units: Table, employees: Table) -> None:
    """Representatives know the mean workload and insecurity of their members; the chief those of all."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        chief = municipality.first_representative
        for r in range(chief, chief + municipality.representatives):
            members, workload, insecurity = 0, 0.0, 0.0
            for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
                unit = units[u]
                if r == chief or unit.representative == r:
                    here = members_in(unit, employees)
                    members += here
                    workload += here * unit.load_ratio
                    insecurity += here * unit.mean_job_insecurity
            representative = union_representatives[r]
            representative.members = members
            representative.workload = workload / max(1, members)
            representative.insecurity = insecurity / max(1, members)


@process
def members_in(unit: Table, employees: Table) -> int:
    """The members in a unit: everybody who fills a post."""
    members = 0
    for e in range(unit.first_employee, unit.first_employee + unit.employees):
        members += employees[e].filled
    return members


@process
def believe_guarantee(
    municipalities: Table, union_representatives: Table, units: Table, formal: Table, p: Parameters
) -> None:
    """A guarantee that is kept slowly becomes credible; taken back or broken by a tender, it is worth nothing."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        is_asked = formal[m].no_tender_guarantee > 0.0
        was_asked = municipality.guarantee_asked == 1
        is_broken = was_asked and (not is_asked or has_tendered(municipality, units))
        first = municipality.first_representative
        for r in range(first, first + municipality.representatives):
            representative = union_representatives[r]
            representative.credibility = credibility(
                representative.credibility, municipality.guarantee, is_asked, is_broken, p
            )
        municipality.guarantee_asked = 1 if is_asked else 0


@process
def has_tendered(municipality: Table, units: Table) -> bool:
    """Whether a unit of the municipality was put out to tender last week."""
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        if units[u].tendered == 1:
            return True
    return False
