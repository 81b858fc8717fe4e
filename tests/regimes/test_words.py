"""What the command line says about levers, instruments, regimes and settings."""

import tomllib
from pathlib import Path

import pytest

from sim.evidence.references import resolves
from sim.initialisation.scenario_files import check_file, describe, kind_of_file, what_there_is
from sim.initialisation.setting import load_setting, services
from sim.mistakes import Mistake
from sim.regimes import LEVERS, load_instrument, load_regime, names, scenario_file, scenario_folder


@pytest.mark.parametrize("name", names("regimes"))
def test_a_regime_in_words_names_its_instruments_and_sources(name: str) -> None:
    said, regime = describe(name), load_regime(name)
    assert regime.title in said
    assert all(instrument.id in said for instrument, _ in regime.parts)
    assert all(source.split()[0] in said for source in regime.source)


@pytest.mark.parametrize("name", names("instruments"))
def test_an_instrument_in_words_names_its_levers_and_sources(name: str) -> None:
    said, instrument = describe(name), load_instrument(name)
    assert all(lever in said and LEVERS[lever].meaning in said for lever in instrument.moves)
    assert all(source.split()[0] in said for source in instrument.source)


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_in_words_says_who_moves_it(name: str) -> None:
    assert LEVERS[name].meaning in describe(name)
    assert "Moved by" in describe(name)


def test_an_instrument_and_a_lever_of_one_name_are_both_described() -> None:
    said = describe("no_tender_guarantee")
    assert "(instrument)" in said
    assert "(lever, gu in docs/model.md)" in said


def test_a_scenario_in_one_line_is_described_as_a_regime() -> None:
    assert "0.3 -> 0.325" in describe("trust + targets*0.5")


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(Mistake, match="tripartite"):
        describe("tripartit")


def test_everything_there_is_has_a_title() -> None:
    listed = what_there_is()
    assert set(listed) == {"regimes", "municipalities", "instruments", "levers"}
    assert all(title for kind in listed.values() for title in kind.values())


@pytest.mark.parametrize("kind", ["regimes", "instruments", "municipalities"])
def test_every_file_that_comes_with_the_program_is_right(kind: str) -> None:
    kinds = {"regimes": "regime", "instruments": "instrument", "municipalities": "setting"}
    for file in (scenario_folder() / kind).glob("*.toml"):
        assert kind_of_file(file) == kinds[kind]
        assert file.stem in check_file(file)


def test_a_setting_in_words_counts_its_people() -> None:
    said = describe("norwegian_reference")
    for words in ("30 units of 20 employees", "600 employees, 3,000 citizens", "15 politicians", "row 4.1"):
        assert words in said


@pytest.mark.parametrize("name", names("municipalities"))
def test_the_staff_of_a_setting_have_the_mean_illness_of_all(name: str) -> None:
    setting = load_setting(name)
    assert setting.name == name
    factors = zip(setting.kinds_of_work, setting.services, strict=True)
    listed = sum(entry.units for entry in setting.services)
    assert sum(kind.illness_factor * entry.units for kind, entry in factors) / listed == pytest.approx(1.0)


def test_the_reference_settings_have_the_reference_size() -> None:
    for name in ("norwegian_reference", "danish_reference"):
        setting = load_setting(name)
        assert (setting.units, setting.employees, setting.citizens) == (30, 600, 3000)
        assert {entry.service for entry in setting.services} == set(services())


def test_illness_by_service_keeps_the_ratios_of_the_registers() -> None:
    factor = {name: service.illness_factor for name, service in services().items()}
    assert factor["home_care"] / factor["school"] == pytest.approx(16.3 / 10.9, abs=0.02)  # row 4.5
    assert factor["social_work"] / factor["school"] == pytest.approx(11.1 / 10.9, abs=0.02)  # row 4.5
    assert factor["refuse_and_roads"] / factor["school"] == pytest.approx(4.6 / 6.5, abs=0.02)  # row 4.1
    assert sum(factor.values()) / len(factor) == pytest.approx(1.0)


def test_scenario_files_are_found_by_name_or_path() -> None:
    file = scenario_folder() / "municipalities" / "four_units.toml"
    assert scenario_file("municipalities", "four_units") == file
    assert load_setting(file) == load_setting("four_units")


@pytest.mark.parametrize("file", sorted(scenario_folder().rglob("*.toml")), ids=lambda file: file.stem)
def test_every_source_of_a_scenario_file_leads_somewhere(file: Path) -> None:
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    tables = [content, *(table for table in content.values() if isinstance(table, dict))]
    sources = [source for table in tables for source in table.get("source", [])]
    assert sources
    assert [source for source in sources if not resolves(source)] == []
