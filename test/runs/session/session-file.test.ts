/** A session as a file: what is read back is what was written, and a file that is cut short, changed or of other shapes is refused. */
import { describe, expect, it } from 'vitest';
import { decideAgain } from '../../../src/runs/session/decide-again.js';
import type { Session } from '../../../src/runs/session/session.js';
import { SessionError } from '../../../src/runs/session/session-error.js';
import {
  isSessionHead,
  readSession,
  sessionLines,
} from '../../../src/runs/session/session-file.js';
import { partOf, recordedRun } from './support/recorded-run.js';

const session = await recordedRun();
const [part] = session.parts;
const written = (of: Session = session): string =>
  [...sessionLines(of)].map((line) => `${line}\n`).join('');
const text = written();
const lines = text.split('\n');

describe('a session file', () => {
  it('LIV-5: is read back as it was written, configuration and all', () => {
    const read = readSession('s.squall', text);
    expect(read).toEqual(session);
    expect(written(read)).toBe(text);
    expect(isSessionHead(lines[0]!)).toBe(true);
  });

  it.each<readonly [string, (all: string) => string, RegExp]>([
    [
      'cut in the middle of a line',
      (all) => all.slice(0, 5_000),
      /cut short: the file is damaged\n {2}fix: /,
    ],
    ['without its end', (all) => `${all.split('\n').slice(0, -2).join('\n')}\n`, /cut short/],
    ['without a block', (all) => without(all, 5), /something in it was changed/],
    [
      'with another number in it',
      (all) => all.replace('"quantity":200', '"quantity":201'),
      /was changed/,
    ],
    ['that is another file', () => 'name: calm\n', /is no recorded session\n {2}fix: name one/],
    ['that is empty', () => '', /is no recorded session/],
    [
      'of a later version',
      (all) => all.replace('"version":1', '"version":2'),
      /version 2, .*\n {2}fix: replay it with the squall/,
    ],
    [
      'of another journal',
      (all) => all.replace('"journalFormat":3', '"journalFormat":2'),
      /format 2; this squall reads/,
    ],
  ])('LIV-5: %s is refused with what to do', (_, damage, message) => {
    expect(damage(text)).not.toBe(text);
    expect(() => readSession('s.squall', damage(text))).toThrow(SessionError);
    expect(() => readSession('s.squall', damage(text))).toThrow(message);
  });

  it('LIV-5: made up with hashes that fit is still held against its own end', () => {
    const other = { ...session, blocks: session.blocks.slice(0, -1) };
    const said = written(other).replace(/"blocks":\d+/, `"blocks":${session.blocks.length}`);
    expect(() => readSession('s.squall', said)).toThrow(/not those that were recorded/);
    const late = { ...session, parts: [{ ...part!, firstBlock: 3 }] };
    expect(() => readSession('s.squall', written(late))).toThrow(/nothing says what decided/);
  });
});

const without = (all: string, line: number): string =>
  all.split('\n').toSpliced(line, 1).join('\n');

describe('a session decided again', () => {
  it('LIV-5 F:PRC8: gives the recorded decisions and the recorded state', () => {
    expect(decideAgain(session)).toEqual({
      ...{ name: 'decisions', ok: true },
      text: `${session.blocks.length} inputs decided again, same entries`,
    });
    expect(decideAgain({ ...session, stateHash: 'another' })).toMatchObject({
      ok: false,
      text: expect.stringMatching(/the state they lead to is another one$/) as string,
    });
  });

  it('LIV-5: by what each block was decided by, and by nothing else', () => {
    const { engine } = part!;
    const slow = {
      ...engine,
      fillDetection: { ...engine.fillDetection, firstPoll: 2 * engine.fillDetection.firstPoll },
    } as typeof engine;
    const first = session.blocks.findIndex(({ entries }) =>
      entries.some(({ kind }) => kind === 'submit-intent'),
    );
    const differsAt = (parts: Session['parts']): number => {
      const again = decideAgain({ ...session, parts });
      expect(again.ok).toBe(false);
      return Number(/^block (\d+), entry /.exec(again.text)?.[1]);
    };
    expect(differsAt([partOf(engine), partOf(slow, first + 1)])).toBeGreaterThan(first);
    expect(differsAt([{ ...part!, engine: slow }])).toBe(first);
  });
});
