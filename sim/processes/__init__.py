"""Who does what in a week, one file per actor: loop, look up, ask a rule, write the own columns."""
