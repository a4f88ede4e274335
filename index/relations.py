"""Kinds of ties between two documents, as the catalog names them."""

COPY = "copy"
"""Most of one stands in the other, too: the same wire text from two outlets."""
CORRECTS = "corrects"
"""One says that it corrects the other."""
