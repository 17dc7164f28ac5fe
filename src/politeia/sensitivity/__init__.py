"""Sensitivity: which rules and parameters make histories differ, and where an outcome happens.

Two questions, one way of asking them (:class:`experiment.Experiment`: histories at points of a cube of factors):

    differences   screening (Morris), then shares of variance (Sobol), with chance told apart by replicates
    scenarios     boxes of factors' values in which an outcome happens (PRIM)
"""

from politeia.sensitivity.experiment import STANDARD, Experiment, Histories, Output, outputs, table
from politeia.sensitivity.factors import Factor, factors, unread
from politeia.sensitivity.study import Explanation, Scenarios, differences, scenarios

__all__ = [
    "STANDARD",
    "Experiment",
    "Explanation",
    "Factor",
    "Histories",
    "Output",
    "Scenarios",
    "differences",
    "factors",
    "outputs",
    "scenarios",
    "table",
    "unread",
]
