"""Figures for leadership."""
