"""Notices, reminders and the visit report."""
