"""What there is: the tables of a world."""
