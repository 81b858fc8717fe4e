"""What findings are worth so far, in two words: they stand on every table and figure (docs/trace.md, "The stamp")."""

DEMONSTRATION = "calibrated demonstration"
"""Until the neutrality audit is whole. Before the parameters were calibrated it said "uncalibrated"."""
