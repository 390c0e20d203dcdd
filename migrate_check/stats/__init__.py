"""Numbers only: intervals, exact tests, non-inferiority."""
