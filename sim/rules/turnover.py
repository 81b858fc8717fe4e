"""Turnover: who quits (model.md E47). A structural variant, off by default."""

import math

from sim.rule import Centre, Parameters, rule
from sim.rules.shape import clip01


@rule
def quit_chance(
    exhaustion: float, motivation: float, trust_in_manager: float, job_insecurity: float, centre: Centre, p: Parameters
) -> float:
    """The weekly chance that somebody quits, in [0, 1]: the exhausted and insecure rather, the motivated less.

    All four count from the baseline; ``p.turnover`` is 0 where nobody quits.

    >>> quit_chance(0.5, 0.5, 0.6, 0.2, centre, p)
    0.0
    """
    pushed = p.exhaustion_on_quits * (exhaustion - centre.exhaustion)
    pushed += p.insecurity_on_quits * (job_insecurity - centre.job_insecurity)
    held = p.motivation_on_quits * (motivation - centre.motivation)
    held += p.trust_on_quits * (trust_in_manager - centre.trust_in_manager)
    return clip01(p.turnover * p.quits_per_year / 52.0 * math.exp(pushed - held))
