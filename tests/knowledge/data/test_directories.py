"""What Keras makes of files and of long series, against the real `element_spec` and batches."""

from collections.abc import Iterator

import pytest

from ndlint.knowledge import registry
from ndlint.knowledge.registry import MODELS
from tests.knowledge.data.pipelines import DESCRIBED, SHOWS
from tests.knowledge.data.test_pipelines import agreement
from tests.knowledge.tensorflow.bulk import Program, compare
from tests.truth.reality import Reality

FILES = (
    "import os\nimport tempfile\nimport numpy as np\nimport tensorflow as tf\n"
    "from tensorflow import keras\nfolder = tempfile.mkdtemp()\n"
    "png = tf.io.encode_png(np.zeros((9, 7, 3), 'uint8')).numpy()\n"
    "for name in ('a', 'b'):\n    os.mkdir(f'{folder}/{name}')\n    for i in range(5):\n"
    "        with open(f'{folder}/{name}/{i}.png', 'wb') as file:\n            file.write(png)\n"
    "        with open(f'{folder}/{name}/{i}.txt', 'w') as file:\n            file.write('text')\n"
)
IMAGES = (
    "", "label_mode='categorical', image_size=(8, 6), batch_size=4", "label_mode='binary'",
    "label_mode=None, color_mode='grayscale'", "labels=None, color_mode='rgba'", "image_size=8",
    "batch_size=None, shuffle=False", "labels=[0, 1] * 5, label_mode='categorical'",
    "validation_split=0.2, subset='training', seed=1", "data_format='channels_first'",
    "class_names=['b', 'a'], label_mode='categorical'", "crop_to_aspect_ratio=True",
)  # fmt: skip
TEXTS = (
    "", "label_mode='binary', batch_size=2", "label_mode='categorical'", "batch_size=None",
    "label_mode=None, max_length=3",
)  # fmt: skip
SERIES = (
    "np.arange(10.0), None, 3", "np.ones((10, 2), 'float32'), np.arange(10), 3, batch_size=4",
    "np.ones((10, 2)), np.ones((10, 1)), 3, batch_size=None, shuffle=True",
    "np.ones((10, 2)), np.ones((10, 1)), 3, sequence_stride=2, sampling_rate=2, batch_size=2",
    "np.ones((10, 2)), np.ones((5, 1)), 3, batch_size=2", "[1, 2, 3, 4], None, 2",
    "np.ones((10, 2), 'uint8'), np.ones(10, 'uint8'), 3, start_index=1, end_index=8",
    "tf.ones((10, 2)), None, 3", "np.ones((3, 2)), None, 5", "[1.0, 2.0, 3.0], [1, 2], 2",
)  # fmt: skip
FLOWS = {
    "flow(np.ones((10, 8, 8, 3)), np.arange(10), batch_size=4)": "a, b",
    "flow(np.ones((10, 8, 8, 3)))": "a",
    "flow(np.ones((10, 8, 8, 3), 'uint8'), np.ones((10, 2)), batch_size=5)": "a, b",
    "flow(np.ones((3, 8, 8, 1)), [1, 2, 3], 32)": "a, b",
    "flow(np.ones((10, 8, 8, 3)), np.ones(10), sample_weight=np.ones(10, 'float32'))": "a, b, c",
}


def data_sets() -> Iterator[Program]:
    """A data set for every way to call the functions that make one."""
    for function, several in (("image", IMAGES), ("text", TEXTS)):
        for options in several:
            made = f"keras.utils.{function}_dataset_from_directory(folder, {options})"
            yield Program(f"{FILES}ds = {made}\n{DESCRIBED}", SHOWS)
    for given in SERIES:
        made = f"keras.utils.timeseries_dataset_from_array({given})"
        yield Program(f"{FILES}ds = {made}\n{DESCRIBED}", SHOWS)
    both = "validation_split=0.2, subset='both', seed=1, image_size=(4, 4)"
    made = f"keras.utils.image_dataset_from_directory(folder, {both})"
    for kept in ("ds, other", "other, ds"):
        yield Program(f"{FILES}{kept} = {made}\n{DESCRIBED}", SHOWS)


def flows() -> Iterator[Program]:
    """The batches of an image generator."""
    start = (
        "import numpy as np\nfrom tensorflow import keras\n"
        "images = keras.preprocessing.image.ImageDataGenerator"
    )
    for options in ("", "dtype='float64'", "rescale=0.5"):
        for given, parts in FLOWS.items():
            text = f"{start}({options})\n{parts} = next(images.{given})\n"
            yield Program(text, tuple(parts.split(", ")))


def test_data_sets_of_files_and_series(reality: Reality) -> None:
    programs = list(data_sets())
    found = agreement(reality, programs)
    assert not found.wrong, "\n\n".join(found.wrong[:10])
    assert found.counts == len(programs)
    assert found.tensors > 1.5 * len(programs)


def test_batches_of_image_generators(reality: Reality) -> None:
    score = compare(reality, list(flows()))
    assert not score.wrong, "\n\n".join(score.wrong)
    assert not score.raised


@pytest.mark.parametrize("name", ["image", "text", "timeseries"])
def test_both_modules_have_it(name: str) -> None:
    registry.load()
    function = f"{name}_dataset_from_{'array' if name == 'timeseries' else 'directory'}"
    assert {f"keras.utils.{function}", f"keras.preprocessing.{function}"} <= MODELS.keys()
