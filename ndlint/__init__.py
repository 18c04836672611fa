"""ndlint: NumPy data that does not fit the TensorFlow and Keras code it is fed to."""

__version__ = "0.1.0"
