"""``FusedMesa``: the harder peer, agents as records and their loops fused by hand.

Fast as Python on objects can be, at a price: the week of employees and citizens is no longer told agent by agent and
rule by rule, and most of what they feel within the week cannot be read. All that is not hot is that of ``FreeMesa``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.peers.free_mesa import fused_citizens, fused_staff
from benchmarks.peers.free_mesa.cases import remember_cases
from benchmarks.peers.free_mesa.citizens import Citizen
from benchmarks.peers.free_mesa.employees import Employee
from benchmarks.peers.free_mesa.ideas import pursue_idea
from benchmarks.peers.free_mesa.landscape import world_changes
from benchmarks.peers.free_mesa.model import LONG_SPELL_DAYS, FreeMesa
from sim.state.tables import DAYS_PER_WEEK

if TYPE_CHECKING:
    from sim.simulate import Simulation


class FusedEmployee(Employee):
    """An employee with what never changes of the person worked out beforehand.

    ``honest_odds`` is how much less likely than somebody of the usual integrity a person is to game.
    """

    __slots__ = ("honest_odds", "illness_factor")

    def bring_traits(self) -> None:
        """The fixed traits of the person who comes into the post."""
        super().bring_traits()
        self.work_out_traits()

    def work_out_traits(self) -> None:
        """What traits amount to, for good."""
        p = self.model.p
        self.honest_odds = math.exp(p.integrity_on_gaming * (self.integrity - self.model.usual_integrity))
        self.illness_factor = self.frailty * (p.illness_of_women if self.woman else 1.0)

    def become_ill(self, kind: int) -> None:
        """The mildly ill decide whether to stay home, the others must; spells are counted as they begin."""
        super().become_ill(kind)
        if self.spell:
            self.model.short_spells += self.spell_days_drawn <= self.model.p.self_certified_days
            self.model.long_spells += self.spell_days_drawn >= LONG_SPELL_DAYS


class FusedCitizen(Citizen):
    """A citizen who is told of outcomes, instead of asking all acquaintances every week.

    ``view`` is what own and acquaintances' cases make of the services, weighted. ``doubt`` are the odds against being
    satisfied when all is as usual.
    """

    __slots__ = ("doubt", "known_by", "view")

    def form_view(self) -> None:
        """What the outcomes so far amount to."""
        p = self.model.p
        self.doubt = (1.0 - self.usual_satisfaction) / self.usual_satisfaction
        heard = sum([other.outcome for other in self.acquaintances]) / 5.0
        own_weight = 1.0 - p.published_quality_weight - p.acquaintance_weight
        self.view = own_weight * self.outcome + p.acquaintance_weight * heard


class FusedMesa(FreeMesa):
    """The same municipality; the weeks of employees and citizens are loops fused by hand."""

    kind_of_employee = FusedEmployee
    kind_of_citizen = FusedCitizen

    def __init__(self, simulation: Simulation, rng: int | None = None) -> None:
        super().__init__(simulation, rng=rng)
        for employee in self.employees:
            employee.work_out_traits()
        for citizen in self.citizens:
            citizen.known_by = []
            citizen.form_view()
        for citizen in self.citizens:
            for other in citizen.acquaintances:
                other.known_by.append(citizen)

    def hear_from_outside(self) -> None:
        """What comes from outside."""
        self.change_the_times()
        world_changes(self)
        fused_citizens.bring_cases(self)

    def come_to_work(self) -> None:
        """Who is here, what there is to do."""
        fused_staff.attend(self)

    def work(self) -> None:
        """What steering feels like, what people give, what is done, and what it does to them."""
        self.all_units.do("look_around")
        fused_staff.work(self)
        self.compare_results()
        self.count_media_cases()

    def see_what_it_does(self) -> None:
        """What results do to units and line managers, and cases to pairs; the staff have seen to the rest."""
        self.all_units.do("see_results")
        self.all_line_managers.do("judge_team")
        remember_cases(self)

    def have_ideas(self) -> None:
        """Nobody, however motivated and insecure, has an idea with too little luck."""
        p, random = self.p, self.random.random
        unmoved, search = p.ideas_without_motivation, p.threat_search
        for unit in self.units:
            unit.make_room_for_ideas()
            rate, usual_insecurity = unit.rate_of_ideas, unit.centre.job_insecurity
            highest = rate * (unmoved + 1.0) * (1.0 + search)
            for employee in unit.employees:
                luck = random()
                if luck >= highest:
                    continue
                chance = rate * (unmoved + employee.motivation)
                if employee.job_insecurity > usual_insecurity:
                    chance *= 1.0 + search * (employee.job_insecurity - usual_insecurity)
                if luck < chance * (DAYS_PER_WEEK - employee.absent_days) / DAYS_PER_WEEK:
                    pursue_idea(employee)

    def serve_citizens(self) -> None:
        """Citizens: their cases, what they think, and whether they complain."""
        fused_citizens.conclude_cases(self)
        fused_citizens.judge_services(self)
        fused_citizens.complain(self)
        for partner in self.partners:
            partner.cooperate()

    def live_contracts(self) -> None:
        """Temporary contracts run out, and a few people leave permanent posts."""
        random = self.random.random
        for unit in self.units:
            departure = unit.service.departure_chance
            for employee in unit.employees:
                if employee.temporary:
                    employee.contract_weeks_left -= 1
                    if employee.contract_weeks_left <= 0:
                        employee.end_contract()
                elif random() < departure:
                    employee.make_room()

    def count_sick_leave(self) -> None:
        """Nothing: it was counted on the way."""
