"""Files of the labelled tree that have call sites, as the prefilter meets them."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_check.domain.call_site import Language
from migrate_check.inventory.languages import Form, type_by_name
from tests.inventory.truth import languages, read_truth


def labelled_files() -> Iterator[tuple[str, bytes, Language]]:
    """Path, bytes and language of each file of code with a labelled call."""
    for folder in languages():
        for name in sorted({site.file.partition("#")[0] for site in read_truth(folder).sites}):
            kind = type_by_name(name.rpartition("/")[2])
            if kind is not None and kind.form is Form.CODE:
                yield f"{folder.name}/{name}", (folder / name).read_bytes(), kind.language
