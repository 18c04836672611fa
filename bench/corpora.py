"""Public collections of programs that use Keras, as they are when they are fetched."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ndlint.source.search import find


@dataclass(frozen=True, slots=True)
class Corpus:
    """Programs in the folder of a collection: those under `part`, without tests and tools.

    `only` is how their names end, `within` a folder that must be on the way to them.
    `is_correct`: the programs are there to be learnt from, or the faults of others mended.
    """

    name: str
    folder: str
    part: str = ""
    only: str = ""
    within: str = ""
    is_correct: bool = False

    def programs(self, collections: Path) -> Iterator[Path]:
        """The paths of the programs, as ndlint finds them."""
        top = collections / self.folder / self.part
        for found in map(Path, find([str(top)]) if top.is_dir() else ()):
            if found.name.endswith(self.only) and self.within in str(found.relative_to(top)):
                yield found


CORPORA = (
    Corpus("svpino/keras-io", "keras-io", only=".py", is_correct=True),
    Corpus("fchollet/deep-learning-with-python-notebooks", "dlwp", is_correct=True),
    Corpus("mehilshah/Bug_Reproducibility_DL_Bugs", "mehilshah", "Bugs"),
    Corpus("neuralint/neuralint", "neuralint", "sample_buggy_scripts"),
    Corpus("mohmehmo/defects4ml, buggy", "defects4ml", "bugs", within="buggy/"),
    Corpus("mohmehmo/defects4ml, fixed", "defects4ml", "bugs", within="fixed/", is_correct=True),
    Corpus("Wardat-ISU/DeepLocalize, buggy", "deeplocalize", "Benchmark", within="Buggy "),
    Corpus(
        "Wardat-ISU/DeepLocalize, correct",
        "deeplocalize",
        "Benchmark",
        within="Correct ",
        is_correct=True,
    ),
)
