"""Calibration: the parameters of role K are fitted to targets of the baseline alone (docs/model.md 15)."""
