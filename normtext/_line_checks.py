"""What the kernels of boilerplate refuse: checks and messages, for both twins."""

from __future__ import annotations

from array import array


def check_lines(starts: object, ends: object, prose: object, table: object) -> None:
    """Raise TypeError or ValueError unless these are the arguments of `line_words`."""
    for name, values, code in (("starts", starts, "q"), ("ends", ends, "q"), ("table", table, "Q")):
        if not isinstance(values, array) or values.typecode != code:
            raise TypeError(f"{name} must be an array of type {code!r}, not {values!r:.80}")
    if not isinstance(prose, bytes):
        raise TypeError(f"prose must be bytes, not {prose!r:.80}")
    assert isinstance(starts, array)
    assert isinstance(ends, array)
    assert isinstance(table, array)
    if not len(starts) == len(ends) == len(prose):
        raise ValueError(
            f"starts, ends and prose must be of one length, not {len(starts)}, {len(ends)} and "
            f"{len(prose)}"
        )
    places = len(table) // 2
    if not places or places & (places - 1) or len(table) % 2:
        raise ValueError(
            f"the table must have a power of two places of two numbers, not {len(table)} numbers"
        )


def no_line(start: int, end: int, length: int) -> ValueError:
    """Return the error for a line that does not lie in its text."""
    return ValueError(f"[{start}, {end}) does not lie in a text of {length} code points")


def check_columns(columns: object, program: object) -> None:
    """Raise TypeError or ValueError unless these may be the arguments of `line_matrix`."""
    if not isinstance(columns, tuple):
        raise TypeError(f"columns must be a tuple, not {columns!r:.80}")
    for column in (*columns, program):
        if not isinstance(column, array) or column.typecode != "i":
            raise TypeError(f"columns and program must be arrays of 32 bits, not {column!r:.80}")
    assert isinstance(program, array)
    if len({len(column) for column in columns}) > 1:
        raise ValueError("the columns differ in length; give one value a line")
    if len(program) % 3:
        raise ValueError(f"a program has three numbers a feature, not {len(program)} in all")


def no_feature(program: array[int], feature: int, columns: int) -> ValueError:
    """Return the error for a feature that cannot be computed."""
    what = tuple(program[3 * feature : 3 * feature + 3])
    return ValueError(f"feature {feature} of the program, {what}, does not fit {columns} columns")


def check_forest(matrix: object, width: int, forest: object, trees: int) -> None:
    """Raise TypeError or ValueError unless the sizes of a matrix and a forest fit."""
    for values in (matrix, forest):
        if not isinstance(values, array) or values.typecode != "i":
            raise TypeError(f"matrix and forest must be arrays of 32 bits, not {values!r:.80}")
    assert isinstance(matrix, array)
    assert isinstance(forest, array)
    if width < 1 or len(matrix) % width:
        raise ValueError(f"a matrix of {len(matrix)} numbers has no rows of {width}")
    if not 0 <= trees <= len(forest) or (len(forest) - trees) % 4:
        raise ValueError(f"{len(forest)} numbers are no forest of {trees} trees")


def no_forest() -> ValueError:
    """Return the error for a forest that leads nowhere."""
    return ValueError("the forest is damaged: a node leads to nothing that stands after it")
