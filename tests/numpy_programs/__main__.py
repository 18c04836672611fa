"""`python -m tests.numpy_programs [programs] [seed]` prints the figures of random programs."""

import sys

from tests.numpy_programs.measure import measure
from tests.numpy_programs.report import report

count, number = (int(a) for a in (*sys.argv[1:], *("1000", "0")[len(sys.argv) - 1 :]))
print(report(measure(count, number)))
