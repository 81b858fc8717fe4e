"""``styreform evidence``: ask every claim, live what it takes, and keep the board."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from rich.console import Console

from sim.analysis.statements import Quarters
from sim.analysis.verdicts import TOO_FEW
from sim.evidence.claims import FILE, Claim, Statement, read_claims
from sim.lab.designs import Design
from sim.lab.durable import write_json
from sim.lab.identity import digest
from sim.lab.laboratory import Completeness, Plan, status
from sim.lab.memory import memory_at_hand
from sim.lab.place import make_place, refuse_no_folder
from sim.lab.provenance import of_the_program
from sim.mistakes import Mistake
from sim.report.board import found_beside_published, has_published_sizes, score_table, screen_table
from sim.report.page import house_type
from sim.rule import code_digest
from sim.studies import arenas, board, rollouts, structure
from sim.studies.making import not_made, read_made


class Asked(NamedTuple):
    """Claims, and how closely they are looked at."""

    claims: tuple[Claim, ...]
    replicates: int
    results: Path

    @property
    def plans(self) -> dict[arenas.Arena, Plan[Design]]:
        """What has to be lived for them."""
        return arenas.planned(self._of_scenarios, self.replicates, self.results)

    @property
    def studies(self) -> structure.Studies:
        """The studies of structure that are to be made for them."""
        return structure.planned(self._of_structure, self.replicates, self.results)

    @property
    def roll_outs(self) -> rollouts.RollOuts:
        """The roll-outs that are to be lived for them."""
        return rollouts.planned(self._of_roll_outs, self.replicates, self.results)

    @property
    def _statements(self) -> list[Statement]:
        return [it for claim in self.claims for it in claim.statement]

    @property
    def _of_structure(self) -> list[Statement]:
        return [it for it in self._statements if structure.is_asked(it)]

    @property
    def _of_roll_outs(self) -> list[Statement]:
        return [it for it in self._statements if it.participants]

    @property
    def _of_scenarios(self) -> list[Statement]:
        return [it for it in self._statements if not it.participants and not structure.is_asked(it)]

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The board from finished runs: a row per statement, and a row per claim."""
        lived: dict[Any, Quarters] = {} | arenas.read(self._of_scenarios, self.results) | read_made(self.studies)
        lived |= rollouts.read(self._of_roll_outs, self.roll_outs)
        rows = board.board(self.claims, lived)
        return rows, board.verdicts(self.claims, rows)

    def missing(self) -> str:
        """What of it was not lived to its end, in a sentence; nothing where all was."""
        names = [arena.name for arena in arenas.experiments(self._of_scenarios, self.replicates)]
        ends: dict[str, Completeness] = {name: status(self.results / name) for name in names}
        said = [f"{name}: {one.in_words().removesuffix('.')}" for name, one in ends.items() if not one.is_complete]
        said += [f"structure of {study.side.arena.name}: not made" for study in not_made(self.studies)]
        said += [f"roll-out of {roll_out.name}: not made" for roll_out in not_made(self.roll_outs)]
        return f'Claims that need them say "{TOO_FEW}": {"; ".join(said)}.' if said else ""


def ask(file: Path | None, *, quick: bool, out: Path | None) -> Asked:
    """The claims of a file, the model's own unless one is named; what is wrong with them is a Mistake."""
    claims, written = read_claims(file or FILE)
    board.checked(claims, written)
    if not any(claim.statement for claim in claims):
        raise Mistake(f"{written.file}: none of these claims has a statement, so nothing can be asked.")
    replicates = arenas.REPLICATES_OF_A_QUICK_LOOK if quick else arenas.REPLICATES
    name = "evidence" if file is None else f"evidence_{file.stem}"
    results = out or Path("results") / (f"{name}_quick" if quick else name)
    refuse_no_folder(results)
    return Asked(claims, replicates, results)


def in_words(asked: Asked) -> str:
    """What would be lived, arena by arena."""
    lines = [
        f"{arena.name}: {len(plan.design.runs)} runs, {plan.missing} of them to be lived"
        for arena, plan in asked.plans.items()
    ]
    lines += [structure.in_words(study, file) for study, file in asked.studies.items()]
    lines += [rollouts.in_words(roll_out, file) for roll_out, file in asked.roll_outs.items()]
    return "\n".join([f"{len(asked.claims)} claims, {asked.replicates} replicates, in {asked.results}:", *lines])


def _provenance(asked: Asked, command: str) -> dict[str, object]:
    """Where the board comes from; each arena's folder holds the provenance of its runs."""
    return {
        "command": command,
        "claims": digest([claim.model_dump(mode="json") for claim in asked.claims]),
        "replicates": asked.replicates,
        "missing": asked.missing(),
        "arenas": [arena._asdict() | {"folder": arena.name} for arena in asked.plans],
        "studies": [structure.provenance(study, file) for study, file in asked.studies.items()],
        "roll_outs": [roll_out._asdict() | {"file": file.name} for roll_out, file in asked.roll_outs.items()],
        **of_the_program(),
    }


def answer(asked: Asked, console: Console, command: str, workers: int | None) -> Path:
    """Live what is missing, print the verdicts, and keep tables and figure; the results folder."""
    plans, studies, roll_outs, room = asked.plans, asked.studies, asked.roll_outs, memory_at_hand()
    arenas.refuse_too_large(plans.values(), room)
    threads = structure.threads_that_fit(not_made(studies), workers, room)
    threads_of_roll_outs = rollouts.threads_that_fit(not_made(roll_outs), workers, room)
    make_place(asked.results)
    arenas.lived(plans, console, command, workers)
    structure.made(studies, asked.replicates, console, threads)
    rollouts.made(roll_outs, asked.replicates, console, threads_of_roll_outs)
    rows, of_claims = asked.tables()
    board.write(asked.results, rows, of_claims)
    write_json(_provenance(asked, command), asked.results / "provenance.json")
    if has_published_sizes(rows):
        with house_type():
            found_beside_published(rows, f"Code {code_digest()[:12]}.").save(asked.results / "found_beside_published")
    screen = Console()
    screen.print(screen_table(of_claims))
    screen.print(score_table(board.score(of_claims)))
    return asked.results
