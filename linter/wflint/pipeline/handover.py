"""Files that one job hands to others and their names: nearly what a script writes, nearly what was persisted.

Only what scripts surely do is compared, and only where nothing unknown could make the odd name right.
"""

from __future__ import annotations

from functools import lru_cache

from wflint.compiler.compiled import CompiledMapping, CompiledScalar
from wflint.pipeline.directories import may_coincide, relative_to, resolve_path
from wflint.pipeline.globs import covers, is_glob
from wflint.pipeline.job_scripts import script_text, scripts_of
from wflint.pipeline.scripts import UNKNOWN, words_of
from wflint.pipeline.slips import MOST_EDITS, NearNames, is_near, parts_of, tails_are_near
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wflint.compiler.compiled import CompiledStep
    from wflint.pipeline.job_scripts import Script
    from wflint.pipeline.scripts import FileUse
    from wflint.pipeline.workspaces import Attach, JobWorkspace, Persist, PersistedPath, WorkflowWorkspaces

    _Entry = tuple[JobWorkspace, Persist, PersistedPath]

MOST_PAIRS = 50_000
"""So many paths and words of scripts are compared for one job; where there are more, nothing is said."""

MOST_BEFORE = 1_000
"""What a job attaches that comes after more jobs than these is not looked at."""

_HARMLESS = frozenset(
    {"run", "persist_to_workspace", "save_cache", "store_artifacts", "store_test_results", "add_ssh_keys",
     "setup_remote_docker"}
)  # fmt: skip
"""Steps that create no files but for what their scripts do."""


class Unproduced(NamedTuple):
    """A persisted path that no script writes, and the `written` one that is nearly it, in `script`.

    `is_closed`: everything the job does before is understood, so the path cannot exist.
    """

    persist: Persist
    path: PersistedPath
    script: Script
    written: FileUse
    is_closed: bool


class Unpersisted(NamedTuple):
    """A path read below the attached directory that no job before persists, and the entry that is nearly it.

    `root` is set if the path is right except that it begins with the root's own name.
    """

    attach: Attach
    script: Script
    read: FileUse
    owner: JobWorkspace
    path: PersistedPath
    root: str | None


def unproduced_paths(job: JobWorkspace) -> Iterator[Unproduced]:
    """The persisted paths of a job that its scripts nearly write, in the order of the text."""
    if job.is_opaque or job.job.body is None:
        return
    steps = job.job.body.steps
    scripts: tuple[Script, ...] | None = ()
    words = 0
    done = 0
    for persist in job.persists:
        position = next(number for number in range(done, len(steps)) if steps[number] is persist.step)
        following = scripts_of(job, steps[done:position])
        if scripts is None or following is None:
            return
        scripts, done = (*scripts, *following), position
        words += sum(len(words_of(script.text)) for script in following)
        if not persist.is_sure or persist.directory is None or words * len(persist.paths) > MOST_PAIRS:
            continue
        for path in persist.paths:
            if not path.pattern or is_glob(path.pattern):
                continue
            target = resolve_path(persist.directory, path.pattern)
            if target is not None and _is_nearly_named(target, scripts):
                yield from _nearly_written(persist, path, target, steps[:position], scripts)


def suspect_readers(workflow: WorkflowWorkspaces) -> tuple[int, ...]:
    """The positions of jobs with a script that nearly names what some job persists, or names a root; cheap.

    For the others `unpersisted_paths` finds nothing.
    """
    suspicion = _Suspicion(persist for job in workflow.jobs for persist in job.persists)
    if not suspicion.roots and not suspicion.names:
        return ()
    found: set[int] = set()
    verdicts: dict[str | None, bool] = {None: False}
    for step, jobs in workflow.workflow.steps("run"):
        text = script_text(step)
        if text not in verdicts:
            verdicts[text] = suspicion.falls_on(words_of(text or ""))
        if verdicts[text]:
            found.update(map(id, jobs))
    return tuple(position for position, job in enumerate(workflow.jobs) if id(job.job) in found)


def unpersisted_paths(workflow: WorkflowWorkspaces, position: int) -> Iterator[Unpersisted]:
    """The paths that a job reads below the directory it attaches at, but that were persisted under another name."""
    job = workflow.jobs[position]
    if not job.attaches or workflow.before[position].bit_count() > MOST_BEFORE:
        return
    layers = [(owner, persist) for owner in workflow.members(workflow.before[position]) for persist in owner.persists]
    if (
        job.is_opaque
        or job.job.body is None
        or not workflow.is_before_known(position)
        or any(owner.is_opaque for owner in workflow.members(workflow.before[position]))
        or not all(persist.is_complete for _, persist in layers)
    ):
        return
    steps = job.job.body.steps
    for attach in job.attaches:
        scripts = scripts_of(job, steps)
        if attach.directory is not None and attach.is_sure and scripts is not None and len(job.attaches) == 1:
            yield from _nearly_persisted(attach, layers, scripts, has_sources=_creates_files(steps, "attach_workspace"))


def _is_nearly_named(target: str, scripts: Iterable[Script]) -> bool:
    """The cheap test: some script has a word that may be the path with a slip, and none the path itself."""
    parts = parts_of(target)
    if not parts:
        return False
    length = len(parts[-1])
    # The last parts are equal or differ by a slip, so they are about as long.
    words = [
        word
        for script in scripts
        for word in _words_in_parts(script.text)
        if -MOST_EDITS <= len(word[-1]) - length <= MOST_EDITS
    ]
    return not any(_has_tail(word, parts) for word in words) and any(tails_are_near(word, parts) for word in words)


@lru_cache(maxsize=512)
def _words_in_parts(script: str) -> tuple[list[str], ...]:
    """The words of a script as parts of paths, those without any left out."""
    return tuple([parts for word in words_of(script) if (parts := parts_of(word))])


def _nearly_written(
    persist: Persist, path: PersistedPath, target: str, before: Sequence[CompiledStep], scripts: tuple[Script, ...]
) -> Iterator[Unproduced]:
    effects = [(script, UNKNOWN if _is_background(script) else script.effects) for script in scripts]
    if any(_may_make(use, target) for _, effect in effects for use in (*effect.writes, *effect.mentions)):
        return
    is_closed = not _creates_files(before) and all(effect.is_closed for _, effect in effects)
    persisted = [resolve_path(persist.directory, other.pattern) or "" for other in persist.paths]
    for script, effect in effects:
        for write in effect.writes:
            is_sure = write.is_sure and not script.step.guards
            if is_sure and is_near(write.path, target) and not any(covers(other, write.path) for other in persisted):
                yield Unproduced(persist, path, script, write, is_closed)
                return


def _nearly_persisted(
    attach: Attach,
    layers: list[tuple[JobWorkspace, Persist]],
    scripts: tuple[Script, ...],
    *,
    has_sources: bool,
) -> Iterator[Unpersisted]:
    entries: list[_Entry] = [(owner, persist, path) for owner, persist in layers for path in persist.paths]
    words = {word for script in scripts for word in words_of(script.text) if _looks_like_path(word)}
    if len(words) * max(len(words), len(entries)) > MOST_PAIRS:
        return
    if not _Suspicion(persist for _, persist in layers).falls_on(words):
        return
    directory = attach.directory or ""
    effects = [(script, script.effects) for script in scripts]
    named = {use.path for _, effect in effects for use in (*effect.reads, *effect.mentions)}
    written = [write for _, effect in effects for write in effect.writes]
    made = {use.path for _, effect in effects for use in effect.mentions}
    for script, effect in effects:
        for read in (*effect.reads, *effect.mentions) if not script.step.guards else ():
            name = relative_to(read.path, directory)
            if not name or any(_may_make(write, read.path) for write in written):
                continue
            owner_path = None
            if read in effect.reads and read.path not in made:
                owner_path = _slipped_entry(name, entries, directory, named, has_sources=has_sources)
            if owner_path is not None:
                yield Unpersisted(attach, script, read, *owner_path, None)
            elif not has_sources:
                rooted = _rooted_entry(name, entries)
                if rooted is not None:
                    yield Unpersisted(attach, script, read, *rooted)


def _slipped_entry(
    name: str, entries: Iterable[_Entry], directory: str, named: set[str], *, has_sources: bool
) -> tuple[JobWorkspace, PersistedPath] | None:
    """The persisted entry that a read name nearly is, if the job names that entry nowhere.

    In a job with files of its own the two have to share their first directory.
    """
    if any(_is_related(path.pattern, name) for _, _, path in entries):
        return None
    parts = name.split("/")
    for owner, _, path in entries:
        length = path.pattern.count("/") + 1
        if is_glob(path.pattern) or not is_near("/".join(parts[:length]), path.pattern):
            continue
        if has_sources and (length == 1 or parts[0] != path.pattern.partition("/")[0]):
            continue
        if resolve_path(directory, path.pattern) not in named:
            return owner, path
    return None


def _rooted_entry(name: str, entries: Iterable[_Entry]) -> tuple[JobWorkspace, PersistedPath, str] | None:
    """The entry that a name would be without its first part, which is the name of the root."""
    first, _, rest = name.partition("/")
    if any(not is_glob(path.pattern) and _is_related(path.pattern, name) for _, _, path in entries):
        return None
    for owner, persist, path in entries:
        root = (persist.directory or "").rpartition("/")[2]
        if first == root not in {"", "~"} and (not rest or covers(path.pattern, rest)):
            return owner, path, root
    return None


def _may_make(use: FileUse, target: str) -> bool:
    """Whether a path that a script names may make another one exist: itself, what lies in it, or what holds it.

    A new directory is empty, and a file holds nothing.
    """
    return (
        relative_to(use.path, target) is not None
        or (use.kind == "any" and relative_to(target, use.path) is not None)
        or may_coincide(use.path, target)
    )


def _is_related(pattern: str, name: str) -> bool:
    """Whether an entry holds a path, lies below it, or may do so."""
    return covers(pattern, name) or covers(name, pattern) or pattern.startswith(f"{name}/")


def _creates_files(steps: Iterable[CompiledStep], besides: str = "") -> bool:
    """Whether steps other than scripts, and those of one more name, may create files."""
    return any(step.name not in _HARMLESS and step.name != besides for step in steps)


def _is_background(script: Script) -> bool:
    background = script.step.body.get("background") if isinstance(script.step.body, CompiledMapping) else None
    return background is not None and not (isinstance(background, CompiledScalar) and background.data is False)


class _Suspicion:
    """What is persisted, for the cheap test whether a word may name it wrongly."""

    def __init__(self, persists: Iterable[Persist]) -> None:
        known = list(persists)
        patterns = [path.pattern for persist in known for path in persist.paths if not is_glob(path.pattern)]
        self.names = NearNames(map(parts_of, dict.fromkeys(patterns)))
        self.roots = {each.directory.rpartition("/")[2] for each in known if each.directory not in {None, "~", "/"}}

    def falls_on(self, words: Iterable[str]) -> bool:
        """Whether some word has a root among its parts, or begins with something near a name."""
        parts = [parts_of(word) for word in words if _looks_like_path(word)]
        return any(not self.roots.isdisjoint(word) or self.names.has_near_beginning(word) for word in parts)


def _looks_like_path(word: str) -> bool:
    return "/" in word or "." in word.strip(".")


def _has_tail(word: list[str], target: list[str]) -> bool:
    """Whether the parts of a word are the last parts of a path, or end in the whole path."""
    length = min(len(word), len(target))
    return bool(length) and word[-length:] == target[-length:]
