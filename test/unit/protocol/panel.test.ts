import { describe, expect, it } from 'vitest';
import { readFromPanel, readToPanel } from '../../../src/protocol/panel.ts';

describe('A message from the panel', () => {
  it.each([
    { type: 'ready' },
    { type: 'command', command: 'optimize' },
    { type: 'reveal', code: 'en' },
    { type: 'copy', text: 'a\tb\n' },
    { type: 'save', name: 'allocation.svg', format: 'svg', content: '<svg/>' },
    { type: 'apply-shares', version: 3, ratio: [0.5, 0.5] },
  ])('is read: $type', (message) => expect(readFromPanel(message)).toEqual(message));

  it.each([
    null,
    'ready',
    { type: 'command', command: 'deleteEverything' },
    { type: 'save', name: '../../.bashrc', format: 'svg', content: '' },
    { type: 'save', name: 'a.png', format: 'exe', content: '' },
    { type: 'apply-shares', version: 3, ratio: [0.5, Number.NaN] },
    { type: 'apply-shares', version: 3, ratio: [2] },
    { type: 'reveal' },
    { type: 'unknown' },
  ])('is refused when it is not one of ours: %j', (message) => expect(readFromPanel(message)).toBeNull());
});

describe('A message to the panel', () => {
  it('is refused without a state', () => {
    expect(readToPanel({ type: 'snapshot' })).toBeNull();
    expect(readToPanel({ type: 'snapshot', state: { kind: 'empty' } })).not.toBeNull();
  });
});
