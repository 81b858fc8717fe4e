"""What is known: the parameters with value, quantity, range, basis, source and grade, and what they rest on."""

from sim.evidence.parameters import PARAMETERS, Parameter, ParameterSet, parameter_set
from sim.evidence.references import References, references, resolves

__all__ = ["PARAMETERS", "Parameter", "ParameterSet", "References", "parameter_set", "references", "resolves"]
