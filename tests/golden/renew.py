"""Write tests/golden/golden.json anew: ``uv run python -m tests.golden.renew``. Say why in CHANGELOG.md."""

import json

from tests.golden.lives import FILE, lived, this_platform
from tests.worlds import REGIMES


def main() -> None:
    """Live every regime and write what is kept of it."""
    kept = {"platform": this_platform(), "regimes": {regime: lived(regime) for regime in REGIMES}}
    FILE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
