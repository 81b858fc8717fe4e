"""Money and posts: cuts, staff reductions, and money without any change of governance."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.events.event import Lasting, Scene, SomeShare, UnitEvent
from sim.regimes import LEVERS
from sim.rules.events import insecurity_after_dismissals

_DEMAND = LEVERS["efficiency_demand"]


class BudgetCut(Lasting):
    """The yearly efficiency demand rises; it acts from the next yearly budget on, which the council votes on (E36a)."""

    sets: ClassVar[str] = (
        "the yearly efficiency demand, from the next yearly budget on; what is given up first, if anything is named"
    )
    kind: Literal["budget_cut"] = "budget_cut"
    efficiency_demand: float = Field(
        gt=0, le=_DEMAND.high, description=f"what comes on top of the {_DEMAND.meaning}, {_DEMAND.quantity}"
    )
    development_time: float = Field(
        0.0, ge=-LEVERS["development_time"].high, le=0, description="change of development time, 0 or less"
    )
    leadership_development: float = Field(
        0.0, ge=-LEVERS["leadership_development"].high, le=0, description="change of leadership development, 0 or less"
    )

    def moves(self) -> Mapping[str, float]:
        """The demand, and what is given up first."""
        return {
            "efficiency_demand": self.efficiency_demand,
            "development_time": self.development_time,
            "leadership_development": self.leadership_development,
        }


class StaffReduction(UnitEvent, Lasting):
    """Fewer posts for the same work: by vacancies as they come, or by dismissals at once (E46)."""

    sets: ClassVar[str] = (
        "the posts that the budget allows, while demand stays; dismissals also the posts paid for and the insecurity "
        "of those who stay, at once"
    )
    kind: Literal["staff_reduction"] = "staff_reduction"
    posts_less: SomeShare = Field(lt=1, description="share of the posts that goes")
    by: Literal["vacancies", "dismissals"] = Field("vacancies", description="how posts go")

    def posts(self) -> float:
        """What is left of the posts."""
        return 1.0 - self.posts_less

    def happen(self, scene: Scene) -> None:
        """Vacancies take their time; dismissals do not."""
        if self.by == "vacancies":
            return
        p = scene.parameters
        for unit in scene.units:
            unit.posts *= self.posts()
        for employee in scene.employees:
            employee.job_insecurity = insecurity_after_dismissals(employee.job_insecurity, self.posts_less, p)


class ExtraMoney(UnitEvent, Lasting):
    """Money without a change of governance: more posts for the same work, for some weeks."""

    sets: ClassVar[str] = "the posts that the budget allows; no lever of steering moves"
    kind: Literal["extra_money"] = "extra_money"
    posts_more: Annotated[float, Field(gt=0, le=1)] = Field(description="posts that come, as a share of the posts")

    def posts(self) -> float:
        """The posts, and those that come."""
        return 1.0 + self.posts_more
