/** What the help shows to type: for every verb, with flags that are there, and what it shows of runs does run. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../src/cli/examples.js';
import { makeProgram } from '../../src/cli/program.js';
import type { World } from '../../src/cli/world.js';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const world = { out: () => undefined, err: () => undefined, program: 'npx squall' };
const program = makeProgram(world as unknown as World, { code: 0 }, '0.0.0');

/** Every command that does something, by its words. */
const verbs = (command: Command, words: readonly string[] = []): [string, Command][] =>
  command.commands.flatMap((one): [string, Command][] => {
    const own = [...words, one.name()];
    return one.commands.length > 0 ? verbs(one, own) : [[own.join(' '), one]];
  });

/** As a shell takes it apart, for lines with plain double quotes. */
const argvOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');

const LINES = [...EXAMPLES].flatMap(([verb, examples]) =>
  examples.map(([line]) => ({ verb, line })),
);

describe('the examples of the help', () => {
  it('are there for every verb, and for no other', () => {
    expect([...EXAMPLES.keys()].toSorted()).toEqual(
      verbs(program)
        .map(([verb]) => verb)
        .toSorted(),
    );
  });

  it('are told the way the program was called', () => {
    for (const [verb, command] of verbs(program)) {
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      for (const [line] of EXAMPLES.get(verb)!) expect(help).toContain(`  npx squall ${line}`);
    }
  });

  it.each(LINES)('$line has flags that $verb takes', ({ verb, line }) => {
    const command = new Map(verbs(program)).get(verb)!;
    const known = command.options.map(({ long }) => long);
    expect(line.startsWith(verb)).toBe(true);
    for (const flag of argvOf(line).filter((word) => word.startsWith('--')))
      expect(known).toContain(flag);
  });

  it.each(LINES.filter(({ line }) => /^run scenarios/.test(line)).map(({ line }) => line))(
    '%s runs',
    async (line) => {
      const db = join(folder.path, 'r.db');
      // A few seeds do what many do.
      const few = line.replace(/--seeds \d+/, '--seeds 3');
      const ran = await runMain([...argvOf(few), '--db', db], { cwd: PACKAGE_ROOT });
      // An expectation of the file may fail under another value, or seed, than its own.
      const own = !/--(set|seeds|sweep)/.test(line);
      expect(own ? [0] : [0, 1], ran.err).toContain(ran.code);
      expect(ran.out).not.toBe('');
    },
  );
});

describe('what an error tells to type', () => {
  it.each([[['report', 'nothing']], [['run']], [['runs', 'show', 'nothing']]])(
    '%j is told the way the program was called',
    async (argv) => {
      const ran = await runMain([...argv, '--db', join(folder.path, 'r.db')], {
        program: 'npx squall',
      });
      expect(ran.code).toBe(2);
      expect(ran.err).toMatch(/"npx squall [a-z]+/);
      expect(ran.err).not.toMatch(/"squall /);
    },
  );
});
