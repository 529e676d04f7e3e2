"""The ways in from data frames and engines; each module loads only what it is named after."""
