"""Incidents in the units, and the media."""

from sim.draws import INCIDENT, MEDIA, Now, draw
from sim.rule import Parameters, Table, process
from sim.rules.incidents import for_thirty_units, incident_chance


@process
def meet_incidents(municipalities: Table, units: Table, centres: Table, p: Parameters, now: Now) -> None:
    """Some units have an incident, by chance or by an event; the media take up some incidents (E35, E36)."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        in_media = 0.0
        for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
            unit = units[u]
            centre = centres[unit.service]
            chance = incident_chance(unit.quality, unit.mean_exhaustion, municipality.rules, centre, p)
            ahead = unit.incident_ahead
            unit.incident = 1 if ahead > 0 or draw(now, INCIDENT, unit.id) < chance else 0
            unit.media_case = (
                1 if unit.incident == 1 and (ahead == 2 or draw(now, MEDIA, unit.id) < p.media_chance) else 0
            )
            unit.incident_ahead = 0
            in_media += unit.media_case
        municipality.media_incidents = for_thirty_units(in_media, municipality.units, p)
