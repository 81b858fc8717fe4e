"""The way of working: from working alone to working in teams, with training and resistance (model.md E49)."""

from sim.rule import Parameters, rule
from sim.rules.shape import clip01, positive


@rule
def size_of_work_change(aim_asked: float, aim_before: float, enactment: float, p: Parameters) -> float:
    """How much a newly asked aim for team work changes the staff's work, in [0, 1]; 1 is from alone to teams.

    Only what managers carry on is felt: ``enactment`` is the share of a soft lever's move that reaches the front line.
    A lower aim meets no resistance.

    >>> round(size_of_work_change(0.9, 0.3, 1.0, p), 12), size_of_work_change(0.9, 0.3, 0.0, p)
    (1.0, 0.0)
    """
    return clip01(enactment * positive(aim_asked - aim_before) / p.full_change_of_work)


@rule
def resistance_at_start(size: float, training: float, p: Parameters) -> float:
    """Resistance that a change of this ``size`` meets at once; training lowers it (row 1.26).

    >>> resistance_at_start(1.0, 0.2, p) > resistance_at_start(1.0, 1.0, p)
    True
    """
    return size * p.resistance_level * (1.0 - p.training_on_first_resistance * training)


@rule
def resistance_after_week(
    resistance: float, size: float, pace: float, training: float, influence: float, support: float, p: Parameters
) -> float:
    """Resistance a week on: pace keeps it up, training, influence and support dissolve it.

    ``size`` is the largest change of work asked so far; without any there is nothing to resist.

    >>> slow = resistance_after_week(0.4, 1.0, 0.5, 0.8, 0.5, 0.6, p)
    >>> fast = resistance_after_week(0.4, 1.0, 2.0, 0.0, 0.2, 0.6, p)
    >>> slow < fast
    True
    """
    kept_up = p.pace_on_resistance * pace * (1.0 - training) * (1.0 - influence)
    goal = size * clip01(kept_up - p.support_on_resistance * support)
    return resistance + (goal - resistance) / p.weeks_of_resistance


@rule
def team_share_after_week(team_share: float, aim: float, resistance: float, pace: float, p: Parameters) -> float:
    """Share of the work done in teams, a week on: it moves to the aim at the asked pace, as far as it is not resisted.

    >>> team_share_after_week(0.3, 0.9, 0.0, 1.0, p) > team_share_after_week(0.3, 0.9, 0.8, 1.0, p)
    True
    """
    return clip01(team_share + (aim - team_share) * (1.0 - resistance) * pace / p.weeks_of_work_change)
