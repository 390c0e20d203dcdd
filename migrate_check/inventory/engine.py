"""Finds the call sites in files of code: parse, match, follow, describe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from migrate_check.domain.call_site import CallSite
from migrate_check.inventory.candidates import Candidate, Candidates
from migrate_check.inventory.clients import Clients
from migrate_check.inventory.describe import Describer
from migrate_check.inventory.fields import Fields
from migrate_check.inventory.makers import Makers
from migrate_check.inventory.matching import Matcher
from migrate_check.inventory.project import Project
from migrate_check.inventory.resolver.facts import Facts
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.signatures import TABLES
from migrate_check.inventory.source_file import EnvValue, SourceFile, SourceTree


def find_sites(
    sources: Iterable[SourceFile],
    environment: Mapping[str, EnvValue],
    tree: SourceTree | None = None,
) -> list[CallSite]:
    """All call sites in these files, in order of path and line.

    `environment`: values that files of the tree give to environment variables. `tree`: further
    files, read where an import or a wrapper's callers lead to them. Nothing is executed.
    """
    return Scan(Project(sources, tree), environment).sites()


class Scan:
    """One run over a set of files."""

    def __init__(self, project: Project, environment: Mapping[str, EnvValue]) -> None:
        self._project = project
        self._tracer = Tracer(project)
        records = Records(self._tracer)
        facts = Facts(self._tracer, environment)
        clients = [row for table in TABLES for row in table.clients]
        calls = [row for table in TABLES for row in table.calls]
        makers = Makers(self._tracer, clients)
        self._matcher = Matcher(self._tracer, project, makers, calls)
        self._candidates = Candidates(calls)
        self._describer = Describer(
            self._tracer,
            facts,
            Fields(self._tracer, records),
            Clients(self._tracer, records, facts, clients),
        )

    def sites(self) -> list[CallSite]:
        """The sites of all files handed in."""
        found = [site for source in self._project.sources for site in self._of_file(source)]
        return sorted(found, key=lambda site: (site.path, site.line, site.call))

    def _of_file(self, source: SourceFile) -> Iterator[CallSite]:
        if not self._candidates.possible(source):
            return
        module = self._project.module(source.path)
        if module is None:
            return
        seen: set[int] = set()
        for candidate in self._candidates.of(source, module):
            if candidate.call.offset in seen:
                continue
            site = self._site(source, candidate)
            if site is not None:
                seen.add(candidate.call.offset)
                yield site

    def _site(self, source: SourceFile, candidate: Candidate) -> CallSite | None:
        self._tracer.begin()
        match = self._matcher.match(candidate.invoke, candidate.place)
        if match is None:
            return None
        return self._describer.site(source, candidate, match)
