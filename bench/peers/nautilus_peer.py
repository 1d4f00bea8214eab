"""nautilus_trader's side of bench/peers.ts: the same session, schedule and sizes, its backtest engine.

`nautilus_peer.py taker|passive FILE.npz`. Depth rows of an instant go in as one batch of deltas, its fastest way; its
matching engine keeps the L2 book. Twelve slices of 0.25 BTC, one every 20 s from the tenth second on: a market order
each, or a post-only order at the best bid that is canceled when its slice is over. No queue position (it has none for
L2 data) and no latency. A round resets the engine and runs it over data in memory.
"""

import sys
from decimal import Decimal

import numpy as np
from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.config import LoggingConfig, StrategyConfig
from nautilus_trader.model.currencies import USDT
from nautilus_trader.model.data import BookOrder, OrderBookDelta, OrderBookDeltas, TradeTick
from nautilus_trader.model.enums import (
    AccountType,
    AggressorSide,
    BookAction,
    BookType,
    OmsType,
    OrderSide,
    RecordFlag,
    TimeInForce,
)
from nautilus_trader.model.identifiers import TradeId, Venue
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.test_kit.providers import TestInstrumentProvider
from nautilus_trader.trading.strategy import Strategy

from rounds import serve

SLICES = 12
SECOND = 1_000_000_000
EXCHANGE_ROW = 1 << 31
BUY_ROW = 1 << 29
DEPTH, TRADE, SNAPSHOT = 1, 2, 4


class Slices(Strategy):
    """Sends a slice every 20 s; joins the bid or takes."""

    def __init__(self, instrument, joins, start):
        super().__init__(StrategyConfig())
        self.instrument, self.joins, self.begins = instrument, joins, start

    def on_start(self):
        self.sent = 0
        self.working = None
        self.subscribe_order_book_deltas(self.instrument.id, book_type=BookType.L2_MBP)
        for i in range(SLICES + 1):
            self.clock.set_time_alert_ns(
                f"slice-{i}", self.begins + (10 + 20 * i) * SECOND, self.on_slice
            )

    def on_slice(self, _event):
        if self.working is not None and self.working.is_open:
            self.cancel_order(self.working)
        if self.sent == SLICES:
            return
        self.sent += 1
        quantity = self.instrument.make_qty(0.25)
        if self.joins:
            bid = self.cache.order_book(self.instrument.id).best_bid_price()
            self.working = self.order_factory.limit(
                self.instrument.id, OrderSide.BUY, quantity, bid, TimeInForce.GTC, post_only=True
            )
        else:
            self.working = self.order_factory.market(self.instrument.id, OrderSide.BUY, quantity)
        self.submit_order(self.working)


def deltas_of(rows, instrument):
    """One batch per instant of depth rows, and the trades, in the order of the venue's clock."""
    batches, trades, batch, at = [], [], [], 0

    def flush():
        deltas = [
            OrderBookDelta(
                instrument.id,
                action,
                order,
                RecordFlag.F_LAST if i + 1 == len(batch) else 0,
                0,
                at,
                at,
            )
            for i, (action, order) in enumerate(batch)
        ]
        if deltas:
            batches.append(OrderBookDeltas(instrument.id, deltas))
        batch.clear()

    for i, row in enumerate(rows):
        kind, time = int(row["ev"]) & 0xFF, int(row["exch_ts"])
        side = OrderSide.BUY if int(row["ev"]) & BUY_ROW else OrderSide.SELL
        if time != at or kind == TRADE:
            flush()
        at = time
        if kind == TRADE:
            aggressor = AggressorSide.BUYER if side == OrderSide.BUY else AggressorSide.SELLER
            price, size = Price(row["px"], 1), Quantity(row["qty"], 3)
            trades.append(
                TradeTick(instrument.id, price, size, aggressor, TradeId(str(i)), time, time)
            )
            continue
        if kind not in (DEPTH, SNAPSHOT):
            continue
        order = BookOrder(side, Price(row["px"], 1), Quantity(row["qty"], 3), 0)
        action = BookAction.UPDATE if row["qty"] > 0 else BookAction.DELETE
        batch.append((action, order))
    flush()
    return batches, trades


def main():
    kind, file = sys.argv[1:3]
    rows = np.load(file)["data"]
    rows = rows[(rows["ev"] & EXCHANGE_ROW) != 0]
    rows = rows[np.argsort(rows["exch_ts"], kind="stable")]
    instrument = TestInstrumentProvider.btcusdt_perp_binance()
    engine = BacktestEngine(BacktestEngineConfig(logging=LoggingConfig(bypass_logging=True)))
    engine.add_venue(
        venue=Venue("BINANCE"),
        oms_type=OmsType.NETTING,
        account_type=AccountType.MARGIN,
        base_currency=USDT,
        starting_balances=[Money(10_000_000, USDT)],
        default_leverage=Decimal(5),
        book_type=BookType.L2_MBP,
        trade_execution=True,
    )
    engine.add_instrument(instrument)
    for part in deltas_of(rows, instrument):
        engine.add_data(part)
    engine.add_strategy(Slices(instrument, kind == "passive", int(rows["exch_ts"][0])))

    def play():
        engine.reset()
        engine.run()
        orders = engine.cache.orders()
        filled = sum(float(order.filled_qty) for order in orders)
        fills = sum(len(order.trade_ids) for order in orders)
        return {"rows": len(rows), "fills": fills, "filled": round(filled, 3)}

    serve(play, 1)


main()
