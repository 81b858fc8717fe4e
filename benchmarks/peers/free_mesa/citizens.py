"""Citizens, and what they do in a week, one method for each thing (E39-E44)."""

# ruff: noqa: FURB136 - a comparison is several times as fast as a call of min()
from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mesa import Agent

from benchmarks.peers.free_mesa.cases import Case, open_case

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.units import Unit


class Citizen(Agent):  # type: ignore[misc]  # Mesa has no types
    """A citizen, served by one unit, who knows five others."""

    __slots__ = (
        "acquaintances",
        "case",
        "complained",
        "coproduction",
        "expectation",
        "outcome",
        "perceived_quality",
        "satisfaction",
        "satisfaction_liability",
        "trust",
        "trust_trait",
        "unit",
        "usual_satisfaction",
        "wishes_competition",
    )

    unit: Unit
    acquaintances: tuple[Citizen, ...]
    case: Case | None
    """The case of this week."""

    def bring_case(self) -> None:
        """Some citizens bring a case; complex ones call in other units, and some of them a partner (E43, E51)."""
        self.case = None
        self.complained = 0
        if self.random.random() < self.model.p.case_rate:
            self.case = open_case(self)
            self.model.cases.append(self.case)

    def conclude_case(self) -> None:
        """Who has a case sees it come to an outcome, remembers it and can tell others (E43)."""
        p, case = self.model.p, self.case
        quality = sum([unit.quality for unit in case.units]) / len(case.units)
        quality *= 1.0 - p.coordination_on_outcome * (1.0 - case.coordination)
        self.outcome = min(max(quality + self.random.gauss(0.0, p.outcome_noise), 0.0), 1.0)

    def judge_services(self) -> None:
        """Citizens perceive quality, are satisfied or not, trust, take part, wish for competition or not (E39-E41)."""
        p, unit, exp = self.model.p, self.unit, math.exp
        a, b, c, d, e = self.acquaintances
        heard = (a.outcome + b.outcome + c.outcome + d.outcome + e.outcome) / 5.0
        own_weight = 1.0 - p.published_quality_weight - p.acquaintance_weight
        perceived = own_weight * self.outcome + p.acquaintance_weight * heard + unit.impression
        quality = p.quality_on_satisfaction * (perceived - unit.centre.perceived_quality)
        surprise = p.surprise_on_satisfaction * (perceived - self.expectation)
        level = p.satisfaction_level
        satisfied = level / (level + (1.0 - level) * exp(-self.satisfaction_liability - quality - surprise))
        change = satisfied - self.usual_satisfaction

        trust, at_table, support = self.trust, self.model.citizens_at_table, unit.support_of_coproduction
        goal = p.coproduction_level + p.trust_on_coproduction * trust + p.support_on_coproduction * at_table * support
        goal = 0.0 if goal < 0.0 else 1.0 if goal > 1.0 else goal
        self.coproduction += (goal - self.coproduction) / p.coproduction_weeks
        results = (1.0 - trust) * change if change > 0.0 else p.trust_asymmetry * trust * change
        part = p.coproduction_on_citizen_trust * at_table * (support - p.support_needed)
        trust += p.citizen_trust_gain * p.satisfaction_on_citizen_trust * results + part
        trust += (self.trust_trait - self.trust) / p.trust_leak_weeks
        self.trust = 0.0 if trust < 0.0 else 1.0 if trust > 1.0 else trust
        self.expectation += (perceived - self.expectation) / p.expectation_weeks
        level = p.wish_for_competition_level
        self.wishes_competition = level / (level + (1.0 - level) * exp(p.satisfaction_on_wish * change))
        self.perceived_quality, self.satisfaction = perceived, satisfied

    def complain(self) -> None:
        """Some citizens with a case complain (E44)."""
        p, unit = self.model.p, self.unit
        change = self.satisfaction - self.usual_satisfaction
        chance = min(p.most_complaints, p.complaint_chance * math.exp(-p.satisfaction_on_complaints * change))
        if self.random.random() < chance + p.unmet_need_on_complaints * unit.unmet_need:
            self.complained = 1
            unit.complaints += 1
