"""What the office is told and asked."""
