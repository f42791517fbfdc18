// What became of each test, over one try or two, and how it is told at the end of a run.

/**
 * @typedef {object} TestResult
 * @property {string} file from the root of the repository; empty: of no file, as when VS Code does not start
 * @property {string} name
 * @property {'passed' | 'failed' | 'skipped'} state
 * @property {string} [error] of a try that failed, also where the other passed
 * @property {true} [aside] no test: a file that cannot be loaded, a hook, a program that ended badly
 * @property {'first' | 'second'} [only] the one of two tries at which it passed
 */

/**
 * What failed as a whole, not in one of its tests.
 * @param {string} name
 * @param {string} error
 * @param {string} [file]
 * @returns {TestResult}
 */
export const failedAside = (name, error, file = '') => ({ file, name, state: 'failed', error, aside: true });

/**
 * @template {TestResult} T
 * @param {readonly T[]} results
 */
export const failuresOf = (results) => results.filter(({ state }) => state === 'failed');

/** @param {readonly TestResult[]} results */
export const countsOf = (results) => ({
  passed: results.filter(({ state, aside }) => state === 'passed' && !aside).length,
  failed: failuresOf(results).length,
  skipped: results.filter(({ state }) => state === 'skipped').length,
  // What passed once and failed once, tests or not.
  shaky: results.filter(({ only }) => only).length,
});

/**
 * The results of a level, of which some files were tried twice. What passed at one try has passed; that it failed at the other is kept.
 * @param {readonly TestResult[]} first of all files
 * @param {readonly TestResult[]} second of those tried again
 * @returns {TestResult[]}
 */
export function betterOf(first, second) {
  const before = keyed(first);
  const again = keyed(second);
  return [
    ...[...before].map(([key, result]) => better(result, again.get(key))),
    ...[...again].filter(([key]) => !before.has(key)).map(([, result]) => result),
  ];
}

/**
 * @param {readonly TestResult[]} results
 * @returns {Map<string, TestResult>} by file and name; the second of the same name has a key of its own
 */
function keyed(results) {
  /** @type {Map<string, TestResult>} */
  const all = new Map();
  for (const result of results) {
    let key = `${result.file}\0${result.name}`;
    while (all.has(key)) key += '\0again';
    all.set(key, result);
  }
  return all;
}

/**
 * @param {TestResult} first
 * @param {TestResult | undefined} second none: it was not tried again, or, of what is no test, it was well this time
 * @returns {TestResult}
 */
function better(first, second) {
  if (first.state === 'failed' && (second ? second.state === 'passed' : first.aside))
    return { ...first, state: 'passed', only: 'second' };
  if (first.state === 'passed' && second?.state === 'failed')
    return { ...first, error: second.error ?? '', only: 'first' };
  // Its set-up failed at the first try.
  if (first.state === 'skipped' && second) return second;
  return first;
}

/** Logs are cut to their ends: what is said there has to be short. */
const mostErrors = 20;
const mostLines = 14;

/**
 * @param {readonly (TestResult & { level: string })[]} results
 * @returns {string[]} a line for each test that failed at any try, with the beginning of its error below; what failed in the end last
 */
export function told(results) {
  const shaky = results.filter(({ only }) => only);
  return [...shaky, ...failuresOf(results)].flatMap((result, index) => {
    const { level, file, name, only, error = '' } = result;
    const state = only ? `passed only at the ${only} try` : 'failed';
    const title = [level, file, name].filter(Boolean).join(' › ');
    return [`${state}: ${title}`, ...(index < mostErrors ? shortened(error) : [])];
  });
}

/**
 * @param {string} error
 * @returns {string[]} its first lines, without colours and the frames that are not ours
 */
function shortened(error) {
  const lines = error
    // eslint-disable-next-line no-control-regex -- the colours of a terminal
    .replace(/\x1b\[[\d;]*m/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at (.*(node_modules|node:)|new Promise)/.test(line));
  return [...lines.slice(0, mostLines), ...(lines.length > mostLines ? ['…'] : [])].map(
    (line) => `    ${line.slice(0, 200)}`,
  );
}
