"""Five weeks of sick leave and five weeks of a queue, followed by hand.

The tables are the expected answer: they were worked out by hand from docs/model.md (E4, E27, E30), not by the program.
"""

from typing import Any

import pytest

from sim.draws import moment
from sim.processes.units import meet_demand
from sim.simulate import Simulation
from sim.state.tables import MEDIUM, MINOR, WELL
from tests.worlds import begun, four_units

HOME_CARE = 2
"""The third of the four units."""

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
ANNA, BO, CARLA, DAN = range(4)

NO_ILLNESS = {"minor_illnesses": 0.0, "medium_illnesses": 0.0, "major_illnesses": 0.0}
NOBODY_LEAVES = {"temporary_share": 0.0}
A_DAY_IS_A_DAY = {"follow_up_on_return": 0.0, "support_on_return": 0.0, "self_certification_on_return": 0.0}
CERTIFICATES = {"self_certified_days": 3.0, "more_self_certified_days": 5.0}
NORM = {"informal_share": 0.1, "weeks_of_absence_norm": 10.0}

# What sets in, by the week in which it first keeps somebody from work. Of Carla's illness nobody hears: she works.
ONSETS = {
    1: (
        (ANNA, MINOR, 2, THURSDAY),
        (BO, MINOR, 4, FRIDAY),
        (CARLA, WELL, 3, THURSDAY),
        (DAN, MEDIUM, 11, TUESDAY),
    ),
    4: ((ANNA, MINOR, 3, MONDAY),),
    5: ((BO, MINOR, 2, FRIDAY),),
}

# Working days of Anna, Bo, Carla and Dan in each week. Anna is away on Thursday and Friday of the first week and back
# on Monday. Bo's four days begin on a Friday and run into the next week; they need a doctor's certificate all
# along, as do Dan's eleven: 4 + 5 + 2, back on Wednesday of the third week. Carla works while ill: 2 days, then 1. In
# the fifth week Bo is away on Friday and still ill at its end.
DAYS_AWAY = {
    1: (2, 1, 0, 4),
    2: (0, 3, 0, 5),
    3: (0, 0, 0, 2),
    4: (3, 0, 0, 0),
    5: (0, 1, 0, 0),
}
SELF_CERTIFIED = {
    1: (2, 0, 0, 0),
    2: (0, 0, 0, 0),
    3: (0, 0, 0, 0),
    4: (3, 0, 0, 0),
    5: (0, 1, 0, 0),
}
WORKED_WHILE_ILL = {
    1: (0, 0, 2, 0),
    2: (0, 0, 1, 0),
    3: (0, 0, 0, 0),
    4: (0, 0, 0, 0),
    5: (0, 0, 0, 0),
}
RETURNED = {
    1: (1, 0, 0, 0),
    2: (0, 1, 0, 0),
    3: (0, 0, 0, 1),
    4: (1, 0, 0, 0),
    5: (0, 0, 0, 0),
}

# The team of four, 20 working days a week. Only minor spells make the norm of short absence (Anna's and Bo's, never
# Dan's); nine tenths of it are the team's own, the other units are well, and it moves a tenth of the way each week.
#       share of days in minor spells   norm, from .02
TEAM = {
    1: ((2 + 1) / 20, 0.0315),  # .02      + (.9 x .15 - .02)      / 10
    2: (3 / 20, 0.04185),  # .0315    + (.9 x .15 - .0315)    / 10
    3: (0 / 20, 0.037665),  # .04185   + (0        - .04185)   / 10
    4: (3 / 20, 0.0473985),  # .037665  + (.9 x .15 - .037665)  / 10
    5: (1 / 20, 0.04715865),  # .0473985 + (.9 x .05 - .0473985) / 10
}

# The unit of two such teams, 40 working days a week; everybody in the other team is well.
#       absence                    attendance  worked while ill
UNIT = {
    1: ((2 + 1 + 4) / 40, 33 / 40, 2 / 40),
    2: ((3 + 5) / 40, 32 / 40, 1 / 40),
    3: (2 / 40, 38 / 40, 0.0),
    4: (3 / 40, 37 / 40, 0.0),
    5: (1 / 40, 39 / 40, 0.0),
}


def fall_ill_by_hand(people: list[Any], who: int, kind: int, days: int, first_day: int) -> None:
    person = people[who]
    person.spell_first_day = first_day
    if kind == WELL:
        person.presentee_days_left = days
        return
    person.spell = kind
    person.spell_days_drawn = days
    person.spell_days_left = float(days)


def test_five_weeks_of_sick_leave_in_a_team_of_four() -> None:
    setting = four_units().model_copy(update={"employees_per_unit": 8, "teams_per_unit": 2})
    simulation = begun(setting, changes=NO_ILLNESS | NOBODY_LEAVES | A_DAY_IS_A_DAY | CERTIFICATES | NORM)
    world = simulation.world
    team = world.teams[world.units[HOME_CARE].first_team]
    unit = world.units[team.unit]
    people = [world.employees[team.first_employee + who] for who in (ANNA, BO, CARLA, DAN)]
    assert team.employees == len(people)
    team.short_absence_norm = 0.02
    unit.neighbours_absence = 0.0

    for week in range(1, 6):
        for onset in ONSETS.get(week, ()):
            fall_ill_by_hand(people, *onset)
        simulation.step()
        assert tuple(person.absent_days for person in people) == DAYS_AWAY[week], f"days away, week {week}"
        assert tuple(person.self_certified_days for person in people) == SELF_CERTIFIED[week], f"certified, week {week}"
        assert tuple(person.presentee_days for person in people) == WORKED_WHILE_ILL[week], f"at work ill, week {week}"
        assert tuple(person.spell_ended for person in people) == RETURNED[week], f"returned, week {week}"
        assert (team.minor_absence, team.short_absence_norm) == pytest.approx(TEAM[week], rel=1e-12), (
            f"norm, week {week}"
        )
        assert (unit.absence, unit.attendance, unit.presentee_share) == pytest.approx(UNIT[week], rel=1e-12)

    assert [person.spell for person in people] == [WELL, MINOR, WELL, WELL]
    assert people[BO].spell_days_left == 1.0


# A queue. Fifty citizens ask for a tenth of a post each, 5 posts; then come the week's cases and .01 of a post for each
# of last week's complaints. Seven tenths of an overload cut the time for each case and three tenths queue; half a week
# of work is the longest queue, and what is beyond it is turned away.
#
#   in posts          complaints  capacity
#   week  cases       last week
COMES = {
    1: (2.0, 50, 5.0),
    2: (7.0, 0, 4.0),
    3: (1.5, 100, 5.0),
    4: (1.0, 0, 8.0),
    5: (1.0, 0, 12.0),
}
#   week  demand                     load   felt load            queue                      turned away
FOLLOWS = {
    1: (7.5, 1.5, 1.35, 0.15, 0.0),  # 5 + 2 + .5;   7.5 / 5;  1 + .7 x .5;   0 + .3 x .5
    2: (12.0, 2.0, 1.7, 0.45, 0.0),  # 5 + 7;        12 / 4 is 3, held at 2;  1 + .7 x 1;  .15 + .3 x 1
    3: (7.5, 1.5, 1.35, 0.5, 0.1),  # 5 + 1.5 + 1;  7.5 / 5;  1 + .7 x .5;   .45 + .3 x .5 = .6, .1 over the longest
    4: (6.0, 0.75, 1.0, 0.25, 0.0),  # 5 + 1;        6 / 8;    all of the slack of .25 goes to the queue
    5: (6.0, 0.5, 0.75, 0.0, 0.0),  # 5 + 1;        6 / 12;   a slack of .5, of which the queue takes .25
}
QUEUE = {
    "demand_noise": 0.0,
    "hours_per_complaint": 0.37,
    "hours_per_post": 37.0,
    "rationing_in_time": 0.7,
    "least_load": 0.5,
    "most_load": 2.0,
    "longest_queue": 0.5,
}


def meet_demand_once(simulation: Simulation, week: int) -> None:
    world = simulation.world
    meet_demand(
        world.units, world.municipalities, world.centres, world.enacted, world.baseline, world.parameters[0],
        moment(week, simulation.seed),
    )  # fmt: skip


def test_five_weeks_of_a_queue() -> None:
    simulation = begun(four_units(), changes=QUEUE)
    world = simulation.world
    unit = world.units[HOME_CARE]
    world.centres[unit.service].hours_per_citizen = 0.1
    world.municipalities[0].demand_growth = 1.0
    unit.citizens, unit.work_index, unit.waiting_weeks = 50, 0.0, 0.0
    assert world.enacted[HOME_CARE].purchaser_provider_split == world.baseline[0].purchaser_provider_split

    for week, (cases, complaints, capacity) in COMES.items():
        unit.case_hours, unit.complaints, unit.capacity = cases, complaints, capacity
        meet_demand_once(simulation, week)
        found = (unit.demand, unit.load_ratio, unit.felt_load, unit.waiting_weeks, unit.unmet_need)
        assert found == pytest.approx(FOLLOWS[week], rel=1e-12, abs=1e-15), f"week {week}"
