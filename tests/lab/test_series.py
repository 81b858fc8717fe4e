"""Series on their way to the disk and back: whole weeks, a row group at a time, in memory that weeks do not fill."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.lab.bundle import Bundle, Lived, Piece
from sim.lab.designs import design
from sim.lab.segment import BATCH_BYTES, DamagedError
from sim.lab.store import Store
from sim.measures.catalogue import NAMES
from sim.report.results import Results
from tests.lab import planted
from tests.lab.laboratories import ROOT, environment, hundred_municipalities, small

MEGABYTE = 2**20
SLACK = 45 * MEGABYTE
"""What a peak may differ by for other reasons: how much the allocators happen to hold."""
PEAKS = """
import sys
from pathlib import Path
from tests.lab import planted
from tests.lab.laboratories import carried_out, peak_of_this_process, small
if __name__ == "__main__":
    changes = dict(setting=sys.argv[2], years=int(sys.argv[3]), regimes=("baseline", "npm"), overhead=("as coded",))
    assert carried_out(small(replicates=1, **changes), Path(sys.argv[1]), found=planted.telling_its_peak).is_complete
    print(peak_of_this_process())
"""


def pieces(run: str, years: int, municipalities: int, luck: int = 0) -> Iterator[Piece]:
    """A made-up run."""
    draws = np.random.default_rng([luck, years])
    for year in range(years):
        series = np.empty((52, municipalities), dtype=[(name, "f8") for name in NAMES])
        for name in NAMES:
            series[name] = draws.normal(size=series.shape)
        yield Piece(run, 1 + 52 * year, 52, 1.0, series)


@pytest.fixture
def bundle() -> Bundle:
    (one,) = design(small(replicates=1, regimes=("baseline", "npm"), overhead=("as coded",))).bundles()
    return one


def kept(store: Store, bundle: Bundle, years: int, municipalities: int, ends: tuple[str, str] = ("ok", "ok")) -> None:
    with store.segment("made_up") as segment:
        for luck, (run, end) in enumerate(zip(bundle.runs, ends, strict=True)):
            for piece in pieces(run.run, years, municipalities, luck):
                segment.add(piece)
            segment.end(Lived(run.run, end), run)


def test_a_long_run_fills_several_batches_and_reads_as_it_was(bundle: Bundle, tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, bundle, years=12, municipalities=100)
    for luck, run in enumerate(bundle.runs):
        tables = list(store.series(store.runs()[run.run]))
        assert len(tables) > 1
        assert BATCH_BYTES < max(table.nbytes for table in tables) < 20 * MEGABYTE
        assert all(len(table) % 100 == 0 for table in tables)
        back = pa.concat_tables(tables).to_pandas()
        assert (back["run"] == run.run).all()
        assert list(back["week"]) == [week for week in range(1, 12 * 52 + 1) for _ in range(100)]
        assert list(back["municipality"]) == [*range(100)] * (12 * 52)
        lived = np.concatenate([piece.series for piece in pieces(run.run, 12, 100, luck)])
        for name in NAMES:
            assert np.array_equal(back[name], lived[name].reshape(-1))


def test_a_closed_series_file_is_an_arrow_stream_that_anybody_reads(bundle: Bundle, tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, bundle, years=8, municipalities=1)
    (file,) = store.folder.glob("*.arrows")
    with pa.ipc.open_stream(file) as stream:
        batches = list(stream)
    assert [len(batch) for batch in batches] == [8 * 52, 8 * 52]
    assert [batch["run"][0].as_py() for batch in batches] == [run.run for run in bundle.runs]


def test_the_pieces_of_a_failed_run_count_for_nothing(bundle: Bundle, tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, bundle, years=2, municipalities=1, ends=("failed", "ok"))
    stored = store.runs()
    assert [stored[run.run].is_ok for run in bundle.runs] == [False, True]
    (table,) = store.series(stored[bundle.runs[1].run])
    assert set(table["run"].to_pylist()) == {bundle.runs[1].run}
    assert len(table) == 104


def test_bytes_that_no_line_speaks_of_are_trimmed_and_the_rest_stays(bundle: Bundle, tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, bundle, years=1, municipalities=1, ends=("ok", "failed"))
    (file,) = store.folder.glob("*.arrows")
    before = file.stat().st_size
    store.trim("made_up")
    assert file.stat().st_size < before
    (table,) = store.series(store.runs()[bundle.runs[0].run])
    assert len(table) == 52


def test_without_an_ok_run_trimming_leaves_no_series(bundle: Bundle, tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, bundle, years=2, municipalities=1, ends=("failed", "failed"))
    store.trim("made_up")
    assert [file.suffix for file in store.folder.iterdir()] == [".journal"]
    assert len(store.runs()) == 2


def test_wherever_a_journal_is_torn_the_lines_before_it_count(bundle: Bundle, tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, bundle, years=1, municipalities=1)
    (journal,) = store.folder.glob("*.journal")
    whole = journal.read_bytes()
    ends = [place + 1 for place, byte in enumerate(whole) if byte == ord("\n")]
    for length in sorted({*range(0, len(whole), 97), *ends, *(end - 1 for end in ends)}):
        journal.write_bytes(whole[:length])
        complete = sum(end - 1 <= length for end in ends[1:])
        assert len(store.runs()) == complete, length


def test_no_flipped_bit_is_taken_for_a_run_or_for_its_weeks(bundle: Bundle, tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, bundle, years=1, municipalities=1)
    before = {run: pa.concat_tables(store.series(one)) for run, one in store.runs().items()}
    damaged = 0
    for file in store.folder.iterdir():
        whole = file.read_bytes()
        for place in range(0, len(whole), len(whole) // 60):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
            for run, one in store.runs().items():
                try:
                    assert pa.concat_tables(store.series(one)).equals(before[run])
                except DamagedError:
                    damaged += 1
        file.write_bytes(whole)
    assert damaged > 30


def test_a_run_whose_weeks_are_damaged_is_taken_back(bundle: Bundle, tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, bundle, years=1, municipalities=1)
    (file,) = store.folder.glob("*.arrows")
    second = store.runs()[bundle.runs[1].run]
    content = bytearray(file.read_bytes())
    content[second.place.start + 100] ^= 1
    file.write_bytes(content)
    assert list(store.sound_series(second)) == []
    assert set(store.runs()) == {bundle.runs[0].run}


def test_weeks_of_another_run_are_never_read_as_those_of_a_run(bundle: Bundle, tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, bundle, years=1, municipalities=1)
    first, second = (store.runs()[run.run] for run in bundle.runs[:2])
    mistaken = first._replace(row=first.row | {"series": second.row["series"]})
    with pytest.raises(DamagedError, match="the weeks of another"):
        list(store.series(mistaken))


def test_a_segment_is_nobody_elses(bundle: Bundle, tmp_path: Path) -> None:
    kept(Store(tmp_path), bundle, years=1, municipalities=1)
    with pytest.raises(FileExistsError):
        kept(Store(tmp_path), bundle, years=1, municipalities=1)


def test_figures_read_means_of_whole_weeks_however_row_groups_are_cut(bundle: Bundle, tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, bundle, years=1, municipalities=7)
    whole = pa.concat_tables(table for one in store.runs().values() for table in store.series(one))
    pq.write_table(whole, tmp_path / "series.parquet", row_group_size=100)  # in the middle of a week
    nothing = pd.DataFrame()
    weekly = Results(tmp_path, {}, nothing, nothing, nothing, nothing).series(["quality", "cost"])
    by_hand = whole.to_pandas().groupby(["run", "week"], sort=False)[["quality", "cost"]].mean().reset_index()
    assert len(weekly) == 2 * 52
    pd.testing.assert_frame_equal(weekly, by_hand)


def test_memory_does_not_grow_with_the_weeks(tmp_path: Path) -> None:
    """From one full row group on: 8 years of a hundred municipalities are 20 MB a run, 48 years 117."""
    setting = hundred_municipalities(tmp_path)
    peaks = []
    for years in (8, 48):
        marks = tmp_path / f"marks_{years}"
        marks.mkdir()
        with environment({planted.MARKS: str(marks)}):
            said = subprocess.run(
                [sys.executable, "-c", PEAKS, str(tmp_path / str(years)), str(setting), str(years)],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
            )
        peaks.append((int(said.stdout), int((marks / "peak").read_text())))
    (coordinator, worker), (coordinator_later, worker_later) = peaks
    assert worker_later < worker + SLACK, peaks
    assert coordinator_later < coordinator + SLACK, peaks
