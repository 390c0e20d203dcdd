"""What an expression stands for: followed through the names of a program, never run."""
