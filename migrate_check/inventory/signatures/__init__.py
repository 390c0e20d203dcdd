"""The calls that the scan knows, one table per language or SDK; `TABLES` holds them all."""
