"""openpyxl for tests that read and write workbooks as an office does: `from office import openpyxl`. It is Debian's, and so
belongs to Debian's interpreter: under another one the test begins again with that."""
import os
import sys

try:
    import openpyxl  # noqa: F401
except ImportError:
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)
    sys.exit("openpyxl is missing: tests/packages.sh test")
