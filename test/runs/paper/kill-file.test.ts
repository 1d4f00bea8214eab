/** RSK-1: the file that keeps every order of an engine from leaving, and what is asked before each send. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { KillFile, killFileOf } from '../../../src/runs/paper/kill-file.js';
import { riskStoreOf } from '../../../src/runs/paper/risk-store.js';

const folder = mkdtempSync(join(tmpdir(), 'squall-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));

const state = join(folder, 'e.db');
const ours = { path: state, isCurrent: () => true };

it('RSK-1: nothing leaves while it is there, whoever put it there, and whatever it says', () => {
  const file = new KillFile(killFileOf(state));
  const store = riskStoreOf(ours, file);
  expect([store.engaged(), file.reason()]).toEqual([false, null]);
  file.put('odd prices');
  expect([store.engaged(), file.reason()]).toEqual([true, 'odd prices']);
  writeFileSync(file.path, '');
  expect(store.engaged()).toBe(true);
  expect(file.reason()).toContain('is there');
  expect([file.takeAway(), file.takeAway(), store.engaged()]).toEqual([true, false, false]);
  // It cannot be read, and is there all the same.
  mkdirSync(file.path);
  expect(store.engaged()).toBe(true);
  expect(file.reason()).toContain('is there');
});

it('S29: nor for a state that another process writes', () => {
  const taken = { path: state, isCurrent: () => false };
  expect(() => riskStoreOf(taken, { isThere: () => false }).engaged()).toThrow('another process');
});
