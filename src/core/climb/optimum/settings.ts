// Settings that the minimisers of this folder share; what one of them alone is set by stands in its file.

/** Line search (Nocedal & Wright, 2nd edition, ch. 3): the part of the promised descent to be had, and how often a step is halved. */
export const sufficientDescent = 1e-4;
export const mostHalvings = 40;

/** A step or a round that leaves more than this part of the gap has not moved it. */
export const progress = 0.9;

/** Relative: values of F, and of a barrier function of it, that differ by less differ by the rounding of their sums. */
export const rounding = 1e-13;

/** Gap at which an optimum is exact, in the objective's unit. */
export const exactGap = 1e-9;
