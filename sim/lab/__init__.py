"""From a question to stored runs: design, run, store, and go on where an interruption left off."""
