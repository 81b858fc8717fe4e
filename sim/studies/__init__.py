"""Questions that both run and analyse: calibration, the evidence board, neutrality, roll-out."""
