"""Registering, moving and cancelling a meeting."""
