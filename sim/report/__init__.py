"""Figures, tables and sentences, made from stored tables only."""
