"""How a world begins: a municipality setting and the parameters become tables."""
