"""What everybody talks about: incidents, scandals, and campaigns without a change of governance."""

from typing import ClassVar, Literal

from pydantic import Field

from sim.events.event import Scene, Share, UnitEvent

_INCIDENT, _IN_THE_MEDIA = 1, 2


class Incident(UnitEvent):
    """Something goes wrong for certain; a scandal where the media take it up (E35-E37).

    What follows is the weekly model's: blame, distrust, votes on rules and on audits, learning reviews.
    """

    sets: ClassVar[str] = (
        "an incident in this week, and whether the media take it up; the citizens' trust and the state's rules, if "
        "named; what follows is the model's own"
    )
    kind: Literal["incident"] = "incident"
    media: bool = Field(True, description="whether the media take it up for certain; false: as any incident")
    trust_lost: Share = Field(0.0, description="share of their trust that the units' citizens lose at once")
    national_rules: float = Field(0.0, ge=0, le=100, description="rules of the state that follow at once")

    def happen(self, scene: Scene) -> None:
        """The incident lies ahead; trust and the state's rules change at once."""
        for unit in scene.units:
            unit.incident_ahead = _IN_THE_MEDIA if self.media else _INCIDENT
        scene.municipality.national_rules += self.national_rules
        if self.trust_lost > 0.0:
            for i in _citizens(scene):
                scene.world.citizens[i].trust *= 1.0 - self.trust_lost


class Campaign(UnitEvent):
    """Attention without a change of governance: much is promised, and nothing is done otherwise."""

    sets: ClassVar[str] = "what staff and citizens expect; nothing that is done, and no lever of steering, moves"
    kind: Literal["campaign"] = "campaign"
    promised_voice: Share = Field(0.0, description="how much more voice the staff come to expect")
    promised_quality: Share = Field(0.0, description="how much more quality the units' citizens come to expect")

    def happen(self, scene: Scene) -> None:
        """Expectations rise."""
        for unit in scene.units:
            unit.expected_voice = min(1.0, unit.expected_voice + self.promised_voice)
        if self.promised_quality > 0.0:
            for i in _citizens(scene):
                citizen = scene.world.citizens[i]
                citizen.expectation = min(1.0, citizen.expectation + self.promised_quality)


def _citizens(scene: Scene) -> list[int]:
    """The rows of the citizens whom the units serve."""
    served, first = set(scene.rows), scene.municipality.first_citizen
    return [i for i in range(first, first + scene.municipality.citizens) if scene.world.citizens[i].unit in served]
