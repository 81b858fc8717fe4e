"""The model in a web page: the Python that the page runs, and what serves and exports it."""
