"""Facts of persons, units and municipalities, each counted as the published number was (docs/evidence.md 4 and 8).

They stand beside the measures: an expression of a claim or of a target may name either. What cannot be counted (no such
service, nobody in a group) is not a number.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, SupportsFloat

import numpy as np

from sim.analysis.components import quartile_persistence, shares_of_variance, without_means
from sim.initialisation.setting import Setting, services
from sim.state.tables import (
    COPIED,
    DAYS_PER_WEEK,
    FROM_ABOVE,
    FROM_CITIZENS,
    FROM_CONSULTANT,
    FROM_UNIT,
    WEEKS_PER_YEAR,
)
from sim.studies.collector import REPORTS, SEXES, STILL, Counts, Flags, Followed, Numbers, Panel

MEN, WOMEN = 0, 1
WEEKS, DAYS, SPELLS = 0, 1, 2
DAYS_OF_A_WEEK = 7
DAYS_OF_A_MONTH, DAYS_OF_TWO_MONTHS = 31, 60
WEEKS_OF_A_LONG_SPELL = 6
YEARS_OF_INNOVATION = 2
YEARS_OF_USE = 10
OUTER_QUARTERS = (0.25, 0.75)
THIRDS = (1 / 3, 2 / 3)
LOWEST, HIGHEST = 0, -1


def ratio(above: SupportsFloat, below: SupportsFloat) -> float:
    """One number over another, and not a number over nothing.

    >>> ratio(1.0, 2.0), ratio(1.0, 0.0)
    (0.5, nan)
    """
    return float(above) / float(below) if float(below) else float("nan")


def sick_leave(followed: Followed, kinds: Sequence[int], sexes: Sequence[int]) -> float:
    """Per cent of working days lost, of the staff of these services and sexes.

    Rows 4.1 and 4.5: sick leave by industry, per cent of agreed days, and by group of staff, days per full-time post.
    Row 4.10: "DK municipal 12.9 vs 9.6 days (1.34)". Everybody counts in the weeks they are employed.
    """
    staff = followed.staff[np.ix_(kinds, sexes)].sum(axis=(0, 1)) if kinds else np.zeros(3)
    return 100.0 * ratio(staff[DAYS], staff[WEEKS] * DAYS_PER_WEEK)


def sick_leave_of(sex: int, followed: Followed, setting: Setting) -> float:
    """Sick leave of women or of men, all services together (row 4.10)."""
    return sick_leave(followed, range(len(setting.services)), [sex])


def sick_leave_in(service: str, followed: Followed, setting: Setting) -> float:
    """Sick leave in a service, women and men together (rows 4.1 and 4.5)."""
    kinds = [place for place, entry in enumerate(setting.services) if entry.service == service]
    return sick_leave(followed, kinds, range(SEXES))


def spells_begun(followed: Followed, _: Setting) -> float:
    """Spells of absence per person-year, from one day on (docs/model.md 15, after row 4.20)."""
    staff = followed.staff.sum(axis=(0, 1))
    return WEEKS_PER_YEAR * ratio(staff[SPELLS], staff[WEEKS])


def long_spells(followed: Followed, _: Setting) -> float:
    """Spells of six weeks and more per 100 person-years, by how long they were when they ended (pmc7409772)."""
    long = followed.lengths[WEEKS_OF_A_LONG_SPELL * DAYS_PER_WEEK :].sum()
    return 100.0 * WEEKS_PER_YEAR * ratio(long, followed.staff[:, :, WEEKS].sum())


def days_in_spells_over(days: int, followed: Followed, _: Setting) -> float:
    """Per cent of the days lost that are lost in spells of more than so many calendar days.

    Row 4.18: "doctor-certified 1-31 d 23.4; 32 d-quarter 30.2; whole quarter 31.7", which is 62 % over a month.
    Row 4.19: "share of absence longer than 60 days 48.6 % (2016), 46.8 % (2017)". Spells are counted when they end, by
    the working days that they lasted: five for every seven days.
    """
    lost = followed.lengths * np.arange(len(followed.lengths))
    shortest = days * DAYS_PER_WEEK // DAYS_OF_A_WEEK + 1
    return 100.0 * ratio(lost[shortest:].sum(), lost.sum())


def share_with_spells(spells: int, sexes: Sequence[int], followed: Followed, _: Setting) -> float:
    """Per cent of people with so many spells in 14 months, of those who stayed in their post that long.

    Row 4.20: "14 months' follow-up: no spell 23.3 % of women, 39.2 % of men; exactly one 18.3 % / 20.7 %". A spell
    under way at the beginning counts.
    """
    asked = [panel.stayed & np.isin(panel.woman, sexes) for panel in followed.follow_ups]
    found = [of_them & (panel.spells == spells) for of_them, panel in zip(asked, followed.follow_ups, strict=True)]
    return 100.0 * ratio(np.sum(found), np.sum(asked))


def absence_by_exhaustion(followed: Followed, _: Setting) -> float:
    """Days lost in a year by the most exhausted quarter of those at work as it began, over those of the least.

    docs/model.md 15 (7). Asked and followed as in studies that join a survey to a register.
    """
    top, bottom = 0.0, 0.0
    for panel in followed.years:
        asked = panel.stayed & panel.answered
        exhaustion, days = panel.exhaustion[asked], panel.days[asked]
        low, high = np.quantile(exhaustion, OUTER_QUARTERS)
        top += float(days[exhaustion >= high].mean())
        bottom += float(days[exhaustion <= low].mean())
    return ratio(top, bottom)


def between_units(state: str, followed: Followed, _: Setting) -> float:
    """The share of variance between units of what people at work feel, ICC(1), mean over yearly surveys.

    docs/model.md 15 (8). Units of all services and municipalities together.
    """
    shares = [
        shares_of_variance(getattr(panel, state)[panel.answered], followed.posts.unit[panel.answered])[0]
        for panel in followed.years
    ]
    return float(np.mean(shares))


def motivation_effort_correlation(followed: Followed, _: Setting) -> float:
    """Pearson's r between motivation and effort over people at work, mean over yearly surveys (cer14)."""
    found = [np.corrcoef(panel.motivation[panel.answered], panel.effort[panel.answered])[0, 1]
             for panel in followed.years]  # fmt: skip
    return float(np.mean(found))


def innovative_units(followed: Followed, _: Setting) -> float:
    """Per cent of units with one or more innovations in two years, the unit's own or copied.

    Row 8.1: "public workplaces with at least one innovation in two years: DK 86 % (2013-14)".
    """
    counted = followed.innovations[::YEARS_OF_INNOVATION]
    return 100.0 * float(np.mean(np.diff(counted, axis=0) > 0))


def in_use_after_ten_years(origins: Sequence[int], followed: Followed, _: Setting) -> float:
    """Per cent of the changes of practice of these origins that are in use ten years after they were put to use.

    Row 1.25: "still in use ten years later". Of changes that were put to use ten years or more before the end.
    """
    changes, weeks = followed.changes, YEARS_OF_USE * WEEKS_PER_YEAR
    asked = np.isin(changes.origin, origins) & (changes.begun <= followed.weeks - weeks)
    lasted = (changes.ended == STILL) | (changes.ended - changes.begun >= weeks)
    return 100.0 * ratio(np.sum(asked & lasted), np.sum(asked))


def value_of_changes(value: str, origin: int, followed: Followed, _: Setting) -> float:
    """What changes of an origin that were put to use were to bring, on average, as it was when they were proposed.

    Row 8.7: "employee role goes with significantly more quality, staff satisfaction, citizen involvement (not stated
    for efficiency)".
    """
    changes = followed.changes
    asked = changes.origin == origin
    return ratio(getattr(changes, value)[asked].sum(), asked.sum())


def changes_from_above(followed: Followed, _: Setting) -> float:
    """Per cent of the changes put to use, copied ones apart, that came from above.

    Row 8.3: "initiated by employees: about 60-65 % of innovations".
    """
    origin = followed.changes.origin
    return 100.0 * ratio(np.sum(origin == FROM_ABOVE), np.sum(origin != COPIED))


def reported_rules(place: int, followed: Followed, _: Setting) -> float:
    """Rules that staff reported in rule hunts a year, or what became of them, by the columns of the collector.

    Row 2.7: "staff reported 232 demands (2012); 103 taken forward; by spring 2013 21 abolished/streamlined, 35 upheld,
    19 sent to KL (state level), 28 pending".
    """
    return float(followed.rules[place]) * WEEKS_PER_YEAR / followed.weeks


def outer_third(which: int, values: Numbers, kinds: Counts) -> Flags:
    """Who is in the lowest third (0) or the highest (-1) of those of the same kind; what is no number is in none."""
    found = np.zeros(len(values), dtype=np.bool_)
    for kind in np.unique(kinds):
        of_kind = kinds == kind
        low, high = np.nanquantile(values[of_kind], THIRDS)
        found |= of_kind & (values <= low if which == LOWEST else values >= high)
    return found


def of_staff(state: str, which: int, by: str, followed: Followed, _: Setting) -> float:
    """What an outer third of the staff feels in later yearly surveys: those with the least or the most of something.

    Row 2.24: "lack of motivation or skills among employees to take on autonomy". Thirds are those of each service, as
    they were at work when the first year began; people count as long as they stay in their post.
    """
    first, *later = followed.years
    values = np.where(first.answered, getattr(first, by), np.nan)
    group = outer_third(which, values, followed.posts.service)
    asked = [group & panel.answered & (panel.person == first.person) for panel in later]
    means = [ratio(getattr(panel, state)[who].sum(), who.sum()) for panel, who in zip(later, asked, strict=True)]
    return float(np.mean(means))


def quality_of_units(which: int, followed: Followed, _: Setting) -> float:
    """True quality, after the first year, of an outer third of each service's units by skill when that year began."""
    posts, first = followed.posts, followed.years[0]
    unit = posts.unit[first.answered]
    skill = np.bincount(unit, first.skill[first.answered]) / np.bincount(unit)
    service = np.zeros(len(skill), dtype=np.int64)
    service[posts.unit] = posts.service
    return float(followed.quality[1:, outer_third(which, skill, service)].mean())


def days_lost(panel: Panel) -> Counts:
    """All days lost."""
    return panel.days


def self_certified(panel: Panel) -> Counts:
    """Days lost without a doctor's certificate."""
    return panel.self_certified


def certified(panel: Panel) -> Counts:
    """Days lost with a certificate."""
    return panel.days - panel.self_certified


def absence_between(level: int, days: Callable[[Panel], Counts], followed: Followed, _: Setting) -> float:
    """Per cent of the variance of a year's days lost that lies between municipalities, units or individuals.

    Row 4.24: "most unexplained variance is individual; school/municipality share small, larger for self-certified than
    certified absence". Random effects of municipality, unit within it, individual within that, and year; people who
    stayed in their post all year; the means of each service and sex are taken out first.
    """
    posts = followed.posts
    kept = [np.flatnonzero(panel.stayed) for panel in followed.years]
    lost, people = [], []
    for panel, row in zip(followed.years, kept, strict=True):
        lost.append(without_means(days(panel)[row], posts.service[row] * SEXES + panel.woman[row]))
        people.append(row + len(posts.unit) * panel.person[row])
    row, person = np.concatenate(kept), np.concatenate(people)
    shares = shares_of_variance(np.concatenate(lost), posts.municipality[row], posts.unit[row], person)
    return 100.0 * float(shares[level])


def persistence(followed: Followed, _: Setting) -> float:
    """Per cent of municipalities that are in the same quartile of sick leave a year later.

    Row 4.26: "about 50 % of municipalities stay in the same quartile next year", of elder care; here of all staff.
    """
    place = followed.posts.municipality
    posts = np.bincount(place)
    return 100.0 * quartile_persistence([np.bincount(place, panel.days) / posts for panel in followed.years])


class Fact(NamedTuple):
    """One fact: what it is called, what it is, and how much must be lived for it."""

    name: str
    title: str
    unit: str
    counted: Callable[[Followed, Setting], float]
    years: int = 1
    municipalities: int = 1
    service: str = ""


ALL = (MEN, WOMEN)
ANY = (FROM_ABOVE, FROM_UNIT, COPIED, FROM_CONSULTANT, FROM_CITIZENS)
QUARTILES = 4

FACTS: tuple[Fact, ...] = (
    Fact("sick_leave_of_women", "sick leave of women", "% of days", partial(sick_leave_of, WOMEN)),
    Fact("sick_leave_of_men", "sick leave of men", "% of days", partial(sick_leave_of, MEN)),
    *(
        Fact(
            f"sick_leave_in_{name}", f"sick leave in {kind.title}", "% of days", partial(sick_leave_in, name),
            service=name,
        )
        for name, kind in services().items()
    ),
    Fact("spells_begun", "spells of absence begun", "per person-year", spells_begun),
    Fact("six_week_spells", "spells of six weeks and more", "per 100 person-years", long_spells),
    Fact(
        "days_in_spells_over_a_month",
        "days lost in spells of over a month",
        "% of days lost",
        partial(days_in_spells_over, DAYS_OF_A_MONTH),
    ),
    Fact(
        "days_in_spells_over_60_days",
        "days lost in spells of over 60 days",
        "% of days lost",
        partial(days_in_spells_over, DAYS_OF_TWO_MONTHS),
    ),
    *(
        Fact(f"{often}_absent{of}", f"{often} absent in 14 months{of.replace('_', ', ')}", "% of people",
             partial(share_with_spells, spells, sexes), years=2)
        for spells, often in enumerate(("never", "once"))
        for of, sexes in (("", ALL), ("_women", (WOMEN,)), ("_men", (MEN,)))
    ),
    Fact(
        "absence_by_exhaustion", "absence of the most over the least exhausted quarter", "times", absence_by_exhaustion
    ),
    *(
        Fact(f"{state}_between_units", f"{state}, between units", "share of variance", partial(between_units, state))
        for state in ("motivation", "exhaustion")
    ),
    Fact(
        "motivation_effort_correlation", "correlation of motivation with effort", "r", motivation_effort_correlation
    ),
    Fact("innovative_units", "units with an innovation in two years", "% of units", innovative_units, years=2),
    *(
        Fact(f"{of}changes_in_use_after_ten_years", f"{title} still in use after ten years", "% of changes",
             partial(in_use_after_ten_years, origins), years=YEARS_OF_USE + 1)
        for of, title, origins in (("", "changes of practice", ANY),
                                   ("own_", "the staff's own changes", (FROM_UNIT,)),
                                   ("copied_", "copied changes", (COPIED,)),
                                   ("imposed_", "changes imposed from above", (FROM_ABOVE,)))
    ),
    Fact("changes_from_above", "changes put to use that came from above", "% of changes", changes_from_above),
    *(
        Fact(f"{value}_of_{of}_changes", f"{title}, of {whose} changes put to use", "relative",
             partial(value_of_changes, value, origin))
        for value, title in (("quality", "change of quality"),
                             ("user_value", "change of value to users"),
                             ("convenience", "change of convenience to staff"),
                             ("saving", "saved cost and work"))
        for of, whose, origin in (("own", "the staff's own", FROM_UNIT), ("imposed", "imposed", FROM_ABOVE))
    ),
    *(
        Fact(column, column.replace("_", " "), "rules per 30 units a year", partial(reported_rules, place))
        for place, column in enumerate(REPORTS)
    ),
    *(
        Fact(f"{state}_of_the_{most}_{word}", f"{state} of the third of staff who were {most} {word}", "0-1",
             partial(of_staff, state, which, by), years=2)
        for state in ("motivation", "exhaustion")
        for by, word in (("skill", "skilled"), ("motivation", "motivated"))
        for which, most in ((LOWEST, "least"), (HIGHEST, "most"))
    ),
    *(
        Fact(f"quality_of_the_{most}_skilled_units", f"true quality of the third of units that were {most} skilled",
             "0-1", partial(quality_of_units, which), years=2)
        for which, most in ((LOWEST, "least"), (HIGHEST, "most"))
    ),
    *(
        Fact(f"{kind}_between_{groups}", f"{title}, between {groups}", "% of variance",
             partial(absence_between, level, days), years=2, municipalities=2)
        for kind, title, days in (("absence", "days lost in a year", days_lost),
                                  ("self_certified", "self-certified days", self_certified),
                                  ("certified", "certified days", certified))
        for level, groups in enumerate(("municipalities", "units", "individuals"))
    ),
    Fact("quartile_persistence", "municipalities in the same quartile a year later", "% of municipalities", persistence,
         years=2, municipalities=QUARTILES),
)  # fmt: skip
"""Every fact."""

FACT_NAMES = tuple(fact.name for fact in FACTS)


def lacking(fact: Fact, setting: Setting, years: int) -> str:
    """What is lacking for a fact in so many years in this setting, in words; nothing where it can be counted."""
    if years < fact.years:
        return f"{fact.name} needs a window of {fact.years} years or more, not of {years}."
    if setting.municipalities < fact.municipalities:
        has = f"{setting.name} has {setting.municipalities}"
        return f"{fact.name} needs {fact.municipalities} municipalities or more, and {has}."
    if fact.service and fact.service not in {entry.service for entry in setting.services}:
        return f"{fact.name}: {setting.name} has no such service."
    return ""


def facts_of(followed: Followed, setting: Setting, years: int) -> dict[str, float]:
    """Every fact that can be counted in so many years in this setting."""
    return {fact.name: fact.counted(followed, setting) for fact in FACTS if not lacking(fact, setting, years)}
