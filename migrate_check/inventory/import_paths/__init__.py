"""Per language: which file of the tree an import may mean."""
