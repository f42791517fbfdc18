"""The fit of fit.bench.ts through scipy.optimize.least_squares: same model, starts, bounds, robust loss, analytic Jacobian.

Reads {"targets": [...], "repeats": n} on standard input, answers {"seconds": [...], "rms": [...]}: the processor time of each
repeat over all targets, and the root-mean-square residual of log-loss of each target.
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

    def residual(theta):
        _, _, _, pool, c, extra, _ = parts(theta)
        return root * (np.log(c + extra) - theta[1] * np.log(pool) - log_loss)

    def jacobian(theta):
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
        return root[:, None] * out

    best = None
    for start in target["starts"]:
        found = least_squares(
            residual, np.clip(start, lower + 1e-9, upper - 1e-9), jacobian, (lower, upper),
            x_scale="jac", ftol=1e-6, xtol=1e-8, gtol=1e-8, max_nfev=200,
        )
        if best is None or found.cost < best.cost:
            best = found
    scale = 2 * max(1.4826 * np.median(np.abs(best.fun)), 1e-6)
    final = least_squares(
        residual, best.x, jacobian, (lower, upper), x_scale="jac", loss="soft_l1", f_scale=scale,
        ftol=1e-6, xtol=1e-8, gtol=1e-8, max_nfev=200,
    )
    return float(np.sqrt(np.mean(final.fun**2)))


request = json.load(sys.stdin)
seconds = []
for _ in range(request["repeats"]):
    began = time.process_time()
    rms = [solve(target) for target in request["targets"]]
    seconds.append(time.process_time() - began)
json.dump({"seconds": seconds, "rms": rms}, sys.stdout)
