import type { Command } from '../command.ts';
import { add } from './add.ts';
import { apply } from './apply.ts';
import { cache } from './cache.ts';
import { cancel } from './cancel.ts';
import { check } from './check.ts';
import { collect } from './collect.ts';
import { compare } from './compare.ts';
import { convert } from './convert.ts';
import { exportCommand } from './export.ts';
import { fit } from './fit.ts';
import { launch } from './launch.ts';
import { newCommand } from './new.ts';
import { plan } from './plan.ts';
import { predict } from './predict.ts';
import { report } from './report.ts';
import { runs } from './runs.ts';
import { solve } from './solve.ts';
import { status } from './status.ts';

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  newCommand,
  check,
  fit,
  runs,
  predict,
  solve,
  compare,
  report,
  exportCommand,
  convert,
  apply,
  add,
  plan,
  launch,
  status,
  collect,
  cancel,
  cache,
];
