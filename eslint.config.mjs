import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * @param {string} message
 * @param {{ group: string[], message: string }[]} more
 */
const pure = (message, ...more) => ({
  'no-restricted-imports': [
    'error',
    {
      paths: [{ name: 'vscode', message }],
      patterns: [
        { group: ['node:*', 'fs', 'path', 'worker_threads', 'child_process'], message },
        { group: ['**/host/**', '**/worker/**', '**/cli/**', '**/webview/**'], message },
        ...more,
      ],
    },
  ],
});

/**
 * The floors of the core, lowest first: a room imports from rooms before it, never from rooms after it (ARCHITECTURE.md).
 * A new room takes its place here.
 */
const floors = [
  'text',
  'language',
  'runs',
  'climb/dense',
  'climb/model',
  'climb/fit',
  'climb/optimum',
  'climb/plan',
  'mixture',
  'formats',
  'proxy',
  'evidence',
  'report',
  'edits',
  'checks',
  'analysis',
  'editing',
];

const pureCore = 'src/core is pure: it takes text and numbers and returns values (ARCHITECTURE.md).';

export default tseslint.config(
  { ignores: ['dist', 'build', 'node_modules', '.vscode-test', 'test/output', 'test/fixtures', 'examples'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Indices and counts in messages are numbers; spelling String(n) everywhere hides the sentence.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // Invariant "pure core" of ARCHITECTURE.md: the core runs in Node, a browser and a worker alike.
    files: ['src/core/**/*.ts'],
    rules: pure(pureCore),
  },
  ...floors.slice(0, -1).map((room, floor) => ({
    files: [`src/core/${room}/**/*.ts`],
    rules: pure(pureCore, {
      group: floors.slice(floor + 1).map((above) => `**/${above.split('/').at(-1)}/**`),
      message: `core/${room} stands below: imports run downwards only (the floors in eslint.config.mjs).`,
    }),
  })),
  {
    // What people read goes through `vscode.l10n.t` with a literal, so that `npm run l10n` finds it.
    files: ['src/host/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.object.property.name="l10n"] > :not(Literal):nth-child(1)',
          message: 'The first argument of l10n.t is a literal; values follow it as {0}, {1}, …',
        },
        {
          selector:
            ':matches(CallExpression[callee.name=/^show(Information|Warning|Error)Message$/], NewExpression[callee.property.name="CodeAction"]) > :matches(Literal, TemplateLiteral):nth-child(1)',
          message: 'Localise what is shown: vscode.l10n.t(…).',
        },
        {
          selector:
            ':matches(Property[key.name=/^(title|placeHolder|prompt|tooltip)$/] > .value, AssignmentExpression[left.property.name=/^(text|tooltip|label|title)$/] > .right):matches(Literal[value=/[A-Z]/], TemplateLiteral[expressions.length=0])',
          message: 'Localise what is shown: vscode.l10n.t(…).',
        },
      ],
    },
  },
  {
    // Messages hold text of files, which VS Code would make links of.
    files: ['src/host/**/*.ts'],
    ignores: ['src/host/notifications.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['showInformationMessage', 'showWarningMessage', 'showErrorMessage'].map((property) => ({
          property,
          message: 'Import it from src/host/notifications.ts, which makes text of files harmless.',
        })),
      ],
    },
  },
  {
    files: ['src/protocol/**/*.ts', 'webview/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'vscode', message: 'Only src/host imports vscode (ARCHITECTURE.md).' }],
          patterns: [
            { group: ['node:*', '**/host/**'], message: 'The panel and its messages run in a browser.' },
          ],
        },
      ],
    },
  },
  {
    files: ['src/cli/**/*.ts', 'src/proxy/**/*.ts', 'src/worker/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vscode', message: 'Only src/host imports vscode (ARCHITECTURE.md).' }] },
      ],
    },
  },
  {
    // The numerical code indexes typed arrays whose bounds the loop guarantees.
    files: ['src/core/climb/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      // Where a test takes what must be there, its absence ends the test at that line, as an assertion would.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: { globals: globals.node },
  },
  prettier,
);
