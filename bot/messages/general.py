"""What every conversation needs: help, errors, old buttons."""
