"""Stage 5: findings and policy to a verdict."""
