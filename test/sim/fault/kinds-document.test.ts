/** The page on kinds of faults says what the kinds say of themselves. */
import { describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../../src/sim/fault/registry.js';
import { kindsDocument } from './kinds-document.js';

describe('docs/fault-kinds.md', () => {
  it('is what the simulator says of its kinds (written anew with -u)', async () => {
    await expect(kindsDocument()).toMatchFileSnapshot('../../../docs/fault-kinds.md');
  });

  it('says of each kind what is not as in reality', () => {
    const sections = kindsDocument().split(/^## /m).slice(1);
    expect(sections).toHaveLength(FAULT_KINDS.size);
    for (const text of sections) expect(text).toMatch(/^\*Unrealistic(, on purpose)?:\*/m);
  });
});
