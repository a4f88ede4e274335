"""Finding passages: the catalog that is the truth, its indexes, and ranked search. Imports ``sources`` only."""
