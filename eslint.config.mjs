/**
 * Lint: typescript-eslint's strict type-aware rules, the layers of ARCHITECTURE.md and the determinism bans of the pure
 * layers (both under scripts/lint). Formatting is Prettier's. test/foundation/lint-sins.test.ts plants each sin once.
 */
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { determinismRules } from './scripts/lint/determinism.mjs';
import { injectedSourcesRule } from './scripts/lint/injected-sources.mjs';
import { layersRule } from './scripts/lint/layers.mjs';

const TYPESCRIPT = ['**/*.ts', '**/*.tsx'];
const SCRIPTS = ['**/*.mjs', '**/*.js'];

const named = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

/** Size and shape, for all code. */
const shape = {
  eqeqeq: 'error',
  // `modified`: a switch counts once. An exhaustive one over a closed union is how we like to decide.
  complexity: ['error', { max: 12, variant: 'modified' }],
  'max-params': ['error', 4],
  'max-lines': ['error', 400],
  'max-lines-per-function': ['error', 60],
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
  'no-else-return': 'error',
  'no-lonely-if': 'error',
  'no-constant-binary-expression': 'error',
  'no-fallthrough': 'error',
  'no-self-compare': 'error',
  'no-unreachable-loop': 'error',
  'no-unsafe-finally': 'error',
  'no-useless-escape': 'error',
  'no-empty': 'error',
  'no-empty-pattern': 'error',
  'no-control-regex': 'error',
  'no-template-curly-in-string': 'error',
  'no-sparse-arrays': 'error',
};

const typed = {
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    // A `default` on a union is a decision written down; a union without one must name every member.
    { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
  ],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/consistent-type-exports': 'error',
  '@typescript-eslint/strict-boolean-expressions': [
    'error',
    { allowString: false, allowNumber: false },
  ],
  '@typescript-eslint/no-shadow': 'error',
  '@typescript-eslint/prefer-readonly': 'error',
  '@typescript-eslint/prefer-nullish-coalescing': 'error',
  '@typescript-eslint/prefer-optional-chain': 'error',
  '@typescript-eslint/prefer-for-of': 'error',
  '@typescript-eslint/max-params': ['error', { max: 4 }],
  'max-params': 'off',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
  ],
  // Numbers and booleans read well in a message; what has no sensible text form stays banned.
  '@typescript-eslint/restrict-template-expressions': [
    'error',
    { allowNumber: true, allowBoolean: true },
  ],
  // `() => emit()` is our usual callback, `return emit()` our usual early exit.
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
  ],
  // Does not see that a branded number is a number.
  '@typescript-eslint/no-unsafe-unary-minus': 'off',
  '@typescript-eslint/no-unnecessary-condition': [
    'error',
    { allowConstantLoopConditions: 'only-allowed-literals' },
  ],
};

const noDefaultExport = {
  'no-restricted-exports': [
    'error',
    {
      restrictDefaultExports: {
        direct: true,
        named: true,
        defaultFrom: true,
        namedFrom: true,
        namespaceFrom: true,
      },
    },
  ],
};

export default defineConfig(
  { ignores: ['dist/', 'coverage/', '.squall/', 'node_modules/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: {
      '@typescript-eslint': tseslint.plugin,
      squall: { rules: { layers: layersRule, 'injected-sources': injectedSourcesRule } },
    },
    rules: shape,
  },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: typed,
  },
  {
    files: ['src/**/*.{ts,tsx}', 'test/**/*.ts', 'bench/**/*.ts', 'scenarios/**/*.ts'],
    rules: noDefaultExport,
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'squall/layers': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'console', message: 'Only the command line prints, through its own writer.' },
      ],
    },
  },
  {
    files: ['src/cli/**/*.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    // Columns are walked by index in the hot loops: `!` says "inside the bounds" and costs nothing.
    files: [
      'src/sim/**/*.ts',
      'src/core/ground/timer-heap.ts',
      'src/data/**/*.ts',
      'test/**/*.ts',
      'bench/**/*.ts',
    ],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['src/core/**/*.ts', 'src/sim/**/*.ts'],
    rules: determinismRules,
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      // Fakes implement asynchronous ports synchronously.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: SCRIPTS,
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error' },
    languageOptions: {
      globals: named([
        'console',
        'process',
        'URL',
        'performance',
        'setTimeout',
        'clearTimeout',
        'fetch',
      ]),
    },
  },
  {
    // Modules sent to the browser as they are.
    files: ['src/**/*.js'],
    languageOptions: {
      globals: named([
        'window',
        'document',
        'location',
        'fetch',
        'EventSource',
        'AbortController',
        'requestAnimationFrame',
        'ResizeObserver',
        'matchMedia',
        'getComputedStyle',
        'uPlot',
      ]),
    },
  },
  // Examples of other people's code: in no project of ours.
  { files: ['docs/examples/**/*.ts'], ...tseslint.configs.disableTypeChecked },
);
