"""The rule parameter-drop-announced."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_check.domain.finding import Difference, Severity
from migrate_check.domain.observation import ObservedPair
from migrate_check.rules.reference import Reference
from migrate_check.rules.rule import Answer, When, pair_rule

_DROPPED = re.compile(r"drop|ignor|unsupported|stripp|discard", re.IGNORECASE)
_PARAMETER = re.compile(r"param|arg|field|option|setting", re.IGNORECASE)


@pair_rule(Severity.WARNING, When.BOTH_OK)
def parameter_drop_announced(pair: ObservedPair, reference: Reference) -> Iterator[Answer]:
    """A header or field of the candidate says that it dropped parameters of the request.

    ## Why it matters
    The answer is a success and behaves otherwise than asked; only a name that no client reads
    tells.

    ## Who breaks
    Callers who rely on the parameter: nobody looks into that header.

    ## Example
    `x-gateway-params-dropped: logit_bias,seed`

    ## When to accept it
    No caller needs the parameters that are listed there.

    ## Source
    https://github.com/langwatch/langwatch/pull/6318
    """
    candidate = pair.candidate
    for name in candidate.headers:
        if name not in reference.headers_ever and _says_so(name):
            yield Difference(
                f"header {name}",
                f"The header `{name}` says that parameters were dropped.",
                None,
                candidate.headers[name][:80],
            )
    for path in sorted({path for path, _ in candidate.shape - pair.baseline.shape}):
        name = path.rsplit(".", 1)[-1].removesuffix("[]")
        if not path.endswith("[]") and _says_so(name):
            yield Difference(
                path, f"The field `{path}` says that parameters were dropped.", None, name
            )


def _says_so(name: str) -> bool:
    return bool(_DROPPED.search(name) and _PARAMETER.search(name))
