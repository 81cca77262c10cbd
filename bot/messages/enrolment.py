"""Codes, consent, leaving."""
