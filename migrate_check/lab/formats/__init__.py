"""The wire formats that the provider speaks."""
