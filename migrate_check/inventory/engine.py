"""Finds the call sites in files of code: parse, match, follow, describe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from migrate_check.domain.call_site import CallSite
from migrate_check.inventory.callers import Callers
from migrate_check.inventory.candidates import Candidate, Candidates
from migrate_check.inventory.clients import Clients
from migrate_check.inventory.describe import Describer
from migrate_check.inventory.fields import Fields
from migrate_check.inventory.http_calls import HttpCalls
from migrate_check.inventory.http_sites import BODY, HttpSites
from migrate_check.inventory.makers import Makers
from migrate_check.inventory.matching import Matcher
from migrate_check.inventory.neutral import Call
from migrate_check.inventory.project import Project
from migrate_check.inventory.resolver.facts import Facts
from migrate_check.inventory.resolver.place import Place
from migrate_check.inventory.resolver.records import Records
from migrate_check.inventory.resolver.trace import Tracer
from migrate_check.inventory.script_calls import ScriptCalls
from migrate_check.inventory.signatures import tables_of
from migrate_check.inventory.source_file import EnvValue, SourceFile, SourceTree
from migrate_check.inventory.wrappers import Wrappers, Wrapping, wrapping_of

Found = tuple[CallSite, Wrapping | None]


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
        tables = tables_of(source.language for source in project.sources)
        clients = [row for table in tables for row in table.clients]
        calls = [row for table in tables for row in table.calls]
        makers = Makers(self._tracer, clients)
        self._matcher = Matcher(self._tracer, project, makers, calls)
        self._candidates = Candidates(calls)
        fields = Fields(self._tracer, records)
        scripts = ScriptCalls(self._tracer, records, makers)
        about_clients = Clients(self._tracer, records, facts, clients, scripts)
        self._describer = Describer(self._tracer, facts, fields, about_clients, scripts)
        requests = [row for table in tables for row in table.http]
        self._http = HttpCalls(self._tracer, records, requests)
        self._http_sites = HttpSites(self._tracer, records, facts, self._http, fields)
        callers = Callers(project, self._tracer)
        self._wrappers = Wrappers(self._tracer, records, facts, fields, callers)

    def sites(self) -> list[CallSite]:
        """The sites of all files handed in."""
        found = [one for source in self._project.sources for one in self._of_file(source)]
        sites = self._wrappers.complete(found)
        return sorted(sites, key=lambda site: (site.path, site.line, site.call))

    def _of_file(self, source: SourceFile) -> Iterator[Found]:
        requests = self._http.names(source)
        if not requests and not self._candidates.possible(source):
            return
        module = self._project.module(source.path)
        if module is None:
            return
        seen: set[int] = set()
        for candidate in self._candidates.of(source, module):
            site = self._site(source, candidate) if candidate.call.offset not in seen else None
            if site is not None:
                seen.add(candidate.call.offset)
                yield site
        for call in module.calls(requests):
            request = self._request(source, call) if call.offset not in seen else None
            if request is not None:
                yield request

    def _site(self, source: SourceFile, candidate: Candidate) -> Found | None:
        self._tracer.begin()
        match = self._matcher.match(candidate.invoke, candidate.place)
        if match is None:
            return None
        site, sent = self._describer.site(source, candidate, match)
        return site, wrapping_of(match.signature, sent, self._tracer, candidate.call.scope)

    def _request(self, source: SourceFile, call: Call) -> Found | None:
        self._tracer.begin()
        http = self._http.match(call.expr, Place(call.module, call.scope, call.offset))
        found = self._http_sites.site(source, call, http) if http is not None else None
        if found is None:
            return None
        site, sent = found
        return site, wrapping_of(BODY, sent, self._tracer, call.scope)
