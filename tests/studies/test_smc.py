"""ABC-SMC with the real pyABC finds the posterior that the search by waves finds, and goes on where it was stopped."""

from pathlib import Path

import pytest

from sim.studies.calibration import smc
from sim.studies.calibration.draws import Lives
from tests.studies import toys

pytest.importorskip("pyabc", reason="needs the extra: uv run --extra calibration pytest tests/studies/test_smc.py")
LIVES = Lives(toys.shown, (1, 2))


def test_both_roads_find_the_same_posterior(tmp_path: Path) -> None:
    found = smc.intervals(smc.by_smc(toys.part(), LIVES, 100, tmp_path / "smc.db"))
    assert found.loc["first", ["low", "high"]].tolist() == pytest.approx([0.505, 0.595], abs=0.02)
    assert found.loc["idle", "low"] < 0.2
    assert found.loc["idle", "high"] > 0.8


def test_a_stopped_search_goes_on_from_its_last_generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as short:
        short.setattr(smc, "DISTANCES", smc.DISTANCES[:2])
        smc.by_smc(toys.part(), LIVES, 30, tmp_path / "smc.db")
    places = smc.by_smc(toys.part(), LIVES, 30, tmp_path / "smc.db")
    assert places["first"].between(0.49, 0.61).all()
