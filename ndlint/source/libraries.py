"""The libraries that ndlint takes for what their names say."""

import sys

LIBRARIES = sys.stdlib_module_names | {
    "numpy", "tensorflow", "keras", "tf_keras", "sklearn", "pandas", "matplotlib", "scipy",
    "seaborn", "PIL", "cv2", "tqdm", "skimage", "tensorflow_datasets", "tensorflow_hub",
}  # fmt: skip
"""Packages whose functions change at most what they are given."""
