"""Citizens: the cases they bring, what they think of the services, and whether they complain."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor, mean
from sim.draws import CASE_ARRIVAL, CASE_OUTCOME, CASE_UNITS, COMPLAINT, PARTNER_JOINS, draw, draw_between, draws4
from sim.rules.cases import case_outcome, joining_chance, work_of_a_case
from sim.rules.citizens import (
    citizen_trust,
    complaint_chance,
    coproduction_goal,
    perceived_quality,
    satisfaction,
    wish_for_competition,
)
from sim.rules.shape import normal

if TYPE_CHECKING:
    from benchmarks.peers.twin.municipality import Municipality
    from benchmarks.peers.twin.partners import Partner
    from benchmarks.peers.twin.units import Unit


@dataclass
class Case:
    """A citizen's case of this week."""

    units: list["Unit"]
    """The citizen's own unit, and those that a complex case calls in."""
    partner: "Partner | None" = None
    coordination: float = 1.0
    """Mean relational coordination between those needed; a simple case needs none."""
    work: float = 0.0
    """The work it is to the citizen's own unit."""
    outcome: float = 0.0


class Citizen(Actor):
    """A citizen whom one unit serves."""

    unit: "Unit"
    municipality: "Municipality"
    acquaintances: list["Citizen"]
    case: Case | None
    """This week's."""
    satisfaction_liability: float
    usual_satisfaction: float
    trust_trait: float
    expectation: float
    perceived_quality: float
    satisfaction: float
    trust: float
    coproduction: float
    last_outcome: float
    wishes_competition: float

    # cases

    def bring_case(self) -> None:
        """Some citizens have a case this week; complex ones call in other units (E43, E51)."""
        self.case = None
        arrives, how_complex, _, _ = draws4(self.now, CASE_ARRIVAL, self.id, 0)
        if arrives >= self.p.case_rate:
            return
        if how_complex < self.unit.service.complexity and len(self.municipality.units) > 1:
            self.case = self.complex_case()
        else:
            self.case = Case([self.unit], work=self.unit.centre.hours_per_case)
        self.municipality.cases += 1
        self.unit.cases += 1
        self.unit.case_hours += self.case.work

    def complex_case(self) -> Case:
        """A case that needs two or three units, and perhaps a partner."""
        case = Case([self.unit, *self.units_called()])
        case.coordination = self.coordination_between(case.units)
        rework_share = 1.0
        is_called, which, joins, _ = draws4(self.now, PARTNER_JOINS, self.id, 0)
        if is_called < self.p.partner_chance and self.municipality.partners:
            case.partner = self.partner_called(which)
            rework_share = self.ask_partner(case, case.partner, joins)
        case.work = work_of_a_case(case.coordination, rework_share, self.unit.centre, self.p)
        return case

    def units_called(self) -> list["Unit"]:
        """One or two more units; structures across units make it the same ones again (model.md 9)."""
        known, which, known_third, which_third = draws4(self.now, CASE_UNITS, self.id, 0)
        structures = self.unit.lived.cross_unit_structures
        second = self.unit_called(known < structures, which)
        third = self.unit_called(known_third < structures, which_third)
        is_needed = draw_between(self.now, CASE_UNITS, self.id, 1) < self.p.third_unit_chance
        return [second, third] if is_needed and third is not second else [second]

    def unit_called(self, is_known: bool, which: float) -> "Unit":
        """Another unit: one that the citizen's own unit has an informal tie with, or any."""
        if is_known and self.unit.informal_ties:
            among = self.unit.informal_ties
        else:
            among = [unit for unit in self.municipality.units if unit is not self.unit]
        return among[int(which * len(among))]

    def coordination_between(self, units: list["Unit"]) -> float:
        """Mean relational coordination between two or three units; each pair of them counts a shared case."""
        pair_of = self.municipality.pair_of
        own, second, *third = units
        coordination = pair_of(own, second).share_case()
        for other in third:
            coordination += pair_of(own, other).share_case()
            coordination = (coordination + pair_of(second, other).share_case()) / 3.0
        return coordination

    def partner_called(self, which: float) -> "Partner":
        """One of the partners for the unit's service, or one of all where there is none."""
        partners = self.municipality.partners
        among = [partner for partner in partners if partner.service is self.unit.service] or partners
        return among[int(which * len(among))]

    def ask_partner(self, case: Case, partner: "Partner", joins: float) -> float:
        """The partner takes part or not; the share of the rework that stays with the unit."""
        p, centre = self.p, self.unit.centre
        if joins >= joining_chance(partner.coordination, partner.saved_share, partner.service.centre, p):
            case.coordination = 0.0
            return 1.0
        case.coordination = (case.coordination + partner.coordination) / 2.0
        partner.shared_cases += 1
        partner.usual_work += centre.hours_per_case
        partner.work += work_of_a_case(case.coordination, p.share_of_savings_at_partners, centre, p)
        return 1.0 - p.share_of_savings_at_partners

    def conclude_case(self) -> None:
        """The case comes to an outcome, which the citizen remembers (E43)."""
        case = self.case
        if case is None:
            return
        u1, u2, _, _ = draws4(self.now, CASE_OUTCOME, self.id, 0)
        quality = mean(unit.quality for unit in case.units)
        case.outcome = case_outcome(quality, case.coordination, normal(u1, u2), self.p)
        self.last_outcome = case.outcome

    # what they think

    def judge_services(self) -> None:
        """The citizen perceives quality, is satisfied or not, trusts, takes part, wishes for competition (E39-E41)."""
        p = self.p
        of_acquaintances = mean(other.last_outcome for other in self.acquaintances)
        perceived = perceived_quality(self.last_outcome, of_acquaintances, self.unit.impression, p)
        satisfied = satisfaction(self.satisfaction_liability, perceived, self.expectation, self.unit.centre, p)
        change = satisfied - self.usual_satisfaction
        at_table = float(self.municipality.citizens_at_table)
        support = self.unit.coproduction_support
        goal = coproduction_goal(self.trust, at_table, support, p)
        self.coproduction += (goal - self.coproduction) / p.coproduction_weeks
        self.trust = citizen_trust(self.trust, self.trust_trait, change, at_table, support, p)
        self.expectation += (perceived - self.expectation) / p.expectation_weeks
        self.wishes_competition = wish_for_competition(change, p)
        self.perceived_quality = perceived
        self.satisfaction = satisfied

    def complain(self) -> None:
        """Some citizens with a case complain (E44)."""
        if self.case is None:
            return
        change = self.satisfaction - self.usual_satisfaction
        if draw(self.now, COMPLAINT, self.id) < complaint_chance(change, self.unit.unmet_need, self.p):
            self.unit.complaints += 1
