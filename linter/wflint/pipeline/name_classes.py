"""Names of branches or tags that stand for all others: one of each class that a workflow can tell apart."""

from __future__ import annotations

from functools import partial
from itertools import chain, islice

from wflint.compiler.values import PARAMETER_PREFIX
from wflint.pipeline.filters import pattern_texts
from wflint.pipeline.git_names import is_ref_name
from wflint.pipeline.patterns import names_of, regex_in
from wflint.pipeline.reasons import and_list
from wflint.pipeline.refs import ref_shapes
from wflint.records import NamedTuple
from wflint.regexes.derivatives import has_word
from wflint.regexes.partition import STATE_LIMIT, partition
from wflint.regexes.terms import union

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wflint.compiler.compiled import CompiledWorkflow
    from wflint.compiler.values import Values
    from wflint.pipeline.questions import Question
    from wflint.regexes.terms import Term

MOST_NAMES = 1_024
MOST_MATCHES = 20_000
"""How often a name is matched with a language; with many languages fewer of the names in them are tried."""
MOST_STEPS = 400_000
"""Steps of automata in the search for names; with many languages, which all step at once, it ends earlier."""

_PREFERRED = {
    "branch": ("main", "master", "develop", "feature/x", "x"),
    "tag": ("v1.0.0", "1.0.0", "v1.0.0-rc1", "x"),
}


class Names(NamedTuple):
    """Names of branches or tags, one of each class that something tells apart, each with words for its class.

    `is_complete` is False if a class may be missing.
    """

    words: dict[str, str]
    is_complete: bool


def name_classes(workflow: CompiledWorkflow, values: Values, question: Question | None, half: str) -> Names:
    """The classes that the filters of a workflow and a question tell apart; `half` is `branch` or `tag`."""
    sets = list(dict.fromkeys(_pattern_sets(workflow, values, half)))
    if question is not None:
        sets += [(literal,) for literal in sorted(map(str, question.literals)) if regex_in(literal) is None]
    languages: dict[Term, int] = {}
    is_complete = question is None or not question.is_open
    positions = []
    for patterns in sets:
        found = [None if pattern is None else names_of(pattern) for pattern in patterns]
        known = [language for language in found if language is not None]
        is_complete = is_complete and len(known) == len(found)
        positions.append(languages.setdefault(union(known), len(languages)))
    asked = question.languages if question is not None else ()
    for language in asked or ():
        languages.setdefault(language, len(languages))
    limit = min(STATE_LIMIT, MOST_STEPS // (len(languages) + 1))
    divided = partition(ref_shapes(), tuple(languages), limit=limit)
    literals = [_literals(patterns) for patterns in sets]
    listed = {
        position: frozenset(names)
        for position, names, patterns in zip(positions, literals, sets, strict=True)
        if len(names) == len(patterns)
    }
    tests = [_test(language, listed.get(position)) for language, position in languages.items()]
    signatures = _signatures(tests, dict.fromkeys(chain.from_iterable(literals)), half)
    chosen: dict[int, str] = {}
    # A class that only a preferred name shows is there too, even if the search was cut short.
    for name, signature in (*signatures.items(), *((each.word, each.signature) for each in divided.classes)):
        chosen.setdefault(signature, name)
    alike: dict[int, list[str]] = {}
    for name, signature in signatures.items():
        alike.setdefault(signature, []).append(name)
    words = {}
    for signature, name in islice(chosen.items(), MOST_NAMES):
        names = _listed(signature, listed)
        words[name] = _words(half, name, signature, [each for each in alike.get(signature, ()) if each in names])
    if len(chosen) == 1:
        words = dict.fromkeys(words, f"any {half}")
    is_complete = is_complete and asked is not None and divided.is_complete and len(chosen) <= MOST_NAMES
    return Names(words, is_complete)


def _pattern_sets(workflow: CompiledWorkflow, values: Values, half: str) -> Iterator[tuple[str | None, ...]]:
    """The sets of patterns that filters ask for: `only`, or where that is missing `ignore`.

    None stands for a pattern whose text is not known, and beside one that pipeline parameters may make any text.
    """
    for trigger in workflow.workflow.triggers or ():
        if half == "branch" and trigger.branches is not None:
            decisive = trigger.branches.only if trigger.branches.only is not None else trigger.branches.ignore
            yield tuple(scalar.value for scalar in decisive or ())
    for job in workflow.jobs:
        patterns = None if job.filters is None else job.filters.branches if half == "branch" else job.filters.tags
        if patterns is not None:
            decisive = patterns.only if patterns.only is not None else patterns.ignore
            texts = pattern_texts(job, decisive or (), values)
            is_free = any("<<" in scalar.value and PARAMETER_PREFIX in scalar.value for scalar in decisive or ())
            yield (*texts, None) if is_free else texts


def _literals(patterns: tuple[str | None, ...]) -> list[str]:
    """The patterns that are names."""
    return [pattern for pattern in patterns if pattern is not None and regex_in(pattern) is None]


def _test(language: Term, names: frozenset[str] | None) -> Callable[[str], bool]:
    """What tells whether a name is in a language; `names` is all of it where it is a set of nothing but names."""
    return partial(has_word, language) if names is None else names.__contains__


def _signatures(tests: Sequence[Callable[[str], bool]], written: Iterable[str], half: str) -> dict[str, int]:
    """In which languages the names are that people know, those that are written first; a bit for each."""
    tried = (*islice(written, MOST_MATCHES // (len(tests) + 1)), *_PREFERRED[half])
    return {
        name: sum(test(name) << position for position, test in enumerate(tests))
        for name in dict.fromkeys(tried)
        if is_ref_name(name)
    }


def _listed(signature: int, listed: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """The names of the first set of nothing but names that a class is in; empty if there is none."""
    while signature:
        position = (signature & -signature).bit_length() - 1
        if position in listed:
            return listed[position]
        signature &= signature - 1
    return frozenset()


def _words(half: str, name: str, signature: int, alike: Sequence[str]) -> str:
    """What a name stands for; `alike` are the names of its class if there are no others."""
    if alike:
        return f"{half} {and_list(alike, 'or')}"
    plural = "branches" if half == "branch" else "tags"
    return f"{plural} such as `{name}`" if signature else f"any other {half}"
