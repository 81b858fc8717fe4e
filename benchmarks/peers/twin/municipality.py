"""Municipalities: the times they live in, what is formally asked in them, and the forms in which they decide."""

from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor, added, mean, mean_by_parts
from benchmarks.peers.twin.bodies import line_and_administration_meet, teams_meet
from sim.draws import ENACTED_FORM, MUNICIPAL_LEVEL, draw_between, draws4
from sim.rule import Levers
from sim.rules.illness import municipal_level_next, path_level
from sim.rules.incidents import for_thirty_units
from sim.rules.load import weekly_growth
from sim.rules.shape import normal
from sim.state.tables import DELEGATED, HIERARCHY, WEEKS_PER_YEAR

if TYPE_CHECKING:
    from benchmarks.peers.twin.central_administrators import CentralAdministrator
    from benchmarks.peers.twin.citizens import Citizen
    from benchmarks.peers.twin.council import Council
    from benchmarks.peers.twin.employees import Employee
    from benchmarks.peers.twin.pairs import Pair
    from benchmarks.peers.twin.partners import Partner
    from benchmarks.peers.twin.politicians import Politician
    from benchmarks.peers.twin.steering_group import SteeringGroup
    from benchmarks.peers.twin.union_representatives import UnionRepresentative
    from benchmarks.peers.twin.units import Unit

_MEETING_WEEKS = 4
_SET_FROM_OUTSIDE = ("efficiency_demand", "self_certification")
"""Levers that the economy and the state set: no reform moves them."""


class Municipality(Actor):
    """A municipality, with everything and everybody in it."""

    formal: Levers
    """Lever values formally asked."""
    asked_before: Levers
    """Lever values asked before the latest change."""
    measures: dict[str, float]
    """This week's measures, by name (sim/measures/catalogue.py)."""
    tallies: dict[str, float]
    """What the measures had counted by last week."""

    # everything and everybody in it
    council: "Council"
    steering_group: "SteeringGroup"
    units: list["Unit"]
    employees: list["Employee"]
    administrators: list["CentralAdministrator"]
    politicians: list["Politician"]
    representatives: list["UnionRepresentative"]
    citizens: list["Citizen"]
    partners: list["Partner"]
    pairs: dict[frozenset["Unit"], "Pair"]

    # the times
    absence_level: float
    national_level: float
    national_drift: float
    size_factor: float
    need_of_a_citizen: float
    demand_growth: float

    # what is asked, and who decides
    reform_started: int
    reform_week: int
    hard_enactment: float
    guarantee: float
    guarantee_asked: bool
    decides_by: int
    duty_in_force: bool
    citizens_at_table: bool

    # what the council decides
    rules: float
    national_rules: float
    rules_made: int
    rules_repealed: float
    audit_factor: float
    audit_factor_until: int
    efficiency_demand: float
    other_budget: float
    tender_rate: float
    majority_share: float
    elections: int
    decisions: int
    decisions_with_employees: float
    decisions_with_administration: float
    decisions_with_politicians: float
    decisions_with_citizens: float

    # what is seen of it
    media_incidents: float
    partner_cost: float
    cases: int
    satisfaction: float
    perceived_quality: float
    citizen_trust: float
    coproduction: float
    complaint_rate: float
    wish_for_competition: float

    def pair_of(self, unit: "Unit", other: "Unit") -> "Pair":
        """The pair of these two units."""
        return self.pairs[frozenset((unit, other))]

    # what comes from outside, and what is asked

    def change_with_the_times(self) -> None:
        """Demand grows, the path of absence moves on, and each year the municipality's own level changes."""
        week = self.now.week
        self.national_drift = self.drift_in(week)
        self.demand_growth *= weekly_growth(self.efficiency_demand, self.p)
        if week % WEEKS_PER_YEAR == 0 and week > 0:
            u1, u2, _, _ = draws4(self.now, MUNICIPAL_LEVEL, self.id, 0)
            self.absence_level = municipal_level_next(self.absence_level, normal(u1, u2), self.p)

    def drift_in(self, week: int) -> float:
        """Where the country's path of absence is, where one is followed."""
        path = self.model.national_path
        if not path:
            return 0.0
        year = min(week // WEEKS_PER_YEAR, len(path) - 1)
        return path_level(path[year], path[min(year + 1, len(path) - 1)], week)

    def begin_reform(self, formal: Mapping[str, float]) -> None:
        """What is formally asked changes from this week on."""
        week = self.model.week
        if self.reform_started < 0:
            self.reform_started = week
            for unit in self.units:
                unit.before = copy(unit.lived)
        self.reform_week = week
        self.asked_before = copy(self.formal)
        for lever, value in formal.items():
            if lever not in _SET_FROM_OUTSIDE:
                setattr(self.formal, lever, float(value))

    def choose_forms(self) -> None:
        """Who decides, who sits at the table, what must be answered: the new form holds as far as it is enacted."""
        asked, earlier = self.formal, self.units[0].before
        self.hard_enactment = mean(unit.hard_enactment for unit in self.units)
        self.guarantee = self.hard_enactment * asked.no_tender_guarantee
        if self.now.week % _MEETING_WEEKS == 0:
            self.decides_by = int((asked if self.is_enacted(0) else earlier).decision_rule)
            self.citizens_at_table = bool((asked if self.is_enacted(1) else earlier).citizens_party)
        self.duty_in_force = bool((asked if self.is_enacted(2) else earlier).duty_to_consider)

    def is_enacted(self, form: int) -> bool:
        """Whether the new form holds this time."""
        return draw_between(self.now, ENACTED_FORM, self.id, form) < self.hard_enactment

    # what happens

    def compare_results(self) -> None:
        """Each unit is held up to the upper quartile of measured quality in its service."""
        for unit in self.units:
            peers = [other for other in self.units if other.service is unit.service]
            in_upper_quartile = [
                peer.measured_quality
                for peer in peers
                if 4 * sum(other.measured_quality <= peer.measured_quality for other in peers) >= 3 * len(peers)
            ]
            unit.peers_quality = min(1.0, *in_upper_quartile)

    def count_media_cases(self) -> None:
        """Incidents that the media have taken up this week."""
        in_media = float(sum(unit.media_case for unit in self.units))
        self.media_incidents = for_thirty_units(in_media, len(self.units), self.p)

    def keep_or_break_guarantee(self) -> None:
        """Unions believe in a guarantee against tendering until it is taken back or broken by a tender."""
        is_asked = self.formal.no_tender_guarantee > 0.0
        has_tendered = any(unit.tendered for unit in self.units)
        is_broken = self.guarantee_asked and (not is_asked or has_tendered)
        for representative in self.representatives:
            representative.believe_guarantee(is_asked, is_broken)
        self.guarantee_asked = is_asked

    def sum_up_citizens(self) -> None:
        """Means over the citizens."""
        self.perceived_quality = mean_by_parts(citizen.perceived_quality for citizen in self.citizens)
        self.satisfaction = mean_by_parts(citizen.satisfaction for citizen in self.citizens)
        self.citizen_trust = mean(citizen.trust for citizen in self.citizens)
        self.coproduction = mean(citizen.coproduction for citizen in self.citizens)
        self.wish_for_competition = mean_by_parts(citizen.wishes_competition for citizen in self.citizens)
        self.complaint_rate = mean_by_parts(citizen.unit.complaint_rate for citizen in self.citizens)

    def count_partner_costs(self) -> None:
        """What partners spend on shared cases, against the municipality's wages at the start (E42, E51)."""
        work = added(partner.work * self.need_of_a_citizen for partner in self.partners)
        self.partner_cost = work / added(unit.posts_at_start for unit in self.units)

    # decisions

    def hold_meetings(self) -> None:
        """The body of this month's decision rule meets on proposals (E32)."""
        if self.decides_by == HIERARCHY:
            line_and_administration_meet(self)
        elif self.decides_by == DELEGATED:
            teams_meet(self)
        elif self.now.week % int(self.p.weeks_between_steering_meetings) == 0:
            self.steering_group.meet()

    def count_decision(
        self, adopted: bool, employees: bool, administration: bool, politicians: bool, citizens: bool
    ) -> None:
        """A decision is counted for each party whose first position it follows."""
        self.decisions += 1
        self.decisions_with_employees += employees == adopted
        self.decisions_with_administration += administration == adopted
        self.decisions_with_politicians += politicians == adopted
        self.decisions_with_citizens += citizens == adopted
