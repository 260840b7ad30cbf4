"""Facts about single values: patterns of branches, schedules, images, resource classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.data import docker_images, machine_images, resource_classes, xcode_versions
from wflint.data.resource_sizes import size_of
from wflint.pipeline.cron import cron_faults, next_run
from wflint.pipeline.patterns import admits, names_of, regex_in
from wflint.pipeline.refs import find_name
from wflint.regexes.terms import difference, word

if TYPE_CHECKING:
    from datetime import datetime

MOST_SAMPLES = 3
MOST_RUNS = 3


def described_pattern(pattern: str, noun: str) -> str:
    """What a pattern of a filter admits, in Markdown; `noun` is `branch` or `tag`."""
    regex = regex_in(pattern)
    if regex is None:
        advice = f"\n\na regular expression stands between slashes: `/{pattern.replace('*', '.*')}/`"
        return f"the {noun} `{pattern}` and no other{advice if '*' in pattern else ''}"
    names = names_of(pattern)
    if names is None:
        return f"a regular expression that is not understood here: which {noun} it admits is not known"
    samples: list[str] = []
    while len(samples) < MOST_SAMPLES:
        found = find_name(names)
        if found.word is None:
            break
        samples.append(found.word)
        names = difference(names, word(found.word))
    if not samples:
        return f"no {noun} can have a name that this regular expression matches"
    lines = [f"every {noun} whose **whole** name matches: {', '.join(f'`{sample}`' for sample in samples)}"]
    lines[0] += ", …" if len(samples) == MOST_SAMPLES else " and no other"
    missed = [near for near in (f"{samples[0]}-x", f"x-{samples[0]}") if admits(pattern, near) is False]
    if missed:
        lines.append(f"not {' or '.join(f'`{near}`' for near in missed)}")
    return "\n\n".join(lines)


def described_schedule(cron: str, now: datetime) -> str:
    """When a schedule runs next, in Markdown, or why it does not."""
    faults = [fault.message for fault in cron_faults(cron) if fault.is_certain]
    if faults:
        return "\n\n".join(faults)
    runs: list[str] = []
    moment: datetime | None = now
    while moment is not None and len(runs) < MOST_RUNS:
        moment = next_run(cron, moment)
        if moment is not None:
            runs.append(f"- {moment:%a %Y-%m-%d %H:%M} UTC")
    return "next runs (CircleCI may start up to 15 minutes later):\n\n" + "\n".join(runs) if runs else "it never runs"


def described_image(image: str) -> str | None:
    """What is known of a Docker or machine image, in Markdown."""
    name, _, tag = image.partition(":")
    legacy = name.removeprefix(docker_images.LEGACY_NAMESPACE)
    if legacy != name and legacy in docker_images.SUCCESSORS:
        successor = docker_images.SUCCESSORS[legacy]
        use = f"; use `{successor}`" if successor else "; nothing replaces it"
        return f"a legacy image, not maintained since the end of 2021{use}"
    if name in machine_images.RETIRED:
        return f"a machine image that is gone; use `{machine_images.RETIRED[name]}`"
    if name in machine_images.IMAGES:
        tags = machine_images.IMAGES[name]
        state = "offered" if tag in tags or not tags else "not offered" if tag else "offered with a tag"
        better = machine_images.UNSUPPORTED.get(name)
        end = f"; no longer supported, use `{better}`" if better else ""
        listed = f"\n\ntags: {', '.join(f'`{each}`' for each in sorted(tags))}" if tags else ""
        return f"a machine image of CircleCI's cloud: {state} ({machine_images.DATE}){end}{listed}"
    return None


def described_class(name: str) -> str | None:
    """Which executors offer a resource class, in Markdown; None for one that is not known."""
    executors = [executor for executor, classes in resource_classes.CLASSES.items() if name in classes]
    if executors:
        sizes = [f"{size} for `{one}`" for one in executors if (size := size_of(one, name)) is not None]
        facts = f"\n\n{'; '.join(sizes)}" if sizes else ""
        return f"a resource class of {' and '.join(f'`{one}`' for one in executors)} ({resource_classes.DATE}){facts}"
    if name.startswith(resource_classes.RETIRED_PREFIXES):
        return "a resource class that no longer exists"
    return "a self-hosted runner's resource class" if "/" in name and "<<" not in name else None


def described_xcode(version: str) -> str | None:
    """Whether a version of Xcode is offered, in Markdown; None for one that is not known."""
    if version in xcode_versions.SUPPORTED or version in xcode_versions.RESOLVED:
        return f"offered ({xcode_versions.DATE})"
    return "about to go" if version in xcode_versions.DEPRECATED else None
