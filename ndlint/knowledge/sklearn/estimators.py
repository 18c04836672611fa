"""Estimators of which nothing is followed but the number of features that they have learned.

Source: scikit-learn 1.9; each class and method was measured with X of other ranks and widths.
"""

from collections.abc import Mapping

from ndlint.knowledge.registry import models
from ndlint.knowledge.sklearn.tables import Estimator, check_lengths, learned, table
from ndlint.values.base import NOTHING, UNKNOWN, Float, Value

TRANSFORMERS = {
    "decomposition": (
        "FactorAnalysis", "FastICA", "IncrementalPCA", "KernelPCA", "NMF", "PCA", "TruncatedSVD",
    ),
    "feature_selection": ("VarianceThreshold",),
    "impute": ("SimpleImputer",),
    "preprocessing": (
        "Binarizer", "KBinsDiscretizer", "Normalizer", "PolynomialFeatures", "PowerTransformer",
        "QuantileTransformer",
    ),
}  # fmt: skip
CLUSTERERS = {"cluster": ("KMeans", "MiniBatchKMeans")}
PREDICTORS = {
    "ensemble": (
        "ExtraTreesClassifier", "GradientBoostingClassifier",
        "GradientBoostingRegressor", "HistGradientBoostingClassifier", "RandomForestClassifier",
        "RandomForestRegressor",
    ),
    "linear_model": (
        "ElasticNet", "Lasso", "LinearRegression", "LogisticRegression", "Perceptron", "Ridge",
        "RidgeClassifier", "SGDClassifier", "SGDRegressor",
    ),
    "naive_bayes": ("GaussianNB",),
    "neighbors": ("KNeighborsClassifier", "KNeighborsRegressor"),
    "neural_network": ("MLPClassifier", "MLPRegressor"),
    "svm": ("LinearSVC", "LinearSVR", "SVC", "SVR"),
    "tree": ("DecisionTreeClassifier", "DecisionTreeRegressor"),
}  # fmt: skip
"""Those that learn from X and as many labels."""


def paths(classes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Their public names."""
    return tuple(f"sklearn.{module}.{name}" for module, names in classes.items() for name in names)


TRANSFORMING = paths(TRANSFORMERS)
CLUSTERING = paths(CLUSTERERS)
PREDICTING = paths(PREDICTORS)
OF_SAMPLES = ("predict_proba", "predict_log_proba", "decision_function")


def _register(path: str) -> None:
    @models(path)
    def make(*arguments: Value, **options: Value) -> Value:
        """An estimator that has learned nothing yet."""
        return Estimator(path)


for _path in (*TRANSFORMING, *CLUSTERING, *PREDICTING):
    _register(_path)


@models(*(f"{path}.fit" for path in (*TRANSFORMING, *CLUSTERING)))
def fit(estimator: Value, X: Value, y: Value = NOTHING, **options: Value) -> object:
    """The estimator itself. Raises: as `table`."""
    return learned(estimator, X, estimator)


@models(
    *(f"{path}.fit_transform" for path in TRANSFORMING),
    *(f"{path}.fit_predict" for path in CLUSTERING),
)
def fit_and_use(estimator: Value, X: Value, y: Value = NOTHING, **options: Value) -> object:
    """An array, which is not followed. Raises: as `table`."""
    return learned(estimator, X, UNKNOWN)


@models(*(f"{path}.fit" for path in PREDICTING))
def fit_to_labels(estimator: Value, X: Value, y: Value, **options: Value) -> object:
    """The estimator itself. Raises: as `table`, and where X and y differ in length."""
    table(estimator, X, is_learned=False)
    check_lengths(X=X, y=y)
    return learned(estimator, X, estimator)


@models(
    *(f"{path}.transform" for path in (*TRANSFORMING, *CLUSTERING)),
    *(f"{path}.predict" for path in (*CLUSTERING, *PREDICTING)),
    *(f"{path}.{method}" for path in PREDICTING for method in OF_SAMPLES),
)
def use(estimator: Value, X: Value) -> Value:
    """An array, which is not followed. Raises: as `table`."""
    table(estimator, X)
    return UNKNOWN


@models(*(f"{path}.score" for path in PREDICTING))
def score(estimator: Value, X: Value, y: Value, sample_weight: Value = NOTHING) -> Value:
    """A float. Raises: as `table`, and where X and y differ in length."""
    table(estimator, X)
    check_lengths(X=X, y=y)
    return Float()
