"""The same model written in other ways, to hold it against."""
