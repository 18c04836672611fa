"""What holds for a run: all layers together."""

from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import fields

from ndlint.configuration.codes import Codes
from ndlint.configuration.layer import Layer
from ndlint.configuration.patterns import Exclusion, FileIgnores, ignored_in
from ndlint.findings import Certainty, Effect, Finding
from ndlint.target import Target

SURENESS = tuple(Certainty)
"""The surest first."""


class Settings(Struct, frozen=True, dict=True):
    """`target_keras` and `target_numpy` are None where the user did not set them. `caches`: what
    is found is kept in the project for the next time."""

    codes: Codes = field(default_factory=Codes)
    file_ignores: tuple[FileIgnores, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    target_keras: int | None = None
    target_numpy: int | None = None
    certainty: Certainty = Certainty.LIKELY
    fail_on: Effect = Effect.COST
    caches: bool = True

    @property
    def target_is_given(self) -> bool:
        """Whether the user set the Keras that is asked about; else a program's own word counts."""
        return self.target_keras is not None

    @cached_property
    def target(self) -> Target:
        """The versions that are asked about: what is not set is looked for, once."""
        keras, numpy = self.target_keras, self.target_numpy
        if keras is None or numpy is None:
            from ndlint.configuration.versions import keras_of_project, numpy_of_project

            keras = keras or keras_of_project()
            numpy = numpy or numpy_of_project()
        return Target(keras, numpy)

    def shows(self, finding: Finding) -> bool:
        """Whether a finding is said, as far as its code, its file and its certainty go."""
        if SURENESS.index(finding.certainty) > SURENESS.index(self.certainty):
            return False
        return self.codes.wants(finding.code, ignored_in(finding.site.path, self.file_ignores))

    def excludes(self, path: str, start: str) -> bool:
        """Whether a file is passed over that was found in `start`, or is `start`."""
        return any(exclusion.covers(path, start) for exclusion in self.exclusions)


def merged(
    command_line: Layer, pyproject: Layer, flake8: Layer, says_not_analysed: bool
) -> Settings:
    """Key by key, the first layer that says something holds.

    Exclusions of the two files hold together: what flake8 passes over nobody else sees.
    """
    top = _on_top([command_line, pyproject, flake8])
    return Settings(
        Codes(
            top.select,
            top.extend_select or (),
            (*(top.ignore or ()), *(top.extend_ignore or ())),
            says_not_analysed,
        ),
        (*(top.per_file_ignores or ()), *(top.extend_per_file_ignores or ())),
        (
            *_together(command_line.exclude, pyproject.exclude, flake8.exclude),
            *_together(
                command_line.extend_exclude, pyproject.extend_exclude, flake8.extend_exclude
            ),
        ),
        top.target_keras,
        top.target_numpy,
        top.certainty or Certainty.LIKELY,
        top.fail_on or Effect.COST,
    )


def _on_top(layers: list[Layer]) -> Layer:
    said = {}
    for key in fields(Layer):
        values = (getattr(layer, key.name) for layer in layers)
        said[key.name] = next((value for value in values if value is not None), None)
    return Layer(**said)


def _together(
    command_line: tuple[Exclusion, ...] | None, *files: tuple[Exclusion, ...] | None
) -> tuple[Exclusion, ...]:
    if command_line is not None:
        return command_line
    return tuple(exclusion for given in files for exclusion in given or ())
