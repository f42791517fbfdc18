import { describe, expect, it } from 'vitest';
import { readFromPanel, readToPanel } from '../../../src/protocol/panel.ts';

describe('A message from the panel', () => {
  it.each([
    { type: 'ready' },
    { type: 'command', command: 'optimize' },
    { type: 'reveal', code: 'en' },
    { type: 'copy', text: 'a\tb\n' },
    { type: 'save', name: 'allocation.svg', format: 'svg', content: '<svg/>' },
    { type: 'pictures', pictures: [{ section: 'losses', svg: '<svg/>' }] },
    { type: 'uncompare', id: 'file:///six.climb.yaml@' },
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
    { type: 'apply-shares', version: 3, ratio: Array(2) },
    { type: 'apply-shares', version: 3.5, ratio: [1] },
    { type: 'apply-shares', version: 3, ratio: Array(10_001).fill(0) },
    { type: 'apply-shares', version: 3, ratio: { length: 2, 0: 0.5, 1: 0.5 } },
    { type: 'save', name: 'a.png', format: 'svg', content: '' },
    { type: 'pictures', pictures: [{ section: '../losses', svg: '<svg/>' }] },
    { type: 'pictures', pictures: null },
    { type: 'reveal' },
    { type: 'reveal', code: 'x'.repeat(201) },
    { type: 'copy', text: { toString: 'x' } },
    { type: 'violation', directive: 'x'.repeat(2_001), blocked: '' },
    { type: '__proto__' },
    { type: 'unknown' },
  ])('is refused when it is not one of ours: %j', (message) => expect(readFromPanel(message)).toBeNull());
});

describe('A message to the panel', () => {
  it.each([
    { type: 'model', model: null },
    { type: 'result', report: null, problem: null, compared: [] },
    { type: 'status', fileName: null, state: { kind: 'empty' } },
    { type: 'status', fileName: 'six.climb.yaml', state: { kind: 'failed', reason: 'no file' } },
    { type: 'highlight', code: 'en' },
    { type: 'highlight', code: null },
    { type: 'history', entries: null, left: 0 },
    { type: 'history', entries: [], left: 3 },
  ])('is read: %j', (message) => expect(readToPanel(message)).toEqual(message));

  it.each([
    undefined,
    'status',
    { type: 'result', report: 'six' },
    { type: 'model' },
    { type: 'model', model: 'six' },
    { type: 'result', report: null, problem: null },
    { type: 'status', fileName: null },
    { type: 'status', fileName: 3, state: { kind: 'empty' } },
    { type: 'status', fileName: null, state: {} },
    { type: 'highlight' },
    { type: 'history', entries: 'all', left: 0 },
    { type: 'history', entries: [] },
    { type: 'unknown' },
  ])('is refused when it is not one of ours: %j', (message) => expect(readToPanel(message)).toBeNull());
});
