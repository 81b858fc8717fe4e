"""The council: rules, tenders, audits, the budget and elections (E36-E38)."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor, added, mean
from sim.draws import CONSENT, COUNCIL_VOTE, ELECTION, TENDER, draw, draw_between, draws4
from sim.rule import Centre
from sim.rules.council import (
    factor_after_vote,
    is_carried,
    value_of_a_rule,
    value_of_a_tender_to_administration,
    value_of_a_tender_to_citizens,
    value_of_a_tender_to_staff,
    vote_change,
    weight_of_hours,
)
from sim.rules.decisions import is_consented
from sim.rules.incidents import for_thirty_units
from sim.rules.shape import logit, normal
from sim.state.tables import AUDITS, BUDGET, CONSENSUS, RULE, SUBJECTS, TENDERING, WEEKS_PER_YEAR

if TYPE_CHECKING:
    from benchmarks.peers.twin.municipality import Municipality
    from benchmarks.peers.twin.union_representatives import UnionRepresentative
    from benchmarks.peers.twin.units import Unit


class Council(Actor):
    """The municipal council: what its members decide together."""

    municipality: "Municipality"
    usual: Centre
    """The baseline means of the members' trust and blame: they stand in every service's centre."""

    @property
    def chief_representative(self) -> "UnionRepresentative":
        """The one whom the council meets at the table."""
        return self.municipality.representatives[0]

    def lived(self, lever: str) -> float:
        """What is lived of a lever, on average over the units."""
        units = self.municipality.units
        return mean(getattr(unit.lived, lever) for unit in units)

    def says_yes(self, case_for: float, vote: int) -> bool:
        """A vote on more control; ``case_for`` is the logit of the share of yes at the baseline (E36a)."""
        mood = logit(draw_between(self.now, COUNCIL_VOTE, self.municipality.id, vote))
        yes = sum(politician.votes_yes(case_for, mood, vote) for politician in self.municipality.politicians)
        return is_carried(yes, len(self.municipality.politicians), case_for, mood)

    def estimates(
        self, to_administration: float, to_staff: float, to_citizens: float, vote: int
    ) -> tuple[float, float, float]:
        """What the other parties believe a decision is worth to them: its value, and an error."""
        u1, u2, u3, _ = draws4(self.now, CONSENT, self.municipality.id, vote)
        error = self.p.consent_noise
        return to_administration + error * logit(u1), to_staff + error * logit(u2), to_citizens + error * logit(u3)

    def may_pass(self, administration: float, staff: float, citizens: float) -> bool:
        """Whether the other parties let a decision pass: only under consensus are they asked."""
        if self.municipality.decides_by != CONSENSUS:
            return True
        at_table = [administration, staff] + ([citizens] if self.municipality.citizens_at_table else [])
        return is_consented(min(at_table), self.p)

    # rules

    def make_rules(self) -> None:
        """Rules are repealed bit by bit; a case in the media becomes a rule or else a learning review (E36, E36a)."""
        municipality = self.municipality
        repealed = municipality.rules * self.lived("rule_repeal") / WEEKS_PER_YEAR
        municipality.rules -= repealed
        municipality.rules_repealed += repealed
        for unit in municipality.units:
            may_have_rule = self.now.week - unit.last_rule_week >= self.p.rule_interval_weeks
            becomes_rule = unit.media_case and may_have_rule and self.adopts_rule(unit)
            unit.learning_review = bool(unit.media_case) and not becomes_rule
            if becomes_rule:
                municipality.rules += for_thirty_units(1.0, len(municipality.units), self.p)
                municipality.rules_made += 1
                unit.last_rule_week = self.now.week

    def adopts_rule(self, unit: "Unit") -> bool:
        """Whether a case in the media becomes a rule; counted for every party whose first position that follows."""
        vote = unit.id * SUBJECTS + RULE
        rules = self.municipality.rules
        to_all = value_of_a_rule(rules, 1.0, unit.centre, self.p)
        hours = weight_of_hours(self.chief_representative.workload, self.p)
        to_staff = value_of_a_rule(rules, hours, unit.centre, self.p)
        council = self.says_yes(logit(self.lived("rule_after_incident")), vote)
        administration, staff, citizens = self.estimates(to_all, to_staff, to_all, vote)
        adopted = council and self.may_pass(administration, staff, citizens)
        self.municipality.count_decision(adopted, staff > 0.0, administration > 0.0, council, citizens > 0.0)
        return adopted

    # tenders

    def hold_tenders(self) -> None:
        """Units come up for tender twice as often as the lever says, and the council takes every second one (E36a)."""
        units = self.municipality.units
        for unit in units:
            occasions = 2.0 * unit.lived.tenders_per_unit_year * (1.0 - unit.guarantee) / WEEKS_PER_YEAR
            comes_up = draw(self.now, TENDER, unit.id) < occasions
            unit.tendered = comes_up and self.decides_on_tender(unit)
        yearly = WEEKS_PER_YEAR * sum(unit.tendered for unit in units) / len(units)
        self.municipality.tender_rate += (yearly - self.municipality.tender_rate) / WEEKS_PER_YEAR

    def decides_on_tender(self, unit: "Unit") -> bool:
        """Whether a unit that has come up is put out to tender."""
        vote = unit.id * SUBJECTS + TENDERING
        estimates = self.estimates(
            value_of_a_tender_to_administration(unit.service.measurability, self.p),
            value_of_a_tender_to_staff(self.chief_representative.insecurity, unit.centre, self.p),
            value_of_a_tender_to_citizens(self.municipality.wish_for_competition, self.p),
            vote,
        )
        return self.says_yes(0.0, vote) and self.may_pass(*estimates)

    # audits and the budget

    def vote_on_audits(self) -> None:
        """After a case in the media the council decides on audits for a year: double, or not (E36a)."""
        municipality = self.municipality
        if self.now.week < municipality.audit_factor_until:
            return
        municipality.audit_factor = 1.0
        if municipality.media_incidents > 0.0:
            municipality.audit_factor = factor_after_vote(self.says_yes(0.0, AUDITS), self.p)
            municipality.audit_factor_until = self.now.week + int(self.p.audit_vote_weeks)

    def pass_budget(self) -> None:
        """Once a year the council decides on the efficiency demand: all, or half and the rest elsewhere (E36a)."""
        if self.now.week % WEEKS_PER_YEAR != 0:
            return
        in_full = self.says_yes(0.0, BUDGET)
        self.municipality.efficiency_demand = self.lived("efficiency_demand") * factor_after_vote(in_full, self.p)
        self.municipality.other_budget = 0.0 if in_full else 1.0 - 1.0 / self.p.stricter_ratio

    # events and elections

    def follow_events(self) -> None:
        """All members see the figures of the municipality, and each hears some citizens (E37)."""
        units = self.municipality.units
        measured_quality = mean(unit.measured_quality for unit in units)
        complaints = added(unit.centre.complaint_rate * len(unit.citizens) for unit in units)
        usual_complaints = complaints / sum(len(unit.citizens) for unit in units)
        for politician in self.municipality.politicians:
            politician.follow_events(measured_quality, self.municipality.complaint_rate / usual_complaints)

    def hold_election(self) -> None:
        """Every fourth year voters punish poor services; the sides may change places (E38; boyne09)."""
        if self.now.week == 0 or self.now.week % self.p.election_weeks != 0:
            return
        municipality = self.municipality
        u1, u2, _, _ = draws4(self.now, ELECTION, municipality.id, 0)
        change = vote_change(self.change_of_perceived_quality(), normal(u1, u2), self.p)
        share = municipality.majority_share
        loser = 1 if change < 0.0 else 0
        chance = abs(change) / (share if loser == 1 else 1.0 - share)
        sides_change = share + change < 0.5
        for politician in self.municipality.politicians:
            politician.stand_for_election(loser, chance, sides_change)
        municipality.majority_share = 1.0 - share - change if sides_change else share + change
        municipality.elections += 1

    def change_of_perceived_quality(self) -> float:
        """Mean perceived quality of the citizens against the baseline."""
        units = self.municipality.units
        change = added(
            len(unit.citizens) * (unit.mean_perceived_quality - unit.centre.perceived_quality) for unit in units
        )
        return change / sum(len(unit.citizens) for unit in units)
