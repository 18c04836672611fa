"""Values as files and options hold them, checked. All raise WrongValue."""

from collections.abc import Callable

from ndlint.configuration import codes
from ndlint.configuration.patterns import FileIgnores, absolute
from ndlint.configuration.problem import WrongValue, hint
from ndlint.findings import Certainty, Effect

TARGETS = {"target-keras": ("2", "3"), "target-numpy": ("1", "2")}
CHOICES = {
    **TARGETS,
    "certainty": tuple(certainty.value for certainty in Certainty),
    "fail-on": tuple(effect.value for effect in Effect),
}
"""What the keys take that take one word."""


def choice(key: str, value: object) -> object:
    """What a word of `CHOICES` stands for; the number of a target may be a number, too."""
    allowed = CHOICES[key]
    is_number = isinstance(value, int) and not isinstance(value, bool) and key in TARGETS
    if not isinstance(value, str) and not is_number:
        raise WrongValue(f"must be {_either(allowed)}, not {described(value)}")
    word = str(value)
    if word not in allowed:
        meant = hint(word.lower(), allowed)
        raise WrongValue(f"{word!r} is not {_either(allowed)}{meant}")
    if key in TARGETS:
        return int(word)
    return Certainty(word) if key == "certainty" else Effect(word)


def strings(value: object) -> list[str]:
    """A list of strings, or a string with commas."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, list):
        for item in value:
            if not isinstance(item, str):
                raise WrongValue(f"must be a list of strings; {described(item)} is in it")
        return value
    raise WrongValue(f"must be a list of strings, not {described(value)}")


def codes_of_ours(value: object) -> tuple[str, ...]:
    """Codes, of which each must be ndlint's."""
    return codes.checked(code for text in strings(value) for code in codes.split(text))


def file_ignores(value: object, folder: str) -> tuple[FileIgnores, ...]:
    """A table from patterns, relative to the folder, to codes; or flake8's text."""
    if isinstance(value, str):
        return mapped(value, folder, codes.checked)
    if not isinstance(value, dict):
        raise WrongValue(f"must be a table of lists of codes, not {described(value)}")
    rows = []
    for pattern, listed in value.items():
        try:
            rows.append(FileIgnores(absolute(pattern, folder), codes_of_ours(listed)))
        except WrongValue as error:
            raise WrongValue(f"{pattern!r}: {error}") from None
    return tuple(rows)


def mapped(
    text: str, folder: str, read: Callable[[list[str]], tuple[str, ...]]
) -> tuple[FileIgnores, ...]:
    """flake8's text (`a.py,b.py:NDL1,NDL2`), its codes read by a function."""
    from flake8.exceptions import ExecutionError  # type: ignore[import-untyped]
    from flake8.utils import parse_files_to_codes_mapping  # type: ignore[import-untyped]

    try:
        pairs = parse_files_to_codes_mapping(text)
    except ExecutionError:
        raise WrongValue("must map patterns to codes, as in `a.py:NDL1,NDL2`") from None
    return tuple(FileIgnores(absolute(pattern, folder), read(listed)) for pattern, listed in pairs)


def described(value: object) -> str:
    """A value of the wrong type, for a complaint."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "a list"
    return "a table" if isinstance(value, dict) else repr(value)


def _either(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
