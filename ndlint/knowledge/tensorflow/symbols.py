"""Who takes no symbols: tensors that have no elements yet, of a graph or of a Keras model that is
being put together.

Source: measured for each function, TensorFlow 2.21, Keras 3.15, tf_keras 2.21, NumPy 2.4; truth
cases A.fn.np_*, A.kt. `tests/knowledge/tensorflow/test_symbols.py` does so again.
"""

from ndlint.events import Contract
from ndlint.knowledge.registry import Refusal
from ndlint.knowledge.tensorflow.attributes import IN_TENSORFLOW
from ndlint.target import current
from ndlint.values.base import Value
from ndlint.values.keras import KerasTensor

_OF_NUMPY = """
    abs absolute acos acosh add all allclose amax amin angle any append arccos arccosh
    arcsin arcsinh arctan arctan2 arctanh argmax argmin argpartition argsort argwhere around
    array array_split asanyarray asarray asarray_chkfinite ascontiguousarray asfortranarray
    asin asinh atan atan2 atanh atleast_1d atleast_2d atleast_3d average bincount
    bitwise_and bitwise_count bitwise_invert bitwise_left_shift bitwise_not bitwise_or
    bitwise_right_shift bitwise_xor bool_ broadcast_arrays broadcast_to cbrt ceil clip
    complex128 complex64 compress conj conjugate convolve copy copysign corrcoef correlate
    cos cosh count_nonzero cov cross cumprod cumsum cumulative_prod cumulative_sum deg2rad
    degrees delete diag diagflat diagonal digitize divide divmod dot ediff1d equal exp exp2
    expand_dims expm1 extract fabs fft.fft fft.fft2 fft.fftn fft.fftshift fft.hfft fft.ifft
    fft.ifft2 fft.ifftn fft.ifftshift fft.ihfft fft.irfft fft.irfft2 fft.irfftn fft.rfft
    fft.rfft2 fft.rfftn fix flatnonzero fliplr flipud float16 float32 float64 float_power
    floor floor_divide fmax fmin fmod frexp gcd gradient greater greater_equal heaviside
    histogram histogram_bin_edges hsplit hypot i0 imag inner insert int16 int32 int64 int8
    intersect1d invert isclose iscomplex isfinite isin isinf isnan isneginf isposinf isreal
    kron lcm ldexp left_shift less less_equal linalg.cholesky linalg.cond linalg.cross
    linalg.det linalg.diagonal linalg.eig linalg.eigh linalg.eigvals linalg.eigvalsh
    linalg.inv linalg.lstsq linalg.matmul linalg.matrix_norm linalg.matrix_power
    linalg.matrix_rank linalg.matrix_transpose linalg.norm linalg.outer linalg.pinv
    linalg.qr linalg.slogdet linalg.solve linalg.svd linalg.svdvals linalg.tensordot
    linalg.tensorinv linalg.tensorsolve linalg.trace linalg.vecdot linalg.vector_norm log
    log10 log1p log2 logaddexp logaddexp2 logical_and logical_not logical_or logical_xor
    matmul matrix_transpose max maximum mean median meshgrid min minimum mod modf moveaxis
    multiply nan_to_num nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian
    nanmin nanpercentile nanprod nanquantile nanstd nansum nanvar negative nextafter nonzero
    not_equal outer pad partition percentile permute_dims polyadd polyder polydiv polyfit
    polyint polymul polysub polyval positive pow power prod ptp quantile rad2deg radians
    ravel real real_if_close reciprocal remainder repeat reshape right_shift rint roll rot90
    round searchsorted setdiff1d setxor1d sign signbit sin sinc sinh sort sort_complex
    spacing split sqrt square std subtract sum swapaxes take tan tanh tensordot tile trace
    transpose trapezoid tril trim_zeros triu true_divide trunc union1d unique unique_all
    unique_counts unique_inverse unique_values unstack unwrap vander var vdot vecdot vsplit
    where
"""
_JOINING = """
    array asanyarray asarray ascontiguousarray column_stack concat concatenate dstack hstack stack
    vstack
"""
JOINING = frozenset(_JOINING.split())
"""Functions of NumPy that make an array of each item of their first argument."""
OF_NUMPY = frozenset(_OF_NUMPY.split()) | JOINING
"""Those that make one of their first argument."""
_OF_BOTH = """
    add allclose arctan2 atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift
    bitwise_xor convolve copysign correlate cross divide divmod dot equal float_power
    floor_divide fmax fmin fmod gcd greater greater_equal heaviside hypot inner isclose isin
    kron lcm ldexp left_shift less less_equal linalg.cross linalg.lstsq linalg.matmul
    linalg.outer linalg.solve linalg.tensordot linalg.vecdot logaddexp logaddexp2
    logical_and logical_or logical_xor matmul maximum minimum mod multiply nextafter
    not_equal outer pow power remainder right_shift searchsorted subtract tensordot
    true_divide vdot vecdot where
"""
OF_BOTH = frozenset(_OF_BOTH.split())
"""Those that make one of the second, too."""
OF_TENSORFLOW = frozenset(
    f"tensorflow.{module}{name}"
    for module, names in {
        "": """
            abs acos acosh add argmax argmin argsort asin asinh atan atan2 atanh
            bitcast boolean_mask broadcast_to cast clip_by_norm clip_by_value
            complex concat convert_to_tensor cos cosh cumsum divide
            dynamic_partition ensure_shape equal exp expand_dims floor gather
            gather_nd greater greater_equal identity less less_equal logical_and
            logical_not logical_or matmul maximum meshgrid minimum multiply negative
            norm not_equal one_hot ones_like pad pow rank reduce_all reduce_any
            reduce_logsumexp reduce_max reduce_mean reduce_min reduce_prod
            reduce_sum repeat reshape reverse reverse_sequence roll round
            saturate_cast scalar_mul searchsorted sequence_mask shape sigmoid sign
            sin sinh size slice sort split sqrt square squeeze stack stop_gradient
            strided_slice subtract tan tanh tensor_scatter_nd_update tensordot tile
            transpose truediv unique unstack where zeros_like
        """,
        "math.": """
            abs acos acosh add argmax argmin asin asinh atan atan2 atanh bincount
            ceil confusion_matrix conj cos cosh count_nonzero cumprod cumsum divide
            divide_no_nan equal erf exp expm1 floor floordiv floormod greater
            greater_equal imag in_top_k is_finite is_inf is_nan l2_normalize less
            less_equal log log1p log_sigmoid log_softmax logical_and logical_not
            logical_or logical_xor maximum minimum mod multiply multiply_no_nan
            negative not_equal pow real reciprocal reciprocal_no_nan reduce_all
            reduce_any reduce_euclidean_norm reduce_logsumexp reduce_max reduce_mean
            reduce_min reduce_prod reduce_std reduce_sum reduce_variance rint round
            rsqrt scalar_mul segment_mean segment_sum sigmoid sign sin sinh softmax
            softplus softsign sqrt square squared_difference subtract tan tanh top_k
            truediv xdivy xlogy
        """,
        "nn.": """
            avg_pool avg_pool1d avg_pool2d avg_pool3d bias_add conv1d conv2d
            convolution crelu depth_to_space depthwise_conv2d dropout elu
            embedding_lookup gelu l2_loss l2_normalize leaky_relu
            local_response_normalization log_softmax max_pool max_pool1d max_pool2d
            max_pool3d moments pool relu relu6 selu sigmoid
            sigmoid_cross_entropy_with_logits silu softmax
            softmax_cross_entropy_with_logits softplus softsign space_to_depth
            sparse_softmax_cross_entropy_with_logits swish tanh top_k
        """,
        "linalg.": """
            adjoint band_part cholesky cross det diag diag_part eig eigh inv
            l2_normalize logdet matmul matrix_transpose matvec norm normalize pinv
            qr set_diag solve svd tensordot trace
        """,
        "image.": """
            adjust_brightness adjust_contrast adjust_hue adjust_saturation
            central_crop convert_image_dtype crop_and_resize flip_left_right
            flip_up_down grayscale_to_rgb hsv_to_rgb per_image_standardization psnr
            random_brightness random_contrast random_crop random_flip_left_right
            random_flip_up_down random_hue random_saturation resize
            resize_with_crop_or_pad resize_with_pad rgb_to_grayscale rgb_to_hsv
            rot90 ssim transpose
        """,
        "signal.": """
            dct fft fft2d frame ifft ifft2d irfft rfft rfft2d stft inverse_stft
        """,
        "strings.": """
            as_string length lower split strip to_hash_bucket_fast to_number upper
        """,
    }.items()
    for name in names.split()
)
"""Functions of TensorFlow that make a tensor of each argument."""
_ALIKE = """
    abs add argmax argmin argsort cos cosh divide equal exp expand_dims floor greater greater_equal
    less less_equal matmul maximum minimum multiply negative not_equal pad repeat reshape round sign
    sin sinh sort split sqrt square squeeze stack subtract tan tanh tensordot tile transpose where
"""
ALIKE = frozenset(_ALIKE.split())
"""Functions that TensorFlow and `keras.ops` call what NumPy does."""
UNLIKE = {
    "absolute": ("abs", "abs"), "amax": ("reduce_max", "max"), "amin": ("reduce_min", "min"),
    "arctan2": ("atan2", "arctan2"), "ceil": ("math.ceil", "ceil"),
    "concatenate": ("concat", "concatenate"), "isnan": ("math.is_nan", "isnan"),
    "log": ("math.log", "log"), "log1p": ("math.log1p", "log1p"), "power": ("pow", "power"),
    **{name: (other, name) for name, other in IN_TENSORFLOW.items()},
}  # fmt: skip
"""Functions of NumPy -> what TensorFlow and `keras.ops` call them."""
OF_KERAS = {
    **{name: name for name in (*ALIKE, "cast", "shape", "size", "stop_gradient", "one_hot")},
    **{
        f"nn.{name}": name for name in ("elu", "gelu", "relu", "selu", "sigmoid", "softmax", "tanh")
    },
    **dict(UNLIKE.values()),
}
"""Functions of TensorFlow -> what `keras.ops` calls them."""
MAKES_ARRAY = frozenset({"array", "asanyarray", "asarray", "ascontiguousarray"})
"""Functions that make an array, and do nothing else."""


def refused_by_numpy(name: str, symbol: Value) -> Refusal:
    """The error of a function of NumPy ("sqrt") that is given a symbol."""
    is_of_keras = isinstance(symbol, KerasTensor)
    if name in MAKES_ARRAY:
        advice = "leave it a tensor"
    elif name in ALIKE or name in UNLIKE:
        of_tensorflow, of_keras = UNLIKE.get(name, (name, name))
        is_for_3 = is_of_keras and current().keras == 3
        advice = f"write keras.ops.{of_keras}" if is_for_3 else f"write tf.{of_tensorflow}"
    else:
        advice = "use functions of TensorFlow"
    error = "NotImplementedError"
    if is_of_keras:
        error = "TypeError" if current().keras == 2 else "ValueError"
    return _without_elements(error, symbol, advice)


def refused_conversion(symbol: Value, error: str = "AttributeError") -> Refusal:
    """The error of `symbol.numpy()`, or of another way to ask for its elements."""
    return _without_elements(error, symbol, "use functions of TensorFlow")


def refused_element(symbol: Value) -> Refusal:
    """The error of a symbol that is put into an array."""
    return _without_elements("ValueError", symbol, "put tensors together with tf.stack")


def refused_by_tensorflow(name: str) -> Refusal:
    """The error of a function of TensorFlow ("reduce_mean") that is given a symbol of Keras 3."""
    other = OF_KERAS.get(name)
    advice = f"write keras.ops.{other}" if other else "use keras.ops"
    message = f"TensorFlow takes no symbolic tensor of Keras 3; {advice}, or call it in a layer"
    return Refusal("ValueError", message, Contract.SYMBOL_TO_TENSORFLOW)


def _without_elements(error: str, symbol: Value, advice: str) -> Refusal:
    what = "a symbolic tensor" + (" of Keras" if isinstance(symbol, KerasTensor) else "")
    message = f"there are no elements yet in {what}, which NumPy could take; {advice}"
    return Refusal(error, message, Contract.SYMBOL_TO_NUMPY)
