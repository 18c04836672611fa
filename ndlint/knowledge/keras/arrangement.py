"""Arrays whose axes stand in another order than a model takes them, or that lack one."""

from msgspec import Struct

from ndlint.values.dimension import FREE, Dim, differ
from ndlint.values.keras import Layer, Model
from ndlint.values.shape import Shape

CHANNELS = (1, 3, 4)
"""The sizes by which channels are told from rows."""
OF_IMAGES = frozenset({"AveragePooling2D", "Conv2D", "DepthwiseConv2D", "MaxPooling2D"})
LAST = "({})[..., None]"


class Rearranged(Struct, frozen=True):
    """What is odd about the axes of an array, and the text that makes it fit: `{}` is the array,
    "<numpy.moveaxis>" a public name."""

    reason: str
    text: str

    @property
    def advice(self) -> str:
        """For a message: what is odd, and what to write."""
        text = self.text.replace("({})", "{}") if self.text == LAST else self.text
        written = text.replace("<numpy.", "np.").replace(">", "").format("x")
        return f"{self.reason}: write {written}"


def rearranged(expected: Shape, found: Shape) -> Rearranged | None:
    """How an array becomes what a model expects by another order of its axes, or by an axis of
    channels; None: it does not. Both shapes begin with the axis of samples."""
    wanted, given = expected.dims[1:], found.dims[1:]
    if not found.is_exact or not expected.rank_known or len(wanted) not in (2, 3):
        return None
    if len(given) == len(wanted) - 1:
        return _with_channels(wanted, given)
    if len(given) != len(wanted):
        return None
    if len(wanted) == 3 and _fits(wanted, (*given[1:], given[0])):
        return Rearranged("its channels stand first", "<numpy.moveaxis>({}, 1, -1)")
    if len(wanted) == 3 and _fits(wanted, (given[2], *given[:2])):
        return Rearranged("its channels stand last", "<numpy.moveaxis>({}, -1, 1)")
    if not _fits(wanted, (given[1], given[0], *given[2:])):
        return None
    reason = "its last two axes are swapped"
    if len(wanted) == 3:
        reason = "its height and width are swapped (cv2.resize takes the width first)"
    return Rearranged(reason, "<numpy.swapaxes>({}, 1, 2)")


def _fits(wanted: tuple[Dim, ...], given: tuple[Dim, ...]) -> bool:
    """Whether axes are certainly of the sizes that are wanted, and not of free ones only."""
    if all(size is FREE for size in wanted):
        return False
    return all(w is FREE or w == g for w, g in zip(wanted, given, strict=True))


def _with_channels(wanted: tuple[Dim, ...], given: tuple[Dim, ...]) -> Rearranged | None:
    """Gray images where a model takes images with channels."""
    if len(wanted) != 3 or wanted[2] not in CHANNELS or not _fits(wanted, (*given, wanted[2])):
        return None
    text = LAST if wanted[2] == 1 else f"<numpy.stack>([{{}}] * {wanted[2]}, axis=-1)"
    return Rearranged("it has no axis of channels", text)


def for_unbuilt(model: Model, found: Shape) -> Rearranged | None:
    """How images without channels fit a model that begins with a layer of images.

    Of what is not square, it is not said: it may be one image without the axis of samples.
    """
    first = model.layers[0] if model.layers else None
    takes_images = isinstance(first, Layer) and first.name in OF_IMAGES
    if not takes_images or found.rank != 3 or differ(found.dims[1], found.dims[2]):
        return None
    return Rearranged("it has no axis of channels", LAST)
