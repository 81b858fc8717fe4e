"""The twin itself: who is there, and one week of their lives."""

from collections.abc import Mapping
from functools import partial

from mesa import DataCollector, Model

from benchmarks.peers.twin.actor import mean
from benchmarks.peers.twin.central_administrators import CentralAdministrator
from benchmarks.peers.twin.citizens import Citizen
from benchmarks.peers.twin.council import Council
from benchmarks.peers.twin.employees import Employee
from benchmarks.peers.twin.founding import records_of, rows_of, settle
from benchmarks.peers.twin.line_managers import LineManager
from benchmarks.peers.twin.measures import measure
from benchmarks.peers.twin.municipality import Municipality
from benchmarks.peers.twin.proposals import Proposal
from benchmarks.peers.twin.services import Service
from benchmarks.peers.twin.teams import Team
from benchmarks.peers.twin.union_representatives import UnionRepresentative
from benchmarks.peers.twin.units import Unit
from sim.draws import moment
from sim.measures.catalogue import NAMES
from sim.simulate import Simulation


class MesaTwin(Model):  # type: ignore[misc]  # Mesa has no types
    """Municipalities and their people, taken over from a simulation as it is this week; a step is a week.

    The simulation must have all its municipalities in one world (``founded(..., people_of_a_world=inf)``).
    Each municipality's ``measures`` are those of the week just lived; ``datacollector`` keeps their means over the
    municipalities, week by week. Reforms that the simulation has ahead are left to ``enact``.
    """

    def __init__(self, simulation: Simulation) -> None:
        super().__init__(rng=simulation.seed)
        self.seed, self.week = simulation.seed, simulation.week
        self.now = moment(self.week, self.seed)
        (self.p,) = records_of(simulation.world.parameters)
        (self.baseline,) = records_of(simulation.world.baseline)
        self.national_path = [year["log_level"] for year in rows_of(simulation.world.national_path)]
        settle(self, simulation.world)
        self.pairs = [pair for municipality in self.municipalities for pair in municipality.pairs.values()]
        self.partners = [partner for municipality in self.municipalities for partner in municipality.partners]
        self.datacollector = DataCollector(model_reporters={name: partial(mean_of, name=name) for name in NAMES})

    @property
    def municipalities(self) -> list[Municipality]:
        """All municipalities."""
        return list(self.agents_by_type[Municipality])

    @property
    def proposals(self) -> list[Proposal]:
        """All proposals on the units' lists."""
        return [proposal for unit in self.agents_by_type[Unit] for proposal in unit.proposals]

    def enact(self, formal: Mapping[str, float]) -> None:
        """From the coming week on these lever values are formally asked."""
        for municipality in self.municipalities:
            municipality.begin_reform(formal)

    def step(self) -> None:
        """Live one week, in the order of sim/week.py, and collect its measures."""
        self.now = moment(self.week, self.seed)
        self.meet_the_world()
        self.be_steered()
        self.work()
        self.draw_conclusions()
        self.develop()
        self.govern()
        self.serve_citizens()
        self.close_the_books()
        for municipality in self.municipalities:
            measure(municipality)
        self.datacollector.collect(self)
        self.week += 1

    # the week: each line sees what the lines above it have left

    def meet_the_world(self) -> None:
        """What comes from outside."""
        agents = self.agents_by_type
        agents[Municipality].do("change_with_the_times")
        agents[Service].do("change_with_the_world")
        agents[Municipality].set("cases", 0)
        agents[Unit].set("cases", 0).set("case_hours", 0.0)
        for partner in self.partners:
            partner.clear_last_week()
        agents[Citizen].do("bring_case")

    def be_steered(self) -> None:
        """What steering asks, and how far it is lived."""
        agents = self.agents_by_type
        agents[Unit].do("be_reached")
        agents[Unit].do("bear_reform")
        agents[Unit].do("enact_levers")
        agents[Municipality].do("choose_forms")
        agents[LineManager].do("lead")

    def work(self) -> None:
        """Who is here, what there is to do, what steering feels like, what people give, and what is done."""
        agents = self.agents_by_type
        agents[Employee].do("live_spell")
        agents[Team].do("count_attendance")
        agents[Unit].do("count_attendance")
        agents[Unit].do("share_hours")
        agents[Unit].do("keep_ledger")
        agents[Unit].do("meet_demand")

        agents[Unit].do("face_steering")
        agents[Employee].do("feel_control")
        agents[Unit].do("look_around")
        agents[Employee].do("choose_effort")
        agents[Team].do("follow_colleagues")

        agents[Unit].do("produce")
        agents[Municipality].do("compare_results")
        agents[Unit].do("meet_incidents")
        agents[Municipality].do("count_media_cases")

    def draw_conclusions(self) -> None:
        """What it does to people."""
        agents = self.agents_by_type
        agents[Unit].do("see_results")
        agents[Employee].do("grow_motivation")
        agents[Employee].do("feel_strain")
        agents[Employee].do("learn")
        agents[Employee].do("judge_fairness")
        agents[Employee].do("trust_and_distrust")
        agents[Employee].do("fear_for_job")
        agents[Team].do("feel_safe")
        agents[Unit].do("coordinate")
        for pair in self.pairs:
            pair.remember_cases(self.p)
        agents[LineManager].do("judge_team")
        agents[Employee].do("may_fall_ill")
        agents[Unit].do("sum_up_staff")

    def develop(self) -> None:
        """Ideas, and what becomes of them."""
        agents = self.agents_by_type
        agents[UnionRepresentative].do("hear_members")
        agents[Municipality].do("keep_or_break_guarantee")
        agents[Unit].do("have_ideas")
        agents[Municipality].do("hold_meetings")
        for proposal in self.proposals:
            proposal.may_be_forgotten()
        for proposal in self.proposals:
            proposal.may_start()
        for proposal in self.proposals:
            proposal.may_be_abandoned()
        agents[Unit].do("copy_practices")
        agents[Unit].do("take_stock")
        agents[Unit].do("adjust_posts")
        agents[Unit].do("change_way_of_working")

    def govern(self) -> None:
        """Administration and politics."""
        agents = self.agents_by_type
        agents[CentralAdministrator].do("plan_audits")
        agents[CentralAdministrator].do("set_targets")
        agents[CentralAdministrator].do("find_gaming")
        agents[CentralAdministrator].do("trust_units")
        agents[Council].do("make_rules")
        agents[Council].do("hold_tenders")
        agents[Council].do("vote_on_audits")
        agents[Council].do("pass_budget")
        agents[Council].do("follow_events")
        agents[Council].do("hold_election")

    def serve_citizens(self) -> None:
        """What becomes of cases, and what citizens think."""
        agents = self.agents_by_type
        agents[Citizen].do("conclude_case")
        agents[Unit].do("show_service")
        agents[Citizen].do("judge_services")
        agents[Unit].set("complaints", 0)
        agents[Citizen].do("complain")
        agents[Unit].do("sum_up_citizens")
        agents[Municipality].do("sum_up_citizens")
        for partner in self.partners:
            partner.cooperate()

    def close_the_books(self) -> None:
        """Contracts and costs."""
        agents = self.agents_by_type
        agents[Employee].do("serve_contract")
        agents[Unit].do("expose_to_competition")
        agents[Unit].do("count_costs")
        for pair in self.pairs:
            pair.bear_cost_of_joint_team(self.p)
        agents[Municipality].do("count_partner_costs")


def mean_of(model: MesaTwin, name: str) -> float:
    """A measure this week, the mean over the municipalities."""
    municipalities = model.municipalities
    return mean(municipality.measures[name] for municipality in municipalities)
