// A reporter of vitest that leaves the results of all tests in the file that CLIMB_TEST_RESULTS names.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../install/paths.mjs';
import { failedAside } from './results.mjs';

/** @typedef {import('vitest').TestError} TestError */
/** @typedef {import('./results.mjs').TestResult} TestResult */

export default class ResultsReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly import('vitest').SerializedError[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    /** @type {TestResult[]} */
    const results = [];
    for (const module of modules) {
      const file = fromRoot(module.moduleId);
      for (const suite of [module, ...module.children.allSuites()]) {
        const errors = suite.errors();
        const name = suite.type === 'suite' ? suite.fullName : 'the file';
        if (errors.length > 0) results.push(failedAside(`${name}, around its tests`, textOf(errors), file));
      }
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        results.push({
          file,
          name: test.fullName,
          // One that has not ended never will.
          state: state === 'pending' ? 'failed' : state,
          ...(errors && errors.length > 0 ? { error: textOf(errors) } : {}),
        });
      }
    }
    for (const error of unhandled) {
      const file = typeof error['VITEST_TEST_PATH'] === 'string' ? fromRoot(error['VITEST_TEST_PATH']) : '';
      results.push(failedAside('an error that nobody caught', textOf([error]), file));
    }
    writeFileSync(process.env['CLIMB_TEST_RESULTS'] ?? '', JSON.stringify(results));
  }
}

/** @param {string} file */
const fromRoot = (file) => path.relative(root, file).split(path.sep).join('/');

/**
 * @param {readonly TestError[]} errors
 * @returns {string} message, what differs and where, of each and of what caused it
 */
function textOf(errors) {
  return errors
    .map(({ name, message, diff, stack = '', cause }) =>
      [
        name && !message.startsWith(name) ? `${name}: ${message}` : message,
        diff ?? '',
        ...stack.split('\n').filter((line) => /^\s+at /.test(line)),
        ...(cause ? [textOf([cause])] : []),
      ]
        .filter(Boolean)
        .join('\n'),
    )
    .join('\n');
}
