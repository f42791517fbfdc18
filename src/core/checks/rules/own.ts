import { boundsInfeasible } from './bounds-infeasible.ts';
import { boundsViolated } from './bounds-violated.ts';
import { dataAvailableMissing } from './data-available-missing.ts';
import { dataEpochs } from './data-epochs.ts';
import { fileDuplicateKey } from './file-duplicate-key.ts';
import { fileOutside } from './file-outside.ts';
import { fileSchema } from './file-schema.ts';
import { fileSyntax } from './file-syntax.ts';
import { fileYamlSurprise } from './file-yaml-surprise.ts';
import { fitExtrapolation } from './fit-extrapolation.ts';
import { fitSuspect } from './fit-suspect.ts';
import { fitPoor } from './fit-poor.ts';
import { interactionLanguageMissing } from './interaction-language-missing.ts';
import { interactionMap } from './interaction-map.ts';
import { interactionPending } from './interaction-pending.ts';
import { interactionRead } from './interaction-read.ts';
import { interactionUnmeasured } from './interaction-unmeasured.ts';
import { groupKeep } from './group-keep.ts';
import { interactionUnreadable } from './interaction-unreadable.ts';
import { languageAliasPair } from './language-alias-pair.ts';
import { languageMacroAndMember } from './language-macro-and-member.ts';
import { languageUnknown } from './language-unknown.ts';
import { mixtureDecided } from './mixture-decided.ts';
import { mixtureSuboptimal } from './mixture-suboptimal.ts';
import { proxyCommand } from './proxy-command.ts';
import { proxyOption } from './proxy-option.ts';
import { quantityInvalid } from './quantity-invalid.ts';
import { ratioAboveOne } from './ratio-above-one.ts';
import { ratioMissing } from './ratio-missing.ts';
import { ratioNegative } from './ratio-negative.ts';
import { ratioNotFinite } from './ratio-not-finite.ts';
import { ratioSum } from './ratio-sum.ts';
import { ratioUnused } from './ratio-unused.ts';
import { ratioZero } from './ratio-zero.ts';
import type { Rule } from './rule.ts';
import { solverInfeasible } from './solver-infeasible.ts';
import { solverMethod } from './solver-method.ts';
import { solverNotConverged } from './solver-not-converged.ts';
import { stageBounds } from './stage-bounds.ts';
import { stageFixed } from './stage-fixed.ts';
import { stageLanguage } from './stage-language.ts';
import { stageName } from './stage-name.ts';
import { stageSum } from './stage-sum.ts';
import { stageTokens } from './stage-tokens.ts';

/** The rules that look into the mixture file alone and into what solving it found, in the order of docs/problems.md. */
export const ownRules: readonly Rule[] = [
  fileSyntax,
  fileSchema,
  fileDuplicateKey,
  fileYamlSurprise,
  fileOutside,
  quantityInvalid,
  ratioNegative,
  ratioNotFinite,
  ratioAboveOne,
  ratioSum,
  ratioMissing,
  ratioZero,
  ratioUnused,
  languageUnknown,
  languageAliasPair,
  languageMacroAndMember,
  dataEpochs,
  dataAvailableMissing,
  boundsInfeasible,
  boundsViolated,
  groupKeep,
  stageTokens,
  stageName,
  stageLanguage,
  stageSum,
  stageBounds,
  stageFixed,
  interactionUnreadable,
  interactionMap,
  interactionRead,
  interactionPending,
  interactionLanguageMissing,
  interactionUnmeasured,
  fitSuspect,
  fitPoor,
  fitExtrapolation,
  mixtureSuboptimal,
  mixtureDecided,
  solverMethod,
  solverNotConverged,
  solverInfeasible,
  proxyCommand,
  proxyOption,
];
