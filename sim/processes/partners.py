"""Partner organisations outside the municipality."""

from sim.rule import Parameters, Table, process
from sim.rules.cases import remembered_coordination
from sim.rules.cost import share_saved
from sim.state.tables import WEEKS_PER_YEAR


@process
def cooperate_with_partners(municipalities: Table, units: Table, partners: Table, p: Parameters) -> None:
    """Partners remember the cases they share with the units, and what they saved on them (E24, E51)."""
    for n in range(len(partners)):
        partner = partners[n]
        municipality = municipalities[partner.municipality]
        level = mean_coordination(municipality, units)
        cases_per_unit = partner.shared_cases / municipality.units
        partner.coordination = remembered_coordination(partner.coordination, cases_per_unit, level, p)
        if partner.shared_cases > 0:
            saved = share_saved(partner.work, partner.usual_work)
            partner.saved_share += (saved - partner.saved_share) / WEEKS_PER_YEAR


@process
def mean_coordination(municipality: Table, units: Table) -> float:
    """Mean relational coordination of a municipality's units."""
    coordination = 0.0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        coordination += units[u].relational_coordination
    return coordination / municipality.units


@process
def count_partner_costs(municipalities: Table, units: Table, partners: Table) -> None:
    """What partners spend on shared cases, against the municipality's wages at the start (E42, E51)."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        work, posts = 0.0, 0.0
        for n in range(municipality.first_partner, municipality.first_partner + municipality.partners):
            work += partners[n].work * municipality.need_of_a_citizen
        for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
            posts += units[u].posts_at_start
        municipality.partner_cost = work / posts
