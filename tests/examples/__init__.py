"""One example or more of every message, by area."""
