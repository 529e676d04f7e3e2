"""Coverage-guided fuzzing of the kernels and the Cleaner: `make fuzz`."""
