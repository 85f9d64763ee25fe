"""Text in, facts out: no network, no database, no clock."""

import os
import sys

# numpy's own threads cost five times the work on a page's small matrices, and a process may run beside others. It reads
# this when it is loaded, and every module that loads it belongs to this package or imports it first.
ONE_THREAD = "OPENBLAS_NUM_THREADS"
if "numpy" not in sys.modules:
    os.environ.setdefault(ONE_THREAD, "1")
