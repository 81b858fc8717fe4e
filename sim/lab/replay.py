"""One run of a design lived again, alone and here: to see for oneself how it ends. Nothing is kept."""

from sim.lab.bundle import Found, Lived, live
from sim.lab.laboratory import Plan, Planned
from sim.mistakes import Mistake


def replayed[D: Planned](plan: Plan[D], run: str, found: Found) -> Lived:
    """How a run, given by the first digits of its identity, ends when it is lived once more."""
    matching = [one for one in plan.design.runs if one.startswith(run.lower())]
    if not matching:
        raise Mistake(f'The design has no run that begins with "{run}". The column `run` of design.parquet has them.')
    if len(matching) > 1:
        raise Mistake(f'"{run}" begins {len(matching)} runs; give more digits: {", ".join(matching[:5])}')
    bundle = next(one for one in plan.design.bundles() if any(it.run == matching[0] for it in one.runs))
    alone = bundle._replace(runs=(plan.design.runs[matching[0]],))
    (ended,) = [news for news in live(alone, found) if isinstance(news, Lived)]
    return ended
