"""Shell scripts: calls of curl, wget and HTTPie with what they send."""
