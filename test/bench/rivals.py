"""The joint optimum by others: SciPy's SLSQP, IPOPT (Debian's coinor-libipopt1v5, by its C interface) and an active-set prototype in NumPy.

Reads JSON from standard input: {"by": name, "repeats": k, "cases": [compiled models with bounds and groups]}; answers, a case, the median
processor time in milliseconds and F's reducible part at a mixture that keeps the limits."""

import ctypes
import json
import sys
import time

import numpy as np


class Case:
    """F's reducible part and its derivatives, for all terms of the model; arrays are [target, source]."""

    def __init__(self, case):
        rows, n = case["rows"], case["columns"]
        shaped = lambda key: None if case[key] is None else np.array(case[key], float).reshape(rows, n)
        self.n = n
        self.transfer, self.saturation, self.interference = map(shaped, ("transfer", "saturation", "interference"))
        self.gain, self.gamma, self.q, self.base, self.chi0 = (
            np.array(case[key], float) for key in ("gain", "exponent", "pooling", "base", "interferenceBase")
        )
        self.epoch = np.array([np.inf if e is None else e for e in case["epochShare"]], float)
        self.decay = case["repetition"]
        self.lower, self.upper = np.array(case["lower"], float), np.array(case["upper"], float)
        self.sums = [(np.array(s["members"]), s["min"], s["max"]) for s in case["sums"]]
        self.start = np.array(case["start"], float)
        self.linear = self.saturation is None and self.interference is None and (self.q == 1).all() and not np.isfinite(self.epoch).any()

    def both(self, r):
        """F and its gradient."""
        if self.linear:
            effective = self.base + self.transfer @ r
            part = self.gain * effective**-self.gamma
            return part.sum(), -self.transfer.T @ (self.gamma * part / effective)
        value, slope = r, np.ones(self.n)
        more = (r > self.epoch) if self.decay is not None else np.zeros(self.n, bool)
        if more.any():
            fade = np.exp(-(r[more] / self.epoch[more] - 1) / self.decay)
            value = r.copy()
            value[more] = self.epoch[more] * (1 + self.decay * (1 - fade))
            slope[more] = fade
        x, dx = self.transfer * value, self.transfer * slope
        if self.saturation is not None:
            eta = np.where(self.saturation == 0, 1, self.saturation)
            x = np.where(self.saturation == 0, x, -self.transfer * np.expm1(-eta * value) / eta)
            dx = dx * np.exp(-self.saturation * value)
        q = self.q[:, None]
        positive = np.maximum(x, 1e-300)
        pooled = self.base + np.where(x > 0, positive**q, 0).sum(1)
        z = np.log(pooled) / self.q - self.chi0
        dz = np.where(x > 0, positive ** (q - 1), np.where(q == 1, 1, 0)) * dx / pooled[:, None]
        if self.interference is not None:
            z = z - self.interference @ r
            dz = dz - self.interference
        part = self.gain * np.exp(-self.gamma * z)
        return part.sum(), -(self.gamma * part) @ dz

    def hessian(self, r):
        effective = self.base + self.transfer @ r
        weight = self.gamma * (self.gamma + 1) * self.gain * effective ** (-self.gamma - 2)
        return (self.transfer * weight[:, None]).T @ self.transfer


def slsqp(case):
    from scipy.optimize import minimize

    constraints = []
    for members, low, high in case.sums:
        row = np.zeros(case.n)
        row[members] = 1
        if low == high:
            constraints.append({"type": "eq", "fun": lambda r, row=row, s=low: row @ r - s, "jac": lambda r, row=row: row})
        else:
            constraints.append({"type": "ineq", "fun": lambda r, row=row, s=low: row @ r - s, "jac": lambda r, row=row: row})
            constraints.append({"type": "ineq", "fun": lambda r, row=row, s=high: s - row @ r, "jac": lambda r, row=row: -row})
    return minimize(
        case.both, case.start, jac=True, method="SLSQP", bounds=list(zip(case.lower, case.upper)),
        constraints=constraints, options={"ftol": 1e-12, "maxiter": 1000},
    ).x


Index, Number = ctypes.c_int, ctypes.c_double
Numbers, Indices = ctypes.POINTER(Number), ctypes.POINTER(Index)
callback = lambda *arguments: ctypes.CFUNCTYPE(Index, *arguments)
EvalF = callback(Index, Numbers, Index, Numbers, ctypes.c_void_p)
EvalGradient = callback(Index, Numbers, Index, Numbers, ctypes.c_void_p)
EvalG = callback(Index, Numbers, Index, Index, Numbers, ctypes.c_void_p)
EvalJacobian = callback(Index, Numbers, Index, Index, Index, Indices, Indices, Numbers, ctypes.c_void_p)
EvalHessian = callback(Index, Numbers, Index, Number, Index, Numbers, Index, Index, Indices, Indices, Numbers, ctypes.c_void_p)


def ipopt(case):
    """With the exact Hessian where the model is linear, else with the limited-memory one."""
    library = ctypes.CDLL("libipopt.so.1")
    library.CreateIpoptProblem.restype = ctypes.c_void_p
    library.CreateIpoptProblem.argtypes = [Index, Numbers, Numbers, Index, Numbers, Numbers, Index, Index, Index,
                                           EvalF, EvalG, EvalGradient, EvalJacobian, EvalHessian]
    library.AddIpoptStrOption.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
    library.AddIpoptNumOption.argtypes = [ctypes.c_void_p, ctypes.c_char_p, Number]
    library.AddIpoptIntOption.argtypes = [ctypes.c_void_p, ctypes.c_char_p, Index]
    library.IpoptSolve.argtypes = [ctypes.c_void_p, Numbers, Numbers, Numbers, Numbers, Numbers, Numbers, ctypes.c_void_p]
    library.FreeIpoptProblem.argtypes = [ctypes.c_void_p]
    n, m = case.n, len(case.sums)
    row_of = np.concatenate([np.full(len(members), k) for k, (members, _, _) in enumerate(case.sums)])
    column_of = np.concatenate([members for members, _, _ in case.sums])
    below = np.tril_indices(n)
    view = np.ctypeslib.as_array
    last = {"x": None}

    def at(x):
        r = view(x, (n,))
        if last["x"] is None or not np.array_equal(last["x"], r):
            last["x"] = r.copy()
            last["F"], last["g"] = case.both(last["x"])
        return last

    def f(_, x, __, value, ___):
        value[0] = at(x)["F"]
        return int(np.isfinite(value[0]))

    def gradient(_, x, __, out, ___):
        view(out, (n,))[:] = at(x)["g"]
        return int(np.isfinite(last["g"]).all())

    def g(_, x, __, ___, out, ____):
        r = view(x, (n,))
        for k, (members, _, _) in enumerate(case.sums):
            out[k] = r[members].sum()
        return 1

    def jacobian(_, x, __, ___, count, rows, columns, values, ____):
        if values:
            view(values, (count,))[:] = 1
        else:
            view(rows, (count,))[:], view(columns, (count,))[:] = row_of, column_of
        return 1

    def hessian(_, x, __, factor, ___, ____, _____, count, rows, columns, values, ______):
        if values:
            view(values, (count,))[:] = factor * case.hessian(view(x, (n,)))[below]
        else:
            view(rows, (count,))[:], view(columns, (count,))[:] = below
        return 1

    calls = EvalF(f), EvalG(g), EvalGradient(gradient), EvalJacobian(jacobian), EvalHessian(hessian)
    array = lambda values: (Number * len(values))(*values)
    problem = library.CreateIpoptProblem(
        n, array(case.lower), array(case.upper), m, array([s[1] for s in case.sums]), array([s[2] for s in case.sums]),
        len(row_of), len(below[0]), 0, *calls,
    )
    library.AddIpoptStrOption(problem, b"sb", b"yes")
    library.AddIpoptIntOption(problem, b"print_level", 0)
    library.AddIpoptNumOption(problem, b"tol", 1e-10)
    library.AddIpoptNumOption(problem, b"bound_relax_factor", 0.0)
    if not case.linear:
        library.AddIpoptStrOption(problem, b"hessian_approximation", b"limited-memory")
    x = array(case.start)
    value = Number()
    library.IpoptSolve(problem, x, None, ctypes.byref(value), None, None, None, None)
    library.FreeIpoptProblem(problem)
    return np.array(x)


def active_set(case):
    """Newton's method on the support, its matrix by BLAS and LAPACK: linear models whose shares have no limits."""
    r = case.start.copy()
    for _ in range(100):
        _, gradient = case.both(r)
        if gradient @ r - gradient.min() < 1e-10:
            break
        price = gradient @ r
        support = np.flatnonzero((r > 0) | (gradient < price))
        effective = case.base + case.transfer @ r
        weight = case.gamma * (case.gamma + 1) * case.gain * effective ** (-case.gamma - 2)
        while True:
            some = case.transfer[:, support] * np.sqrt(weight)[:, None]
            matrix = some.T @ some
            matrix[np.diag_indices(len(support))] *= 1 + 1e-12
            solved = np.linalg.solve(matrix, np.column_stack([gradient[support], np.ones(len(support))]))
            step = -solved[:, 0] + solved[:, 1] * (solved[:, 0].sum() / solved[:, 1].sum())
            stuck = (r[support] <= 0) & (step < 0)
            if not stuck.any():
                break
            support = support[~stuck]
        value = case.both(r)[0]
        for length in 0.5 ** np.arange(40):
            trial = np.zeros(case.n)
            trial[support] = np.maximum(0, r[support] + length * step)
            trial /= trial.sum()
            if case.both(trial)[0] < value:
                break
        else:
            break
        r = trial
    return r


def main():
    asked = json.load(sys.stdin)
    solver = {"slsqp": slsqp, "ipopt": ipopt, "active-set": active_set}[asked["by"]]
    answers = []
    for given in asked["cases"]:
        case = Case(given)
        times = []
        for _ in range(asked["repeats"]):
            began = time.process_time()
            r = solver(case)
            times.append(1e3 * (time.process_time() - began))
        broken = max([abs(min(0, (r - case.lower).min())), max(0, (r - case.upper).max())]
                     + [max(low - r[members].sum(), r[members].sum() - high, 0) for members, low, high in case.sums])
        answers.append({"milliseconds": sorted(times)[len(times) // 2], "objective": float(case.both(r)[0]), "broken": float(broken)})
    print(json.dumps(answers))


main()
