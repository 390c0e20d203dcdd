"""Tokens to dollars: dated prices, Decimal, unknown stays unknown."""
