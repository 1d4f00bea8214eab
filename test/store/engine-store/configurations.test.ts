/** What the blocks of a state were decided by is kept beside them (S30): from which block on, and never changed where there are any. */
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { readEngineStore } from '../../../src/store/engine-store.js';
import { chainOf } from './support/chain-of.js';
import { engineFile } from './support/engine-file.js';

const here = engineFile();
const [ONE, ANOTHER] = [
  { build: '1', text: '{"seed":1}' },
  { build: '1', text: '{"seed":2}' },
];

const noted = () => readEngineStore(here.path, ({ configurations }) => configurations);

it('S30: each is noted from the first block that it decided on; what decided none is forgotten', () => {
  const store = here.open();
  store.noteConfiguration(ANOTHER);
  store.noteConfiguration(ONE);
  store.append(chainOf(3));
  store.noteConfiguration(ONE);
  store.append(chainOf(5).slice(3));
  store.noteConfiguration(ANOTHER);
  expect(noted()).toEqual([
    { fromSeq: 0, ...ONE },
    { fromSeq: 5, ...ANOTHER },
  ]);
  store.noteConfiguration(ONE);
  expect(noted()).toEqual([
    { fromSeq: 0, ...ONE },
    { fromSeq: 5, ...ONE },
  ]);
});

it('S30: no other program changes it unseen', () => {
  const store = here.open();
  store.noteConfiguration(ONE);
  store.append(chainOf(1));
  const plain = new Database(here.path);
  expect(() => plain.exec("UPDATE configurations SET text = '{}'")).toThrow(/stays as it was/);
  expect(() => plain.exec('DELETE FROM configurations')).toThrow(/stays as it was/);
  plain.close();
});

it('S30 F:PRC7: a file of the schema before holds none, and is only read by who looks', () => {
  here.filled(4);
  here.tamper('DROP TABLE configurations; PRAGMA user_version = 2');
  expect(noted()).toEqual([]);
  const store = here.open();
  store.noteConfiguration(ONE);
  expect(noted()).toEqual([{ fromSeq: 4, ...ONE }]);
});
