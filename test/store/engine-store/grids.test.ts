/** What the integers of an engine's journal are counted in stays as it was noted; a file from before it was noted is brought up to date (F:PRC7). */
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { chainOf } from './support/chain-of.js';
import { engineFile } from './support/engine-file.js';

const here = engineFile();
const GRID = { tickSize: '0.1', lotSize: '0.001' };

it('F:PRC8: a grid is noted once: what is said of it later changes nothing', () => {
  const store = here.open();
  expect([...store.grids()]).toEqual([]);
  store.noteGrids(new Map([['BTCUSDT', GRID]]));
  const other = { tickSize: '0.01', lotSize: '0.01' };
  store.noteGrids(
    new Map([
      ['BTCUSDT', other],
      ['ETHUSDT', other],
    ]),
  );
  store.close();
  expect([...here.open().grids()]).toEqual([
    ['BTCUSDT', GRID],
    ['ETHUSDT', other],
  ]);
});

it('F:PRC8: no other program changes it unseen', () => {
  here.open().noteGrids(new Map([['BTCUSDT', GRID]]));
  const plain = new Database(here.path);
  expect(() => plain.exec("UPDATE grids SET lot_size = '1'")).toThrow(/a grid stays/);
  expect(() => plain.exec('DELETE FROM grids')).toThrow(/a grid stays/);
  plain.close();
});

it('F:PRC7: a file of the schema before is brought up to date as it is opened, and nothing of it is lost', () => {
  const blocks = chainOf(7);
  const before = here.open();
  before.append(blocks);
  const { epoch } = before;
  before.close();
  here.tamper('DROP TABLE configurations; DROP TABLE grids; PRAGMA user_version = 1');
  const after = here.open();
  expect([...after.blocks()].map(({ hash }) => hash)).toEqual(blocks.map(({ hash }) => hash));
  expect([after.epoch, [...after.grids()]]).toEqual([epoch + 1, []]);
  after.noteGrids(new Map([['BTCUSDT', GRID]]));
  after.append(chainOf(9).slice(7));
  after.close();
  expect(here.open().head.seq).toBe(9);
});
