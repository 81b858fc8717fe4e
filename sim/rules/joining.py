"""Who joins a voluntary programme: municipalities choose themselves (model.md 11)."""

from sim.rule import Parameters, rule
from sim.rules.shape import logit


@rule
def inclination_to_join(sick_leave: float, lot: float, p: Parameters) -> float:
    """How much a municipality is inclined to join a programme against sick leave, a logit (row 1.6).

    ``sick_leave`` is that of the past year, per cent of agreed days; ``lot`` in (0, 1) is all else that decides. Those
    most inclined join: so with equal sick leave all have the same chance, and with more of it a greater one.

    >>> inclination_to_join(10.0, 0.5, p) > inclination_to_join(9.0, 0.5, p)
    True
    """
    return p.sick_leave_on_joining * sick_leave + logit(lot)
