"""How one thing goes: rules, one file per mechanism. Numbers in, a number out."""
