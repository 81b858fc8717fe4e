"""What comes from outside: the season's year, the national path of absence, and demand."""

from sim.draws import MUNICIPAL_LEVEL, Now, draws4
from sim.rule import Parameters, Table, process
from sim.rules.illness import municipal_level_next, path_level
from sim.rules.load import weekly_growth
from sim.rules.shape import normal
from sim.state.tables import WEEKS_PER_YEAR


@process
def change_the_times(municipalities: Table, national_path: Table, p: Parameters, now: Now) -> None:
    """Demand grows, the national path of absence moves on, and each year the municipality's own level changes."""
    drift = 0.0
    if len(national_path) > 0:
        last = len(national_path) - 1
        year = min(now.week // WEEKS_PER_YEAR, last)
        drift = path_level(national_path[year].log_level, national_path[min(year + 1, last)].log_level, now.week)
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        municipality.national_drift = drift
        municipality.demand_growth *= weekly_growth(municipality.efficiency_demand, p)
        if now.week % WEEKS_PER_YEAR == 0 and now.week > 0:
            u1, u2, _, _ = draws4(now, MUNICIPAL_LEVEL, municipality.id, 0)
            municipality.absence_level = municipal_level_next(municipality.absence_level, normal(u1, u2), p)
