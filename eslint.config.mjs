/**
 * Lint of what may stand where: the layers of ARCHITECTURE.md and the determinism bans of the pure layers (both under
 * scripts/lint). Size, shape and types are oxlint's (.oxlintrc.json), formatting is Prettier's.
 * test/foundation/lint-sins.test.ts plants each sin once.
 */
import * as parser from '@typescript-eslint/parser';
import { defineConfig } from 'eslint/config';
import { determinismRules } from './scripts/lint/determinism.mjs';
import { injectedSourcesRule } from './scripts/lint/injected-sources.mjs';
import { layersRule } from './scripts/lint/layers.mjs';

export default defineConfig(
  {
    files: ['src/**/*.{ts,tsx}'],
    languageOptions: { parser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { squall: { rules: { layers: layersRule, 'injected-sources': injectedSourcesRule } } },
    rules: { 'squall/layers': 'error' },
  },
  {
    files: ['src/core/**/*.ts', 'src/sim/**/*.ts'],
    rules: determinismRules,
  },
);
