"""Benchmarks: how fast and at what cost, in ratios of one run; `make bench` writes the page."""
