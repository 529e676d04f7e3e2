"""Build the Cython core, or the pure-Python package where that is asked for or unavoidable.

Everything else about the project is in pyproject.toml. `NORMTEXT_NO_EXTENSIONS=1` builds a
`py3-none-any` wheel on purpose; a machine without a working C compiler gets the pure package
with one warning, because a slow cleaner is more use than none.
"""

import os
import sys
from glob import glob

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

NO_COMPILER = """\
normtext: WARNING: the C extension could not be built ({error}).
normtext: installing the pure-Python backend: the same results, many times slower.
normtext: to get the fast one, install a C compiler and Python's headers, then run
normtext:     pip install --force-reinstall --no-binary normtext normtext\
"""


class build_fast(build_ext):
    """Build `normtext._fast`; without a compiler, warn once and go on without it."""

    def run(self):
        from setuptools.errors import CCompilerError, ExecError, PlatformError

        try:
            super().run()
        except (CCompilerError, ExecError, PlatformError, OSError) as error:
            if os.environ.get("NORMTEXT_REQUIRE_EXTENSIONS") == "1":
                raise
            print(NO_COMPILER.format(error=error), file=sys.stderr)
            # Nothing was built: an editable install must not look for the missing files.
            self.extensions = []


def optimized():
    """Return the flags of a release; those who set their own, as the sanitizers do, get theirs."""
    # What a debugger reads is six sevenths of the file.
    return [] if "CFLAGS" in os.environ else ["-O3", "-g0"]


def extensions():
    """Return the extension modules to build, none where they are switched off."""
    if os.environ.get("NORMTEXT_NO_EXTENSIONS") == "1":
        return []
    from Cython.Build import cythonize

    source = Extension(
        "normtext._fast",
        ["normtext/_fast.pyx"],
        depends=[*sorted(glob("normtext/_*.h")), *sorted(glob("normtext/_*.px[di]"))],
        # The folder of the build must not be in what is built: two builds are the same.
        extra_compile_args=[]
        if sys.platform == "win32"
        else [*optimized(), f"-ffile-prefix-map={os.getcwd()}=."],
    )
    return cythonize(
        [source],
        language_level=3,
        compiler_directives={
            "boundscheck": False,
            "wraparound": False,
            "cdivision": True,
            "initializedcheck": False,
            "freethreading_compatible": True,
        },
    )


setup(ext_modules=extensions(), cmdclass={"build_ext": build_fast})
