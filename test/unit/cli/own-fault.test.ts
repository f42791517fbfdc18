import { expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/command.ts';
import { orOwnFault } from '../../../src/cli/own-fault.ts';

const failed = (run: () => string, told: string[] = []) =>
  orOwnFault(
    'a.yaml',
    (...lines) => told.push(lines.join('\n')),
    run,
    ({ code, severity, message }) => `${severity} ${code} ${message}`,
  );

it('a fault of the program in one file is a problem of that file', async () => {
  expect(await failed(() => 'checked')).toBe('checked');
  const told: string[] = [];
  const problem = await failed(() => {
    throw new RangeError('no value for fr');
  }, told);
  expect(problem).toMatch(/^error file\.not-checked .*: no value for fr\. Please report/);
  expect(told.join()).toMatch(/^a\.yaml: RangeError: no value for fr\n +at /);
});

it('what the user did wrong is none', async () => {
  const run = () => {
    throw new UsageError('no such file');
  };
  await expect(failed(run)).rejects.toThrow('no such file');
});
