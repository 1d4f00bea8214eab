/** What a strategy sees: reports, fills and parents of durable blocks, quotes sampled on the engine's own clock. */
import { EMPTY, firstValueFrom, map, throwError, timer, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { QuoteBoard } from '../../../src/core/host/quote-board.js';
import { StrategyOrders } from '../../../src/core/host/strategy-orders.js';
import { EngineStreams, type SeenMarket, guarded } from '../../../src/core/host/streams.js';
import { defineStrategy } from '../../../src/core/host/strategy.js';
import { initialState } from '../../../src/core/state/initial-state.js';
import type { EpochMicros, Lots, Ticks } from '../../../src/core/ground/units.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { INSTRUMENT } from '../../support/simulation-plan.js';
import { EngineRig, START } from '../../support/engine-rig.js';

const at = (millis: number): EpochMicros => (START + millis * 1_000) as EpochMicros;

function streams() {
  const clock = new VirtualClock(START);
  const board = new QuoteBoard();
  const orders = new StrategyOrders(initialState());
  const seen: SeenMarket = {
    instrument: INSTRUMENT,
    instruments: [INSTRUMENT],
    board,
    depth: () => EMPTY,
    trades: () => () => [],
  };
  const engine = new EngineStreams(clock, seen, orders);
  const write = (millis: number, bid: number): void => {
    board.write(at(millis), at(millis), bid as Ticks, 1 as Lots, (bid + 1) as Ticks, 1 as Lots);
  };
  const thrown: unknown[] = [];
  return {
    clock,
    engine,
    write,
    thrown,
    orders,
    of: engine.of('demo', (error) => thrown.push(error)),
  };
}

describe('engine streams', () => {
  it('quotes are conflated to what stood at each sampling instant, told once each, and sampled only while watched', () => {
    const { clock, of, write } = streams();
    const bids: number[] = [];
    expect(clock.pending).toBe(0);
    const watching = of.quotes$.subscribe(({ bid }) => bids.push(bid));
    clock.runUntil(at(100));
    write(110, 10);
    write(150, 11);
    clock.runUntil(at(420));
    write(430, 12);
    clock.runUntil(at(500));
    expect(bids).toEqual([11, 12]);
    watching.unsubscribe();
    expect(clock.pending).toBe(0);
  });

  it('what a timer throws is told, and the clock goes on', () => {
    const { clock, of, thrown } = streams();
    const error = new Error('no idea');
    of.scheduler.schedule(() => {
      throw error;
    }, 10);
    clock.runUntil(at(20));
    expect(thrown).toEqual([error]);
    expect(clock.now()).toBe(at(20));
  });

  it('reports, fills and changes of status come from durable blocks', () => {
    const { engine, orders, of } = streams();
    const seen: string[] = [];
    of.reports$.subscribe(({ execType }) => seen.push(execType));
    of.fills$.subscribe(({ row }) => seen.push(`fill ${row.execution.quantity}`));
    of.parents$.subscribe(({ status }) => seen.push(status));
    const rig = new EngineRig().order({ slices: 1 });
    rig.trade(600, 600);
    for (const block of rig.blocks) {
      orders.onBlock(block);
      engine.onBlock(block);
    }
    expect(seen).toEqual(['working', 'trade', 'fill 600', 'filled']);
    const silent = streams();
    for (const block of rig.blocks) silent.engine.onBlock(block);
  });

  it('timers of a strategy run on the same clock', () => {
    const { clock, of } = streams();
    let fired: EpochMicros | null = null;
    timer(250, of.scheduler).subscribe(() => (fired = of.now()));
    clock.runUntil(at(1_000));
    expect(fired).toBe(at(250));
  });

  it('a strategy that fails ends itself and says why', async () => {
    const failures: unknown[] = [];
    const failing = guarded(
      throwError(() => new Error('mine')),
      (error) => failures.push(error),
    );
    expect(await firstValueFrom(failing.pipe(toArray()))).toEqual([]);
    expect(failures).toEqual([new Error('mine')]);
    const strategy = defineStrategy(({ quotes$ }) =>
      quotes$.pipe(map(() => ({ kind: 'order', side: 'buy', quantity: '1' }))),
    );
    expect(typeof strategy).toBe('function');
  });
});
