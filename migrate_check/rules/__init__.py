"""Stage 4: observations to findings. One rule, one file."""
