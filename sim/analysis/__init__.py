"""Contrasts, bands and intervals: tables in, tables out. Nothing here can run the model."""
