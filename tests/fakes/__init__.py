"""Honest stand-ins for the outside world: real servers on loopback, as strict as what they stand for."""
