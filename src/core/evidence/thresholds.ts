/** Every bound on what may be said, each once, with its reason. */

import { oneBudget } from '../runs/budgets.ts';

/** Standard deviations of a 90 % interval of a normal error. */
export const ninety = 1.645;

/** Relative gains and changes of a predicted loss below this are none, and mixtures so close are as good: less than any training shows. */
export const noGain = 0.0005;

/** Relative gain that a training can show at best: below it, "nothing to gain" is the honest word for a sure but tiny one. */
export const showable = 0.001;

/**
 * A gain whose corrected interval reaches further below zero than this is not told: of 754 pieces of advice in simulation 213 did harm,
 * and this bound kept nearly all of them back (docs/model.md, "What may be said").
 */
export const worstTold = -0.027;

/** Objectives above the lowest by less than this part of it are named beside it: such a mixture may be taken for another reason. */
export const withinReach = 0.005;

/** Shares that change by less have not moved: nothing that matters depends on it. */
export const moved = 0.005;

/** Mixtures that differ in less than this part of the tokens are one mixture: no training tells them apart. */
export const sameMixture = 0.01;

/** Shares that differ by less are told as the same, and so are mixtures that differ in less of the tokens: sentences round to 0.1 %. */
export const sameShown = 0.0005;

/** Effective share per share of another language: less help than this is not named, since the panel would show none. */
export const leastHelp = 0.0005;

/** Shares of runs that differ by less did not vary: the rounding of a table. */
export const varied = 0.002;

/** How far beyond the largest and the smallest share of any run a recommendation may lie: relative, and in shares. */
export const beyond = { factor: 1.5, share: 0.02 };

/** Budgets and sizes beyond the runs by more than this factor are extrapolated: those within it are one. */
export const extrapolated = oneBudget;

/** A share beyond the largest or the smallest of the runs by more than this is extrapolated. */
export const extrapolatedShare = 0.02;

/** Held-out R² below which a fit predicts a language poorly; what the setting `climb.fit.minR2` starts from. */
export const poorFit = 0.8;

/** Runs below which a held-out R² of them says nothing. */
export const fewestForR2 = 8;

/** A loss so many times what the other runs predict suggests that the run diverged; one closer to it may be wrong for any reason. */
export const diverged = 1.5;

/** Relative gain from which a mixture is worth a problem in the editor; what the setting `climb.suboptimalThreshold` starts from. */
export const worthAProblem = 0.005;

/**
 * Optimism seen by members times this is the correction of a gain: members hold four fifths of the mixtures, so their optimism
 * understates that of the whole by f/(1 − f) = 4, of which three quarters held up in simulation.
 */
export const optimismScale = 3;

/** Languages up to which the members' own optima are worth their time; above it a gain is not corrected. */
export const mostCorrected = 60;

/** Languages up to which near-optimal ranges are worth their time: two convex programmes a language. */
export const mostRanged = 60;

/** Part of the lack of fit of single mixtures that is left in a difference: held trained differences in 96 % (docs/model.md). */
export const lackShare = 0.3;

/** Mixtures further apart than this (total variation) have nothing of their lack of fit in common. */
export const wholeDistance = 0.2;
