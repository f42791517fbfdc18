"""The joint optimum by SciPy's SLSQP with an analytic gradient: the same model (linear transfer, floor, power law), from JSON on
standard input; answers the median time in milliseconds and F."""

import json
import sys
import time

import numpy
from scipy.optimize import minimize

case = json.load(sys.stdin)
transfer = numpy.array(case["transfer"]).T + numpy.eye(len(case["gain"]))  # [target, source]
gain, gamma, floor = (numpy.array(case[key]) for key in ("gain", "gamma", "floor"))
n = len(gain)


def objective(r):
    effective = floor + transfer @ r
    part = gain * effective**-gamma
    return part.sum(), -transfer.T @ (gamma * part / effective)


def solve():
    return minimize(
        objective,
        numpy.full(n, 1 / n),
        jac=True,
        method="SLSQP",
        bounds=[(0, 1)] * n,
        constraints={"type": "eq", "fun": lambda r: r.sum() - 1, "jac": lambda r: numpy.ones(n)},
        options={"ftol": 1e-10, "maxiter": 1000},
    )


solve()
times = []
for _ in range(case["repeats"]):
    start = time.process_time()
    answer = solve()
    times.append(1e3 * (time.process_time() - start))
print(json.dumps({"milliseconds": sorted(times)[len(times) // 2], "objective": answer.fun}))
