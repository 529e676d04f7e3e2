"""Choose one of the twins and re-export its kernels.

`NORMTEXT_BACKEND` decides: `auto` (the default) takes the Cython core where it is installed,
`cython` insists on it, `python` forces the pure twin. `BACKEND` tells which one runs, and
`BACKEND_REASON` why, for `normtext doctor`. Type checkers read the pure twin, so that no stub
is kept by hand.
"""

import os

TYPE_CHECKING = False  # typing's own costs an import at every start

_wanted = os.environ.get("NORMTEXT_BACKEND") or "auto"
if _wanted not in ("auto", "cython", "python"):
    raise ImportError(
        f"NORMTEXT_BACKEND is {_wanted!r}; it must be auto, cython or python (or unset: auto)"
    )

if TYPE_CHECKING or _wanted == "python":
    from ._pure import *
    from ._pure import __all__ as __all__

    BACKEND = "python"
    BACKEND_REASON = "NORMTEXT_BACKEND=python"
else:
    try:
        from ._fast import *
        from ._fast import __all__ as __all__

        BACKEND = "cython"
        BACKEND_REASON = f"NORMTEXT_BACKEND={_wanted}"
    except ImportError as error:
        if _wanted == "cython":
            raise ImportError(
                f"NORMTEXT_BACKEND=cython, but the C extension normtext._fast cannot be loaded "
                f"({error}); reinstall normtext with a C compiler at hand, or unset "
                "NORMTEXT_BACKEND to use the pure-Python backend"
            ) from error
        from ._pure import *
        from ._pure import __all__ as __all__

        BACKEND = "python"
        BACKEND_REASON = f"the C extension normtext._fast cannot be loaded ({error})"
