"""The version: read by the build without importing the package, and by `normtext.__version__`."""

__version__ = "0.1.0"
