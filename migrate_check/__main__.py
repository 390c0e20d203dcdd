"""`python -m migrate_check` is the same program as `migrate-check`."""

from migrate_check.cli.main import main

if __name__ == "__main__":
    main()
