"""``FreeMesa``: the municipality as a Mesa model, written as somebody who knows Mesa well would write it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mesa import Model

from benchmarks.peers.free_mesa import bodies, cases, council, founding, practice
from benchmarks.peers.free_mesa.agents import CentralAdministrator, Politician
from benchmarks.peers.free_mesa.citizens import Citizen
from benchmarks.peers.free_mesa.employees import Employee
from benchmarks.peers.free_mesa.landscape import world_changes
from benchmarks.peers.free_mesa.measures import measure
from benchmarks.peers.free_mesa.units import LineManager, Team, Unit
from sim.regimes import LEVERS
from sim.state.tables import MAJOR, MEDIUM, MINOR, WEEKS_PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.peers.free_mesa.agents import Levers
    from sim.simulate import Simulation

_SET_FROM_OUTSIDE = ("efficiency_demand", "self_certification")
"""Levers that no reform moves."""
_MEETING_WEEKS = 4
LONG_SPELL_DAYS = 30


class FreeMesa(Model):  # type: ignore[misc]  # Mesa has no types
    """One municipality; a step is a week of the model of sim/week.py, with Mesa's own random numbers.

    It begins with the people and units of a simulation, in the week that this has reached. ``weeks`` keeps the measures
    of every week lived.
    """

    kind_of_employee: type[Employee] = Employee
    kind_of_citizen: type[Citizen] = Citizen

    def __init__(self, simulation: Simulation, rng: int | None = None) -> None:
        super().__init__(rng=rng)
        self.p = p = founding.constants(vars(founding.rows_of(simulation.world.parameters)[0]))
        self.baseline = founding.constants(vars(founding.rows_of(simulation.world.baseline)[0]))
        self.links = int(p.linked_loci)
        self.usual_integrity = p.integrity_first / (p.integrity_first + p.integrity_second)
        self.week = simulation.week
        self.weeks: list[dict[str, float]] = []
        self.cases: list[cases.Case] = []
        founding.read(self, simulation)
        self.all_units, self.all_teams = self.agents_by_type[Unit], self.agents_by_type[Team]
        self.all_line_managers = self.agents_by_type[LineManager]
        self.all_employees = self.agents_by_type[self.kind_of_employee]
        self.all_citizens = self.agents_by_type[self.kind_of_citizen]
        self.units_centre = self.services[0].centre
        self.levers_of_change = [
            (lever.name, lever.reach == "soft", lever.change_scale) for lever in LEVERS.values() if lever.change_scale
        ]
        self.sight_of_centre = min(
            p.sight_of_line, p.sight_of_centre * p.units_of_reference_municipality / len(self.units)
        )
        self.sight_of_both = (p.sight_of_line + self.sight_of_centre) / 2.0
        self.spells = {
            MAJOR: (p.major_days, p.major_spread),
            MEDIUM: (p.medium_days, p.medium_spread),
            MINOR: (p.minor_days, p.minor_spread),
        }
        self.find_moving_levers()

    def enact(self, formal: Mapping[str, float]) -> None:
        """A reform comes into force this week: what is formally asked changes."""
        if self.reform_started < 0:
            self.reform_started = self.week
            for unit in self.units:
                copy_levers(unit.lived, unit.before)
        self.reform_week = self.week
        copy_levers(self.asked, self.asked_before)
        for name, value in formal.items():
            if name not in _SET_FROM_OUTSIDE:
                setattr(self.asked, name, float(value))
        self.find_moving_levers()

    def find_moving_levers(self) -> None:
        """The levers that are not, everywhere and for good, what they were: only they need to be moved."""
        for unit in self.units:
            unit.moving_levers = [
                (name, lever.reach == "soft")
                for name, lever in LEVERS.items()
                if lever.reach != "body"
                and not getattr(self.asked, name) == getattr(unit.before, name) == getattr(unit.lived, name)
            ]

    def step(self) -> None:
        """Live one week, in the order of sim/week.py."""
        self.hear_from_outside()
        self.steer()
        self.come_to_work()
        self.work()
        self.see_what_it_does()
        self.follow_ideas()
        self.govern()
        self.serve_citizens()
        self.close_the_books()

    def hear_from_outside(self) -> None:
        """What comes from outside."""
        self.change_the_times()
        world_changes(self)
        self.cases = []
        self.all_units.set("cases", 0).set("case_hours", 0.0)
        for partner in self.partners:
            partner.clear_cases()
        self.all_citizens.do("bring_case")

    def steer(self) -> None:
        """What steering asks, and how far it is lived."""
        units = self.all_units
        units.do("reach_the_front_line")
        units.do("bear_reform")
        units.do("enact_levers")
        self.choose_forms()
        self.all_line_managers.do("lead")

    def come_to_work(self) -> None:
        """Who is here, what there is to do."""
        units = self.all_units
        units.do("follow_up_absence")
        self.all_employees.do("live_spell")
        self.all_teams.do("count_absence")
        units.do("count_attendance")
        units.do("share_hours")
        units.do("meet_demand")

    def work(self) -> None:
        """What steering feels like, what people give, and what is done."""
        units, employees = self.all_units, self.all_employees
        units.do("face_steering")
        units.do("leave_room")
        employees.do("feel_control")
        units.do("look_around")
        units.do("hold_up_goals")
        employees.do("choose_effort")
        self.all_teams.do("follow_colleagues")
        units.do("produce")
        self.compare_results()
        units.do("meet_incident")
        self.count_media_cases()

    def see_what_it_does(self) -> None:
        """What it does to people."""
        units, employees = self.all_units, self.all_employees
        units.do("see_results")
        employees.do("grow_motivation")
        units.do("weigh_on_staff")
        employees.do("feel_strain")
        units.do("offer_learning")
        employees.do("learn")
        units.do("treat_staff")
        employees.do("judge_fairness")
        employees.do("trust_and_distrust")
        self.tendered = sum([unit.tendered for unit in self.units])
        units.do("threaten_jobs")
        employees.do("fear_for_jobs")
        self.all_teams.do("feel_safe")
        units.do("coordinate")
        cases.remember_cases(self)
        self.all_line_managers.do("judge_team")
        units.do("be_exposed")
        employees.do("fall_ill")
        units.do("sum_up_staff")

    def follow_ideas(self) -> None:
        """Ideas, and what becomes of them."""
        units = self.all_units
        council.hear_members(self)
        self.have_ideas()
        bodies.hold_meetings(self)
        practice.carry_into_operation(self)
        practice.abandon_practices(self)
        practice.copy_practices(self)
        units.do("take_stock")
        units.do("adjust_posts")
        units.do("change_way_of_working")

    def have_ideas(self) -> None:
        """Employees have ideas, as far as their unit leaves room for them."""
        self.all_units.do("make_room_for_ideas")
        self.all_employees.do("have_idea")

    def govern(self) -> None:
        """Administration and politics."""
        council.plan_audits(self)
        council.set_targets(self)
        council.find_gaming(self)
        self.agents_by_type[CentralAdministrator].do("trust_units")
        council.make_rules(self)
        council.hold_tenders(self)
        council.vote(self)
        council.meet_the_public(self)
        self.agents_by_type[Politician].do("follow_events")
        council.hold_election(self)

    def serve_citizens(self) -> None:
        """Citizens: their cases, what they think, and whether they complain."""
        units = self.all_units
        for case in self.cases:
            case.citizen.conclude_case()
        units.do("show_service")
        self.all_citizens.do("judge_services")
        units.set("complaints", 0)
        for case in self.cases:
            case.citizen.complain()
        units.do("sum_up_citizens")
        self.sum_up_citizens()
        for partner in self.partners:
            partner.cooperate()

    def close_the_books(self) -> None:
        """Contracts, cost and what is recorded."""
        self.live_contracts()
        self.count_costs()
        self.count_sick_leave()
        self.weeks.append(measure(self))
        self.week += 1

    def live_contracts(self) -> None:
        """Contracts of the staff run out."""
        self.all_employees.do("live_contract")

    def change_the_times(self) -> None:
        """Demand grows, the national path of absence moves on, and each year the municipality's own level changes."""
        p, week, path = self.p, self.week, self.national_path
        drift = 0.0
        if path:
            year = min(week // WEEKS_PER_YEAR, len(path) - 1)
            share = week % WEEKS_PER_YEAR / 52.0
            drift = (1.0 - share) * path[year] + share * path[min(year + 1, len(path) - 1)]
        self.demand_growth *= ((1.0 + self.efficiency_demand) / (1.0 + p.productivity_growth)) ** (1.0 / 52.0)
        if week % WEEKS_PER_YEAR == 0 and week > 0:
            kept = p.municipal_persistence
            news = self.random.gauss(0.0, math.sqrt(1.0 - kept * kept) * p.municipal_spread)
            self.absence_level = kept * self.absence_level + news
        self.illness_level = math.exp(self.absence_level + self.national_level + drift)
        wave = math.cos(2.0 * math.pi * (week % 52 - 4) / 52.0)
        self.illness_rates = (
            p.major_illnesses / 52.0 * (1.0 + p.season_of_major * wave),
            p.medium_illnesses / 52.0 * (1.0 + p.season_of_medium * wave),
            p.minor_illnesses / 52.0 * (1.0 + p.season_of_minor * wave),
        )

    def choose_forms(self) -> None:
        """Who decides, who sits at the table and what must be answered: a new form holds as far as it is enacted."""
        random, asked, earlier = self.random.random, self.asked, self.units[0].before
        reach = sum([unit.hard_enactment for unit in self.units]) / len(self.units)
        self.hard_enactment = reach
        self.guarantee = reach * asked.no_tender_guarantee
        if self.week % _MEETING_WEEKS == 0:
            self.decides_by = int((asked if random() < reach else earlier).decision_rule)
            self.citizens_at_table = int((asked if random() < reach else earlier).citizens_party)
        self.duty_in_force = int((asked if random() < reach else earlier).duty_to_consider)

    def compare_results(self) -> None:
        """Units are held up to the others of their service."""
        for service in self.services:
            if service.units:
                service.compare_results()

    def count_media_cases(self) -> None:
        """Incidents in the media, per 30 units."""
        in_media = sum([unit.media_case for unit in self.units])
        self.media_incidents = in_media * self.p.units_of_reference_municipality / len(self.units)

    def sum_up_citizens(self) -> None:
        """Means over all citizens."""
        citizens, number = self.citizens, len(self.citizens)
        self.perceived_quality = sum([citizen.perceived_quality for citizen in citizens]) / number
        self.satisfaction = sum([citizen.satisfaction for citizen in citizens]) / number
        self.wish_for_competition = sum([citizen.wishes_competition for citizen in citizens]) / number
        self.trust_of_citizens = sum([citizen.trust for citizen in citizens]) / number
        self.user_involvement = sum([citizen.coproduction for citizen in citizens]) / number
        self.complaint_rate = sum([unit.complaint_rate * len(unit.citizens) for unit in self.units]) / number

    def count_costs(self) -> None:
        """What units, joint teams and partners cost."""
        self.all_units.do("expose_to_competition")
        self.all_units.do("count_costs")
        for pair in self.pairs:
            if pair.joint_team:
                pair.unit.cost += self.p.cost_of_joint_team
                pair.other.cost += self.p.cost_of_joint_team
        work = self.need_of_a_citizen * sum([partner.work for partner in self.partners])
        self.partner_cost = work / sum([unit.posts_at_start for unit in self.units])

    def count_sick_leave(self) -> None:
        """Days lost, days worked while ill and spells begun this week."""
        absent = certified = at_work_ill = short = long = 0
        for employee in self.employees:
            absent += employee.absent_days
            certified += employee.self_certified_days
            at_work_ill += employee.presentee_days
            if employee.spell_began:
                short += employee.spell_days_drawn <= self.p.self_certified_days
                long += employee.spell_days_drawn >= LONG_SPELL_DAYS
        self.absent_days, self.self_certified_days, self.presentee_days = absent, certified, at_work_ill
        self.short_spells, self.long_spells = short, long

    def count_decision(self, *followed: bool) -> None:
        """A decision is counted for each party (employees, administration, politicians, citizens) it followed."""
        self.decisions += 1
        for party, has_followed in zip(self.decisions_with, followed, strict=True):
            self.decisions_with[party] += has_followed


def copy_levers(source: Levers, target: Levers) -> None:
    """Write the values of all levers over others."""
    for name in LEVERS:
        setattr(target, name, getattr(source, name))
