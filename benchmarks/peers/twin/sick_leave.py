"""Sick leave, counted by working day (E26-E30)."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor
from sim.draws import ILLNESS_LENGTH, ILLNESS_ONSET, STAY_HOME, draws4
from sim.rules.illness import (
    absence_lever_under_goal,
    factor_of_place,
    illness_level,
    is_self_certified,
    norm_pull,
    onset_chance,
    presenteeism_factor,
    recovery_speed,
    season,
    spell_length,
    stay_home_chance,
)
from sim.rules.shape import normal
from sim.state.tables import DAYS_PER_WEEK, MAJOR, MEDIUM, MINOR, WEEKS_PER_YEAR, WELL

if TYPE_CHECKING:
    from benchmarks.peers.twin.teams import Team
    from benchmarks.peers.twin.units import Unit


class Attending(Actor):
    """Somebody who comes to work, falls ill, stays home or does not, and recovers."""

    unit: "Unit"
    team: "Team"
    spell: int
    spell_days_left: float
    spell_days_drawn: int
    spell_first_day: int
    spell_began: bool
    spell_ended: bool
    absent_days: int
    minor_days: int
    self_certified_days: int
    presentee_days: int
    presentee_days_left: int
    presenteeism_load: float
    absence_last_year: float

    def live_spell(self) -> None:
        """A spell runs day by day; who recovers is back the next working day (E27)."""
        self.absent_days = self.minor_days = self.self_certified_days = self.presentee_days = 0
        self.spell_ended = False
        if self.spell != WELL:
            self.be_away()
        else:
            self.presentee_days = min(self.presentee_days_left, DAYS_PER_WEEK - self.spell_first_day)
            self.presentee_days_left -= self.presentee_days
        self.spell_first_day = 0
        self.absence_last_year += (self.absent_days / DAYS_PER_WEEK - self.absence_last_year) / WEEKS_PER_YEAR
        ill_at_work = self.presentee_days / DAYS_PER_WEEK
        self.presenteeism_load += (ill_at_work - self.presenteeism_load) / self.p.weeks_of_presenteeism
        if self.spell != WELL and self.spell_days_left <= 0.0:
            self.spell, self.spell_days_left, self.spell_ended = WELL, 0.0, True

    def be_away(self) -> None:
        """The days of this week that a spell takes."""
        speed = self.speed_of_recovery()
        for _ in range(self.spell_first_day, DAYS_PER_WEEK):
            if self.spell_days_left > 0.0:
                self.absent_days += 1
                self.spell_days_left -= speed
        if self.spell == MINOR:
            self.minor_days = self.absent_days
        if is_self_certified(self.spell_days_drawn, self.unit.lived.self_certification, self.p):
            self.self_certified_days = self.absent_days

    def speed_of_recovery(self) -> float:
        """Days of illness that a working day takes off: follow-up and support speed return from longer spells."""
        if self.spell_days_drawn <= self.p.self_certified_days:
            return 1.0
        lived, support = self.unit.lived, self.unit.line_manager.support
        follow_up = absence_lever_under_goal(lived.sick_follow_up, lived.absence_goal, support, self.p)
        return recovery_speed(
            follow_up, support, lived.self_certification, self.unit.centre, self.baseline.sick_follow_up, self.p
        )

    def may_fall_ill(self) -> None:
        """Illness sets in; the mildly ill decide whether to stay home. New spells begin next week (E26-E29)."""
        self.spell_began = False
        if self.spell != WELL or self.presentee_days_left != 0:
            return
        kind, day = self.illness()
        if kind == WELL:
            return
        days = self.days_of(kind)
        self.spell_first_day = int(day * DAYS_PER_WEEK)
        if self.stays_home() or kind != MINOR:
            self.spell, self.spell_days_drawn, self.spell_days_left = kind, int(days), days
            self.spell_began = True
        else:
            self.presentee_days_left = int(days)

    def illness(self) -> tuple[int, float]:
        """The type of illness that sets in this week, if any, and when in the week."""
        p, week, level = self.p, self.now.week, self.level_of_illness()
        worn = level * presenteeism_factor(self.presenteeism_load, p)
        surplus = self.exhaustion - self.unit.centre.exhaustion
        major = self.onset(p.major_illnesses, worn, season(week, p.season_of_major), p.exhaustion_on_major * surplus)
        medium = self.onset(
            p.medium_illnesses, level, season(week, p.season_of_medium), p.exhaustion_on_medium * surplus
        )
        minor = self.onset(p.minor_illnesses, level, season(week, p.season_of_minor), p.exhaustion_on_minor * surplus)
        onset, day, _, _ = draws4(self.now, ILLNESS_ONSET, self.id, 0)
        if onset < major:
            return MAJOR, day
        if onset < major + medium:
            return MEDIUM, day
        if onset < major + medium + minor:
            return MINOR, day
        return WELL, day

    def level_of_illness(self) -> float:
        """The person's factor on illness."""
        unit, municipality = self.unit, self.unit.municipality
        place = factor_of_place(municipality.absence_level, municipality.national_level, municipality.national_drift)
        return illness_level(
            self.frailty, self.woman, unit.centre.woman_factor, unit.service.illness_factor, place, self.p
        )

    def onset(self, illnesses_per_year: float, level: float, season: float, strain_effect: float) -> float:
        """The chance that an illness of one type sets in this week."""
        return onset_chance(illnesses_per_year, level, season, strain_effect, self.justice, self.unit.centre, self.p)

    def days_of(self, kind: int) -> float:
        """Working days that a new spell of this type lasts."""
        p = self.p
        median, spread = {
            MAJOR: (p.major_days, p.major_spread),
            MEDIUM: (p.medium_days, p.medium_spread),
            MINOR: (p.minor_days, p.minor_spread),
        }[kind]
        u1, u2, _, _ = draws4(self.now, ILLNESS_LENGTH, self.id, 0)
        return spell_length(median, spread, p.longest_spell, normal(u1, u2))

    def stays_home(self) -> bool:
        """What the mildly ill decide (E28)."""
        unit, lived, centre, p = self.unit, self.unit.lived, self.unit.centre, self.p
        u1, u2, decision, _ = draws4(self.now, STAY_HOME, self.id, 0)
        pressure = 1.0 - unit.line_manager.support
        chance = stay_home_chance(
            normal(u1, u2),
            norm_pull(self.team.short_absence_norm, centre, p),
            unit.felt_load,
            self.job_insecurity,
            self.motivation,
            self.justice,
            absence_lever_under_goal(lived.absence_strictness, lived.absence_goal, pressure, p),
            self.baseline.absence_strictness,
            centre,
            p,
        )
        return decision < chance
