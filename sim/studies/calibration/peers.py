"""The slope of absence on colleagues' absence, found as it was published: one colleague's doctor changes (godoy18).

One person in each team comes to a doctor who certifies more easily: whatever keeps that person at work with a minor
illness weighs less from then on. The same weeks are lived beside it without the change, with the same lots, so that
all that differs is the change and what colleagues make of it.
"""

import math

import numpy as np

from sim.studies.calibration.reduced import ReducedMunicipality

LENIENCY = 1.0
"""How much easier it becomes to stay home, on the logit of E28; the slope is a ratio and hardly depends on it."""


class DoctorSwitch(ReducedMunicipality):
    """A reduced municipality in which the first person of each team has come to a more lenient doctor."""

    def _begin(self, norm: np.ndarray | None = None) -> None:
        super()._begin(norm)
        teams = self.world.teams
        self.switched = teams["first_employee"][teams["employees"] > 1]

    def _expose(self) -> None:
        """Motivation stands in E28 and nowhere else in sick leave, so there the change can be put."""
        super()._expose()
        pull = self.parameters.values["motivation_on_staying_home"]
        self.world.employees["motivation"][self.switched] -= LENIENCY / pull


def peer_slope(usual: ReducedMunicipality) -> float:
    """Days absent of a person that follow one more day of absence of the mean colleague in the team.

    ``usual`` is a life as it was, lived to its end; it is lived again beside it with the change. Not a number where no
    team has two people.
    """
    switch = DoctorSwitch(usual.of, usual.parameters, norm=usual.norm)
    while switch.lived < usual.lived:
        switch.step()
    more = switch.days - usual.days
    team = switch.world.employees["team"]
    size, of_team = np.bincount(team)[team], np.bincount(team, more)[team]
    others = size > 1
    others[switch.switched] = False
    of_colleagues = ((of_team - more)[others] / (size - 1.0)[others]).sum()
    return float(more[others].sum() / of_colleagues) if of_colleagues else math.nan
