#!/usr/bin/env python3
"""rows.py FOLDER PROGRAM...: writes invented rows of all tables, some damaged, into FOLDER and runs PROGRAM FOLDER."""
import os
import shutil
import subprocess
import sys

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "data")
folder, program = sys.argv[1], sys.argv[2:]
shutil.rmtree(folder, ignore_errors=True)
subprocess.run([sys.executable, os.path.join(EXAMPLES, "dossiers.py"), "--domain", os.path.join(EXAMPLES, "domain"), "--teachers", "150",
                "--bad", "0.2", "--derived", "--format", "jsonl", "--out", folder], check=True, stderr=subprocess.DEVNULL)
sys.exit(subprocess.run(program + [folder]).returncode)
