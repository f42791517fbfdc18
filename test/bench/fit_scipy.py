"""The fit of fit.bench.ts through scipy.optimize.least_squares: same model, starts, bounds, pulls, robust loss, analytic Jacobian.

Reads {"targets": [...], "repeats": n} on standard input, answers {"seconds": [...], "scale": [...], "theta": [[...]]}: the processor
time of each repeat over all targets, and of each target the scale of the robust loss and the parameters.
"""
import json
import sys
import time

import numpy as np
from scipy.optimize import least_squares


def solve(target):
    own, share, log_tokens, log_loss, root = (
        np.array(target[key]) for key in ("own", "share", "logTokens", "logLoss", "rootWeight")
    )
    lower, upper = np.array(target["lower"]), np.array(target["upper"])
    pull, mean = np.sqrt(target["priorPrecision"]), np.array(target["priorMean"])
    k = share.shape[1]
    present = share > 0
    log_share = np.log(np.where(present, share, 1))
    budget = target["budget"]

    def parts(theta):
        at = 3
        if budget:
            log_b, beta, delta = theta[at : at + 3]
            at += 3
        else:
            log_b, beta, delta = -np.inf, 0.0, 0.0
        tau, eta = theta[at : at + k], theta[at + k : at + 2 * k]
        u = np.exp(eta) * share
        gone = np.exp(-u)
        with np.errstate(divide="ignore", invalid="ignore"):
            log_phi = np.where(u < 1e-5, log_share - u / 2, np.log1p(-gone) - eta)
            slope = np.where(u < 1e-5, -u / 2, u * gone / (1 - gone) - 1)
        term = np.where(present, np.exp(tau - delta * log_tokens[:, None] + log_phi), 0)
        floor = np.exp(theta[2])
        pool = floor + own + term.sum(1)
        c = np.exp(theta[0])
        extra = np.exp(log_b - beta * log_tokens)
        return term, np.where(present, slope, 0), floor, pool, c, extra, at

    def residual(theta, root=root):
        _, _, _, pool, c, extra, _ = parts(theta)
        misfit = root * (np.log(c + extra) - theta[1] * np.log(pool) - log_loss)
        return np.concatenate([misfit, pull * (theta - mean)])

    def jacobian(theta, root=root):
        term, slope, floor, pool, c, extra, at = parts(theta)
        out = np.empty((len(own), len(theta)))
        per = -theta[1] / pool
        out[:, 0] = c / (c + extra)
        out[:, 1] = -np.log(pool)
        out[:, 2] = per * floor
        if budget:
            out[:, 3] = extra / (c + extra)
            out[:, 4] = -extra * log_tokens / (c + extra)
            out[:, 5] = -per * term.sum(1) * log_tokens
        out[:, at : at + k] = per[:, None] * term
        out[:, at + k :] = out[:, at : at + k] * slope
        return np.vstack([root[:, None] * out, np.diag(pull)])

    best = None
    for start in target["starts"]:
        found = least_squares(
            residual, np.clip(start, lower + 1e-9, upper - 1e-9), jacobian, (lower, upper),
            x_scale="jac", ftol=1e-6, xtol=1e-8, gtol=1e-8, max_nfev=200,
        )
        if best is None or found.cost < best.cost:
            best = found
    scale = 2 * max(1.4826 * np.median(np.abs(best.fun[: len(own)] / root)), 1e-6)
    weight, ones = root**2, np.ones(len(own))

    def robust(z):
        """Soft-L1 of each residual before its weight, as in least-squares.ts; the pulls stay squares."""
        wide = np.sqrt(1 + z[: len(own)])
        out = np.array([z, np.ones_like(z), np.zeros_like(z)])
        out[:, : len(own)] = weight * np.array([2 * (wide - 1), 1 / wide, -0.5 / wide**3])
        return out

    final = least_squares(
        residual, best.x, jacobian, (lower, upper), x_scale="jac", loss=robust, f_scale=scale,
        ftol=1e-6, xtol=1e-8, gtol=1e-8, max_nfev=200, args=(ones,),
    )
    return scale, list(final.x)


request = json.load(sys.stdin)
seconds = []
for _ in range(request["repeats"]):
    began = time.process_time()
    found = [solve(target) for target in request["targets"]]
    seconds.append(time.process_time() - began)
json.dump({"seconds": seconds, "scale": [scale for scale, _ in found], "theta": [theta for _, theta in found]}, sys.stdout)
