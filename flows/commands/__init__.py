"""The commands of ``readout-watch``, one file for each thing a user comes for."""
