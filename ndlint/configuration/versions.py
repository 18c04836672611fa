"""The Keras and the NumPy that a project is for: as it declares, else as installed here.

Where nothing is declared, requirements need not be read: their parser takes longer to
import than all the rest.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from configparser import Error, RawConfigParser
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from packaging.version import InvalidVersion, Version

from ndlint.configuration import pyproject
from ndlint.configuration.discovery import content
from ndlint.configuration.problem import ConfigurationError
from ndlint.source.folders import upwards

if TYPE_CHECKING:
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

Group = Sequence["Requirement"]
"""What is installed together."""


class Change(Struct, frozen=True):
    """A major version, and the distributions that brought it, each from a release on."""

    before: int
    after: int
    first: dict[str, str]


TENSORFLOWS = ("tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tensorflow-macos")
KERAS = Change(2, 3, {"keras": "3", **dict.fromkeys(TENSORFLOWS, "2.16")})
NUMPY = Change(1, 2, {"numpy": "2"})
LEGACY = "tf-keras"
"""Keras 2 beside a TensorFlow that brings Keras 3."""


def keras_of_project() -> int:
    """The major version of Keras."""
    return _of_project(KERAS, _keras_of_group)


def numpy_of_project() -> int:
    """The major version of NumPy."""
    return _of_project(NUMPY, lambda group: _of_group(NUMPY, group))


def _of_project(change: Change, judge: Callable[[Group], int | None]) -> int:
    """What a project needs decides before what it also names; what is contradictory, never."""
    for groups in declared(os.path.abspath(".")):
        verdicts = {verdict for group in groups if (verdict := judge(group)) is not None}
        if len(verdicts) == 1:
            return verdicts.pop()
    return _installed(change)


def _keras_of_group(group: Group) -> int | None:
    names = {_normal(requirement) for requirement in group}
    if LEGACY in names and "keras" not in names:
        return KERAS.before
    return _of_group(KERAS, group)


def _of_group(change: Change, group: Group) -> int | None:
    """The version that the requirements leave, None where both are left."""
    verdicts = {
        _left(change, requirement.specifier, first)
        for requirement in group
        if (first := change.first.get(_normal(requirement)))
    }
    return min((verdict for verdict in verdicts if verdict is not None), default=None)


def _normal(requirement: "Requirement") -> str:
    """The distribution's name as indexes spell it."""
    from packaging.utils import canonicalize_name

    return canonicalize_name(requirement.name)


def _left(change: Change, specifier: "SpecifierSet", first: str) -> int | None:
    """The version that a specifier leaves, None if both, or neither.

    Asked of releases about every bound: where any is allowed, one of these is.
    """
    boundary = Version(first)
    bounds = [boundary, Version("0")]
    for part in specifier:
        try:
            bounds.append(Version(part.version.removesuffix(".*")))
        except InvalidVersion:
            continue  # `===` takes any text
    releases = [release for bound in bounds for release in (bound, _next(bound))]
    allowed = set(specifier.filter(releases, prereleases=True))
    sides = {change.after if release >= boundary else change.before for release in allowed}
    return sides.pop() if len(sides) == 1 else None


def _next(release: Version) -> Version:
    return Version(f"{release.major}.{release.minor}.{release.micro + 1}")


def _installed(change: Change) -> int:
    """The version in ndlint's own environment; the newer one where there is none."""
    for name, first in change.first.items():
        try:
            if Version(version(name)) < Version(first):
                return change.before
        except (PackageNotFoundError, InvalidVersion):
            continue
    return change.after


@lru_cache(maxsize=1)
def declared(start: str) -> tuple[list[Group], list[Group]]:
    """What the nearest project needs, and what else it names: extras, requirements files.

    A project is the nearest folder with requirements of any kind. What cannot be read or
    parsed declares nothing.
    """
    for folder in upwards(start):
        needed, named = _of_pyproject(folder)
        more_needed, more_named = _of_setup_cfg(folder)
        groups = needed + more_needed, named + more_named + list(_of_files(folder))
        if any(groups):
            return groups
    return [], []


def _of_pyproject(folder: str) -> tuple[list[Group], list[Group]]:
    path = os.path.join(folder, pyproject.NAME)
    try:
        data = content(path)
        project = pyproject.parse(path, data).get("project") if data else None
    except ConfigurationError:
        return [], []
    if not isinstance(project, dict):
        return [], []
    extras = project.get("optional-dependencies")
    listed = extras.values() if isinstance(extras, dict) else ()
    return [_group(project.get("dependencies"))], [_group(extra) for extra in listed]


def _of_setup_cfg(folder: str) -> tuple[list[Group], list[Group]]:
    parser = RawConfigParser()
    try:
        data = content(os.path.join(folder, "setup.cfg"))
        parser.read_string((data or b"").decode())
    except (ConfigurationError, UnicodeDecodeError, Error):
        return [], []
    if "options" not in parser:
        return [], []
    needed = parser["options"].get("install_requires", "")
    extra = "options.extras_require"
    named = parser[extra].values() if extra in parser else ()
    return [_group(needed.splitlines())], [_group(text.splitlines()) for text in named]


def _of_files(folder: str) -> Iterator[Group]:
    """A group for each requirements*.txt."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        if name.startswith("requirements") and name.endswith(".txt"):
            try:
                data = content(os.path.join(folder, name))
            except ConfigurationError:
                continue
            yield _group(_lines((data or b"").decode(errors="replace")))


def _lines(text: str) -> Iterator[str]:
    """The requirements in pip's format, without comments and options."""
    for line in text.replace("\\\n", " ").splitlines():
        requirement, _, _ = f" {line}".partition(" #")
        yield requirement.partition(" --")[0].strip()


def _group(listed: Any) -> Group:
    """The requirements that hold for this Python, among what may be anything."""
    return [
        requirement
        for text in (listed if isinstance(listed, Iterable) else ())
        if isinstance(text, str) and (requirement := _requirement(text)) is not None
    ]


def _requirement(text: str) -> "Requirement | None":
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        requirement = Requirement(text)
        holds = requirement.marker is None or requirement.marker.evaluate()
    except (InvalidRequirement, ValueError):
        return None
    return requirement if holds else None
