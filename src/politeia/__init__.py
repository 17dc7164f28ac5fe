"""A laboratory for the politics of organisations."""

__version__ = "0.1.0"
