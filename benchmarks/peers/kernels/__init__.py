"""The four heaviest processes of the week as loops in C, written by hand: how near the package is to the limit."""
