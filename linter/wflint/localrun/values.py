"""Pipeline values of a local run: what the repository's files say, and an id and number of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.compiled import Unknown
from wflint.data.pipeline_values import REPLACEMENTS
from wflint.localrun.environment import NO_ID
from wflint.pipeline.events import values_of

if TYPE_CHECKING:
    from wflint.localrun.repository import Repository
    from wflint.model.config import Config
    from wflint.pipeline.events import Event
    from wflint.syntax.scalars import Data

PIPELINE_NUMBER = 1
_SLUGS = {"github": "gh", "bitbucket": "bb", "gitlab": "gl"}


def local_event(config: Config, event: Event, repository: Repository) -> Event:
    """An event with the pipeline values that a local run can know besides; those given by name count more."""
    values = values_of(config, event)
    facts = {name: value for name, value in _facts(repository).items() if value is not None}
    facts |= {old: facts[name] for old, name in REPLACEMENTS.items() if name in facts}
    added = ((name, value) for name, value in facts.items() if isinstance(values.get(name), Unknown))
    return event._replace(values=(*event.values, *added))


def _facts(repository: Repository) -> dict[str, Data]:
    slug = page = None
    if repository.host in _SLUGS:
        slug = f"{_SLUGS[repository.host]}/{repository.owner}/{repository.name}"
        site = "bitbucket.org" if repository.host == "bitbucket" else f"{repository.host}.com"
        page = f"https://{site}/{repository.owner}/{repository.name}"
    return {
        "pipeline.id": NO_ID,
        "pipeline.number": PIPELINE_NUMBER,
        "pipeline.project.git_url": page,
        "pipeline.project.slug": slug,
        "pipeline.project.type": repository.host if slug is not None else None,
        "pipeline.git.revision": repository.revision,
        "pipeline.git.repo_url": page,
        "pipeline.git.repo_owner": repository.owner,
        "pipeline.git.repo_name": repository.name,
        "pipeline.event.github.after": repository.revision,
        "pipeline.event.github.repository.name": repository.name,
        "pipeline.event.github.repository.owner.login": repository.owner,
        "pipeline.event.github.repository.url": page,
    }
