"""The example notebook runs from top to bottom, and its tables open without any code of ours."""

import shutil
from pathlib import Path

import duckdb
import nbformat
import pandas as pd
import pyarrow.parquet as pq
import pytest
from nbclient import NotebookClient

from tests.lab.laboratories import ROOT, environment

NOTEBOOK = ROOT / "docs" / "notebooks" / "an_experiment.ipynb"


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the notebook was run."""
    folder = tmp_path_factory.mktemp("notebook")
    shutil.copy(NOTEBOOK, folder)
    notebook = nbformat.read(folder / NOTEBOOK.name, as_version=4)  # type: ignore[no-untyped-call]
    with environment({"PYTHONPATH": str(ROOT)}):
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    nbformat.write(notebook, folder / NOTEBOOK.name)  # type: ignore[no-untyped-call]
    return folder


def test_it_shows_tables_and_a_figure(executed: Path) -> None:
    notebook = nbformat.read(executed / NOTEBOOK.name, as_version=4)  # type: ignore[no-untyped-call]
    shown = {kind for cell in notebook.cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
    assert {"text/html", "image/png"} <= shown
    said = [output["text"] for cell in notebook.cells for output in cell.get("outputs", []) if "text" in output]
    assert not any("\x1b" in text for text in said)


def test_the_kept_notebook_holds_no_output() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    assert not any(cell.get("outputs") for cell in notebook.cells)


def test_tables_open_in_pandas_duckdb_and_arrow_and_say_what_they_hold(executed: Path) -> None:
    file = executed / "results" / "notebook" / "series.parquet"
    frame = pd.read_parquet(file)
    ((weeks,),) = duckdb.sql(f"select count(*) from '{file}'").fetchall()
    assert weeks == len(frame) == 4 * 3 * 104
    field = pq.read_schema(file).field("sick_leave_share")
    assert field.metadata == {b"label": b"sick leave, per cent of agreed days", b"unit": b"%"}
    unlabelled = [one.name for one in pq.read_schema(file) if not (one.metadata or {}).get(b"label")]
    assert unlabelled == []
