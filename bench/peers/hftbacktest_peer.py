"""hftbacktest's side of bench/peers.ts: the same session, schedule and sizes, its fastest market depth.

`hftbacktest_peer.py taker|passive FILE.npz`. Twelve slices of 0.25 BTC, one every 20 s from the tenth second on: a
marketable order each, or a post-only order at the best bid that is canceled when its slice is over. Latency 10 ms each
way, the queue model that never moves an order ahead on cancels, partial fills. A round builds the backtest from rows in
memory and runs it to the end of the session; the compiled strategy stays.
"""

import sys

import numpy as np
from hftbacktest import BUY, GTC, GTX, LIMIT, BacktestAsset, ROIVectorMarketDepthBacktest
from numba import njit

from rounds import serve

REPLAYS = 5
SLICES = 12
SECOND = 1_000_000_000


@njit
def take(hbt):
    hbt.elapse(10 * SECOND)
    for i in range(SLICES):
        depth = hbt.depth(0)
        hbt.submit_buy_order(0, i + 1, depth.best_ask + 100.0, 0.25, GTC, LIMIT, False)
        if hbt.elapse(20 * SECOND) != 0:
            break
    while hbt.elapse(60 * SECOND) == 0:
        pass


@njit
def join(hbt):
    hbt.elapse(10 * SECOND)
    for i in range(SLICES):
        depth = hbt.depth(0)
        hbt.submit_buy_order(0, i + 1, depth.best_bid, 0.25, GTX, LIMIT, False)
        if hbt.elapse(20 * SECOND) != 0:
            break
        orders = hbt.orders(0)
        if i + 1 in orders and orders.get(i + 1).cancellable:
            hbt.cancel(0, i + 1, False)
    while hbt.elapse(60 * SECOND) == 0:
        pass


def main():
    kind, file = sys.argv[1:3]
    strategy = {"taker": take, "passive": join}[kind]
    rows = np.load(file)["data"]
    prices = rows["px"][rows["px"] > 0]
    middle = float(np.median(prices))

    def backtest():
        asset = (
            BacktestAsset()
            .data([rows])
            .linear_asset(1.0)
            .constant_order_latency(10_000_000, 10_000_000)
            .risk_adverse_queue_model()
            .partial_fill_exchange()
            .trading_value_fee_model(0.0002, 0.0005)
            .tick_size(0.1)
            .lot_size(0.001)
            .roi_lb(round(middle * 0.9, 1))
            .roi_ub(round(middle * 1.1, 1))
            .last_trades_capacity(0)
        )
        return ROIVectorMarketDepthBacktest([asset])

    def once():
        hbt = backtest()
        strategy(hbt)
        state = hbt.state_values(0)
        filled, trades = state.position, state.num_trades
        hbt.close()
        return filled, trades

    def play():
        for _ in range(REPLAYS):
            filled, trades = once()
        return {"rows": len(rows), "fills": int(trades), "filled": round(float(filled), 3)}

    once()
    serve(play, REPLAYS)


main()
