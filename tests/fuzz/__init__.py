"""Random and mutated updates: whatever comes, no exception, and no effect outside the sender's scope."""
