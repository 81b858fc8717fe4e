"""User choice: citizens choose among the municipality's unit and private providers; the money follows them (E45)."""

from sim.draws import CHOICE, Now, draws4
from sim.rule import Parameters, Table, process
from sim.rules.choice import paid_after_week, share_lost, weight_of_provider
from sim.state.tables import WEEKS_PER_QUARTER


@process
def provider_of(choices: Table, i: int) -> int:
    """The private provider that serves a citizen; -1 for the unit of the municipality."""
    return int(choices[i].provider) if len(choices) > 0 else -1


@process
def choose_providers(
    municipalities: Table,
    units: Table,
    citizens: Table,
    providers: Table,
    choices: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Once a quarter citizens may change their provider; users are counted, and so are those lost."""
    if len(choices) == 0 or now.week % WEEKS_PER_QUARTER != 0:
        return
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        if municipality.providers == 0:
            continue
        for i in range(municipality.first_citizen, municipality.first_citizen + municipality.citizens):
            citizen = citizens[i]
            may_choose, which, _, _ = draws4(now, CHOICE, citizen.id, 0)
            if may_choose < enacted[citizen.unit].user_choice:
                choices[i].provider = provider_chosen(municipality, units, citizens, providers, choices, i, which, p)
        count_users(municipality, units, citizens, providers, choices)
        pay_for_users(municipality, units, citizens, providers, choices)


@process
def provider_chosen(
    municipality: Table,
    units: Table,
    citizens: Table,
    providers: Table,
    choices: Table,
    i: int,
    which: float,
    p: Parameters,
) -> int:
    """The provider that a number in (0, 1) means for a citizen: the unit of the municipality, then the private ones."""
    own = provider_of(choices, i)
    first, after_last = municipality.first_provider, municipality.first_provider + municipality.providers
    service = units[citizens[i].unit].service
    total = weight_for(-1, own, citizens[i], units, providers, p)
    for k in range(first, after_last):
        if providers[k].service == service:
            total += weight_for(k, own, citizens[i], units, providers, p)
    lot = which * total - weight_for(-1, own, citizens[i], units, providers, p)
    chosen = -1
    for k in range(first, after_last):
        if lot >= 0.0 and providers[k].service == service:
            chosen = k
            lot -= weight_for(k, own, citizens[i], units, providers, p)
    return chosen


@process
def weight_for(k: int, own: int, citizen: Table, units: Table, providers: Table, p: Parameters) -> float:
    """The weight of provider ``k`` (-1: the municipality's unit) for a citizen whom ``own`` serves."""
    if k == own:
        return weight_of_provider(citizen.perceived_quality, True, p)
    unit = providers[k] if k >= 0 else units[citizen.unit]
    return weight_of_provider(unit.mean_perceived_quality, False, p)


@process
def count_users(municipality: Table, units: Table, citizens: Table, providers: Table, choices: Table) -> None:
    """How many each unit and provider serves now, and what share it lost."""
    first_unit, first_provider = municipality.first_unit, municipality.first_provider
    for u in range(first_unit, first_unit + municipality.units):
        unit = units[u]
        unit.users_before, unit.citizens, unit.users_gone = unit.citizens, 0, 0
    for k in range(first_provider, first_provider + municipality.providers):
        unit = providers[k]
        unit.users_before, unit.citizens = unit.citizens, 0
    municipality.private_users = 0
    for i in range(municipality.first_citizen, municipality.first_citizen + municipality.citizens):
        k = provider_of(choices, i)
        unit = providers[k] if k >= 0 else units[citizens[i].unit]
        unit.citizens += 1
        if k >= 0:
            units[citizens[i].unit].users_gone += 1
            municipality.private_users += 1
    for u in range(first_unit, first_unit + municipality.units):
        unit = units[u]
        unit.users_lost = share_lost(unit.users_before, unit.citizens)
    for k in range(first_provider, first_provider + municipality.providers):
        unit = providers[k]
        unit.users_lost = share_lost(unit.users_before, unit.citizens)


@process
def pay_for_users(municipality: Table, units: Table, citizens: Table, providers: Table, choices: Table) -> None:
    """What is due to each provider: for every user what the user's own unit would have had. Entrants staff at once."""
    first, after_last = municipality.first_provider, municipality.first_provider + municipality.providers
    for k in range(first, after_last):
        providers[k].posts_allowed = 0.0
    for i in range(municipality.first_citizen, municipality.first_citizen + municipality.citizens):
        k = provider_of(choices, i)
        if k >= 0:
            unit = units[citizens[i].unit]
            providers[k].posts_allowed += unit.posts_allowed / (unit.citizens + unit.users_gone)
    for k in range(first, after_last):
        unit = providers[k]
        if unit.users_before == 0:
            unit.posts = unit.posts_allowed


@process
def pay_providers(municipalities: Table, providers: Table, p: Parameters) -> None:
    """The money follows the users with a lag, and so do the providers' posts."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        due = 0.0
        for k in range(municipality.first_provider, municipality.first_provider + municipality.providers):
            unit = providers[k]
            unit.posts = paid_after_week(unit.posts, unit.posts_allowed, p)
            due += unit.posts_allowed / unit.posts_at_start / municipality.units
        municipality.private_cost = paid_after_week(municipality.private_cost, due, p)


@process
def compare_with_municipality(municipalities: Table, units: Table, providers: Table, enacted: Table) -> None:
    """Private providers are held up to the municipality's units of their service, and audited as is asked of them."""
    for k in range(len(providers)):
        unit = providers[k]
        municipality = municipalities[unit.municipality]
        unit.audit_rate = enacted[k].audits_per_unit_month
        for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
            if units[u].service == unit.service:
                unit.peers_quality = units[u].peers_quality
