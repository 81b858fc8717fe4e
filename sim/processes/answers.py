"""Answers to proposals: yes, a no with a reason, or silence, and what each does to those who see it (E32, E33)."""

from sim.draws import CONSULTED, START, Now, draw_between
from sim.rule import Parameters, Table, process
from sim.rules.implementation import weeks_to_start
from sim.rules.voice import voice_efficacy_after
from sim.state.tables import ACCEPTED, EMPTY, FROM_ABOVE, FROM_CITIZENS, FROM_UNIT

NOBODY = -1


@process
def number_of(proposals: Table, k: int) -> int:
    """What tells a proposal from others brought by the same post: the week and where it came from."""
    return int(proposals[k].week_voiced * (FROM_CITIZENS + 1) + proposals[k].origin)


@process
def luck_of(proposals: Table, k: int, employees: Table, decision: int, now: Now) -> float:
    """A proposal's own draw for this decision this week, keyed by who brought it, when, and where it came from."""
    return draw_between(now, decision, employees[proposals[k].employee].id, number_of(proposals, k))


@process
def move_to(proposals: Table, k: int, station: int, week_due: int) -> None:
    """The proposal is at this station from now on, and its next step is due in that week."""
    proposal = proposals[k]
    proposal.station = station
    proposal.week_due = week_due


@process
def end(proposals: Table, k: int) -> None:
    """The proposal is no more; its row is free."""
    move_to(proposals, k, EMPTY, proposals[k].week_due)


@process
def hear_answer(units: Table, employees: Table, u: int, originator: int, answer: float, p: Parameters) -> None:
    """Everybody in the unit draws a conclusion about speaking up, the originator most of all (E33)."""
    unit = units[u]
    for e in range(unit.first_employee, unit.first_employee + unit.employees):
        employee = employees[e]
        weight = p.answer_on_originator if e == originator else p.answer_on_unit
        employee.voice_efficacy = voice_efficacy_after(employee.voice_efficacy, answer, weight)


@process
def answer_proposal(units: Table, employees: Table, proposals: Table, k: int, answer: float, p: Parameters) -> None:
    """The unit hears the answer. Who wrote down a consultant's idea is not its originator.

    What becomes of an idea from above says nothing about speaking up.
    """
    proposal = proposals[k]
    if proposal.origin == FROM_ABOVE:
        return
    originator = proposal.employee if proposal.origin == FROM_UNIT else NOBODY
    hear_answer(units, employees, proposal.unit, originator, answer, p)


@process
def ask_staff(units: Table, employees: Table, proposals: Table, k: int, deciding_team: int, now: Now) -> None:
    """Before the start each of the staff is asked with a chance; all of a team that decided have been (E34)."""
    proposal = proposals[k]
    unit = units[proposal.unit]
    originator = proposal.employee - unit.first_employee
    occasion = number_of(proposals, k) * unit.employees + originator
    asked, staff = 0, 0
    for e in range(unit.first_employee, unit.first_employee + unit.employees):
        employee = employees[e]
        if employee.filled == 0:
            continue
        staff += 1
        lot = draw_between(now, CONSULTED, employee.id, occasion)
        if employee.team == deciding_team or lot < unit.perceived_influence:
            asked += 1
    proposal.asked_share = asked / max(staff, 1)


@process
def plan_start(
    units: Table, employees: Table, proposals: Table, k: int, deciding_team: int, p: Parameters, now: Now
) -> None:
    """A proposal is to be carried into operation in some weeks, and staff are asked about it."""
    weeks = weeks_to_start(luck_of(proposals, k, employees, START, now), p)
    move_to(proposals, k, ACCEPTED, now.week + weeks)
    ask_staff(units, employees, proposals, k, deciding_team, now)


@process
def accept(
    units: Table, employees: Table, proposals: Table, k: int, deciding_team: int, p: Parameters, now: Now
) -> None:
    """Yes."""
    units[proposals[k].unit].accepted += 1
    plan_start(units, employees, proposals, k, deciding_team, p, now)
    answer_proposal(units, employees, proposals, k, p.answer_of_acceptance, p)


@process
def turn_down(units: Table, employees: Table, proposals: Table, k: int, p: Parameters) -> None:
    """No, with a reason."""
    units[proposals[k].unit].turned_down += 1
    answer_proposal(units, employees, proposals, k, p.answer_of_reasoned_no, p)
    end(proposals, k)


@process
def drop(units: Table, employees: Table, proposals: Table, k: int, p: Parameters) -> None:
    """Silence."""
    units[proposals[k].unit].dropped += 1
    answer_proposal(units, employees, proposals, k, p.answer_of_silence, p)
    end(proposals, k)
