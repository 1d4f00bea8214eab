"""Every operation of alpaca-py, unmodified, at a venue that speaks Alpaca: python alpaca_py.py VENUE, VENUE_THAT_CUTS_STREAMS."""

import sys
import threading
import time
import uuid
from datetime import date, datetime, timedelta, timezone
from functools import partial

from alpaca.common.exceptions import APIError
from alpaca.data.enums import DataFeed
from alpaca.data.historical import CryptoHistoricalDataClient, StockHistoricalDataClient
from alpaca.data.live import CryptoDataStream, StockDataStream
from alpaca.data.requests import (
    CryptoBarsRequest,
    CryptoLatestOrderbookRequest,
    CryptoLatestQuoteRequest,
    CryptoLatestTradeRequest,
    StockBarsRequest,
    StockLatestQuoteRequest,
    StockLatestTradeRequest,
)
from alpaca.data.timeframe import TimeFrame
from alpaca.trading.client import TradingClient
from alpaca.trading.enums import (
    AssetClass,
    OrderSide,
    OrderStatus,
    OrderType,
    PositionSide,
    QueryOrderStatus,
    TimeInForce,
    TradeEvent,
)
from alpaca.trading.models import TradeActivity
from alpaca.trading.requests import (
    ClosePositionRequest,
    GetAssetsRequest,
    GetCalendarRequest,
    GetOrdersRequest,
    LimitOrderRequest,
    MarketOrderRequest,
    ReplaceOrderRequest,
    StopLimitOrderRequest,
    StopOrderRequest,
)
from alpaca.trading.stream import TradingStream
from operations import Operations, refused, until

KEYS = ("SQUALL", "squall-secret")
STOCK, PAIR = "MSFT", "BTC/USD"
BUY, SELL, GTC = OrderSide.BUY, OrderSide.SELL, TimeInForce.GTC
DAY = timedelta(days=1)

venue, breaking = sys.argv[1:]
operation = Operations("alpaca-py", venue)
RATE_LIMIT = 1
operation.switch(RATE_LIMIT, False)

client = TradingClient(*KEYS, url_override=venue)
stocks = StockHistoricalDataClient(*KEYS, url_override=venue)
pairs = CryptoHistoricalDataClient(url_override=venue)


def sockets(address):
    return address.replace("http", "ws")


def runs(stream):
    threading.Thread(target=stream.run, daemon=True).start()
    return stream


def listened(address):
    """The order stream of a venue, and what it told."""
    told = []

    async def tell(update):
        told.append(update)

    stream = TradingStream(*KEYS, url_override=f"{sockets(address)}/stream")
    stream.subscribe_trade_updates(tell)
    return runs(stream), told


def order(kind=LimitOrderRequest, at=client, **terms):
    """Sent under a name of its own."""
    given = {"symbol": PAIR, "qty": 0.01, "side": BUY, "time_in_force": GTC}
    given["client_order_id"] = str(uuid.uuid4())
    return at.submit_order(kind(**{**given, **terms}))


def ended(sent):
    """As it is once it is over."""

    def over():
        got = client.get_order_by_id(sent.id)
        return got if got.status in (OrderStatus.FILLED, OrderStatus.CANCELED) else None

    return until(over, "the end of an order")


def best(symbol=PAIR):
    if symbol == PAIR:
        return pairs.get_crypto_latest_quote(CryptoLatestQuoteRequest(symbol_or_symbols=PAIR))[PAIR]
    return stocks.get_stock_latest_quote(StockLatestQuoteRequest(symbol_or_symbols=symbol))[symbol]


def streamed(stream, symbol):
    quotes, trades = [], []

    async def quote(one):
        quotes.append(one)

    async def trade(one):
        trades.append(one)

    stream.subscribe_quotes(quote, symbol)
    stream.subscribe_trades(trade, symbol)
    runs(stream)
    assert until(lambda: quotes, "a quote")[0].ask_price > 0
    assert until(lambda: trades, "a trade")[0].symbol == symbol


_, updates = listened(venue)


@operation("account")
def _():
    account = client.get_account()
    assert account.status.value == "ACTIVE" and float(account.cash) == 1_000_000
    assert float(account.equity) == 1_000_000 and not account.trading_blocked
    return f"cash {account.cash}"


@operation("clock")
def _():
    clock = client.get_clock()
    assert abs(clock.timestamp - datetime.now(timezone.utc)) < timedelta(seconds=10)
    assert clock.is_open and clock.next_close > clock.timestamp
    return f"closes {clock.next_close:%H:%M}"


@operation("calendar")
def _():
    days = client.get_calendar(GetCalendarRequest(start=date(2024, 7, 2), end=date(2024, 7, 5)))
    assert [(day.date.day, day.close.hour) for day in days] == [(2, 16), (3, 13), (5, 16)]


@operation("assets, one asset")
def _():
    listed = client.get_all_assets(GetAssetsRequest(asset_class=AssetClass.CRYPTO))
    assert [asset.symbol for asset in listed] == [PAIR]
    stock = client.get_asset(STOCK)
    assert stock.tradable and stock.fractionable and stock.asset_class == AssetClass.US_EQUITY
    assert client.get_asset(str(stock.id)) == stock


@operation("latest quotes, trades, books")
def _():
    quote = best(STOCK)
    assert 0 < quote.bid_price < quote.ask_price
    pair = best()
    assert 0 < pair.bid_price < pair.ask_price
    trade = stocks.get_stock_latest_trade(StockLatestTradeRequest(symbol_or_symbols=STOCK))[STOCK]
    assert trade.price > 0
    trade = pairs.get_crypto_latest_trade(CryptoLatestTradeRequest(symbol_or_symbols=PAIR))[PAIR]
    assert trade.price > 0
    book = pairs.get_crypto_latest_orderbook(CryptoLatestOrderbookRequest(symbol_or_symbols=PAIR))[
        PAIR
    ]
    assert len(book.bids) > 5 and book.bids[0].price < book.asks[0].price
    return f"{STOCK} {quote.bid_price} {quote.ask_price}"


@operation("bars of stocks and pairs")
def _():
    start = datetime.now(timezone.utc) - 10 * DAY
    for bars in (
        stocks.get_stock_bars(
            StockBarsRequest(symbol_or_symbols=STOCK, timeframe=TimeFrame.Day, start=start)
        )[STOCK],
        pairs.get_crypto_bars(
            CryptoBarsRequest(symbol_or_symbols=PAIR, timeframe=TimeFrame.Day, start=start)
        )[PAIR],
        pairs.get_crypto_bars(CryptoBarsRequest(symbol_or_symbols=PAIR, timeframe=TimeFrame.Minute))[
            PAIR
        ],
    ):
        assert bars[0].high >= bars[0].low > 0 and bars[-1].volume > 0


@operation("market order by quantity")
def _():
    sent = order(MarketOrderRequest)
    over = ended(sent)
    assert over.status == OrderStatus.FILLED and float(over.filled_qty) == 0.01
    assert float(over.filled_avg_price) > 0 and over.filled_at and over.order_type == OrderType.MARKET
    return f"filled at {over.filled_avg_price}"


@operation("market order of a stock, for the day")
def _():
    sent = order(MarketOrderRequest, symbol=STOCK, qty=0.5, time_in_force=TimeInForce.DAY)
    over = ended(sent)
    assert over.status == OrderStatus.FILLED and over.asset_class == AssetClass.US_EQUITY
    assert over.time_in_force == TimeInForce.DAY


@operation("market order by notional")
def _():
    over = ended(order(MarketOrderRequest, qty=None, notional=100))
    assert over.status == OrderStatus.FILLED and float(over.notional) == 100
    assert 0 < float(over.filled_qty) * float(over.filled_avg_price) < 101


@operation("limit order that rests, canceled")
def _():
    sent = order(limit_price=30_000)
    assert sent.status in (OrderStatus.NEW, OrderStatus.ACCEPTED) and float(sent.limit_price) == 30_000
    client.cancel_order_by_id(sent.id)
    over = ended(sent)
    assert over.status == OrderStatus.CANCELED and over.canceled_at


@operation("stop order")
def _():
    sent = order(StopOrderRequest, side=SELL, stop_price=30_000)
    assert sent.order_type == OrderType.STOP and float(sent.stop_price) == 30_000
    client.cancel_order_by_id(sent.id)
    ended(sent)


@operation("stop-limit order")
def _():
    sent = order(StopLimitOrderRequest, side=SELL, stop_price=30_000, limit_price=29_900)
    assert sent.order_type == OrderType.STOP_LIMIT and float(sent.limit_price) == 29_900
    client.cancel_order_by_id(sent.id)
    ended(sent)


@operation("immediate or cancel, fill or kill")
def _():
    for force in (TimeInForce.IOC, TimeInForce.FOK):
        over = ended(order(time_in_force=force, limit_price=30_000))
        assert over.status == OrderStatus.CANCELED and float(over.filled_qty) == 0


@operation("order by id, by client id")
def _():
    sent = order(limit_price=30_000)
    by_id = client.get_order_by_id(sent.id)
    assert by_id.client_order_id == sent.client_order_id
    assert client.get_order_by_client_id(sent.client_order_id).id == sent.id
    client.cancel_order_by_id(sent.id)
    ended(sent)


@operation("replace")
def _():
    sent = order(limit_price=30_000)
    replaced = client.replace_order_by_id(sent.id, ReplaceOrderRequest(limit_price=31_000))
    assert replaced.id != sent.id and replaced.replaces == sent.id
    assert float(replaced.limit_price) == 31_000
    old = client.get_order_by_id(sent.id)
    assert old.status == OrderStatus.REPLACED and old.replaced_by == replaced.id
    client.cancel_order_by_id(replaced.id)
    ended(replaced)


@operation("open orders, all orders, in pages")
def _():
    sent = [order(limit_price=30_000 + n) for n in range(3)]
    ids = [one.id for one in sent]
    opened = client.get_orders(GetOrdersRequest(status=QueryOrderStatus.OPEN, symbols=[PAIR]))
    assert {one.id for one in opened} == set(ids)
    every = client.get_orders(GetOrdersRequest(status=QueryOrderStatus.ALL, limit=500))
    assert set(ids) < {one.id for one in every}
    page = client.get_orders(
        GetOrdersRequest(
            status=QueryOrderStatus.ALL, limit=2, direction="asc", after=every[-1].submitted_at
        )
    )
    assert [one.id for one in page] == [one.id for one in every[-2:-4:-1]]
    return f"{len(every)} orders"


@operation("cancel all")
def _():
    answers = client.cancel_orders()
    assert len(answers) == 3 and {answer.status for answer in answers} == {200}
    until(lambda: client.get_orders() == [], "no open order")


@operation("positions")
def _():
    by_symbol = {one.symbol: one for one in client.get_all_positions()}
    assert set(by_symbol) == {STOCK, PAIR.replace("/", "")}
    one = client.get_open_position(PAIR.replace("/", ""))
    assert one.side == PositionSide.LONG and float(one.qty) > 0.01 and float(one.market_value) > 0
    return f"{one.qty} {one.symbol}"


@operation("fills from the activities")
def _():
    rows = client.get("/account/activities", {"activity_types": "FILL", "page_size": 100})
    # The client has a model of them for brokers alone, which wants the number of an account.
    fills = [TradeActivity(**row, account_id=client.get_account().id) for row in rows]
    assert fills and {fill.symbol for fill in fills} == {STOCK, PAIR}
    first, *rest = client.get("/account/activities/FILL", {"page_size": 1})
    assert first == rows[0] and not rest
    token = {"page_token": first["id"], "page_size": 1}
    assert client.get("/account/activities/FILL", token)[0] == rows[1]
    return f"{len(fills)} fills"


@operation("order stream: new, fill, cancel")
def _():
    filled = order(MarketOrderRequest)
    resting = order(limit_price=30_000)
    client.cancel_order_by_id(resting.id)

    def of(sent, event):
        return [one for one in updates if one.order.id == sent.id and one.event == event]

    (fill,) = until(lambda: of(filled, TradeEvent.FILL), "a fill on the stream")
    assert fill.execution_id and fill.price > 0 and fill.position_qty > 0
    assert fill.order.status == OrderStatus.FILLED
    until(lambda: of(resting, TradeEvent.NEW), "a new order on the stream")
    until(lambda: of(resting, TradeEvent.CANCELED), "a cancel on the stream")
    return f"{len(updates)} updates so far"


@operation("market data stream of pairs (MessagePack)")
def _():
    streamed(CryptoDataStream(*KEYS, url_override=f"{sockets(venue)}/v1beta3/crypto/us"), PAIR)


@operation("market data stream of stocks (MessagePack)")
def _():
    streamed(
        StockDataStream(*KEYS, feed=DataFeed.IEX, url_override=f"{sockets(venue)}/v2/iex"), STOCK
    )


@operation("close a position, close all")
def _():
    half = client.close_position(PAIR.replace("/", ""), ClosePositionRequest(percentage="50"))
    assert half.side == SELL
    ended(half)
    closed = client.close_all_positions(cancel_orders=True)
    assert {one.status for one in closed} == {200}
    until(lambda: client.get_all_positions() == [], "no position")


@operation("refused: client order id used twice")
def _():
    name = str(uuid.uuid4())
    order(MarketOrderRequest, client_order_id=name)
    error = refused(APIError, lambda: order(MarketOrderRequest, client_order_id=name))
    assert error.status_code == 422 and error.code == 40010001, error
    return error.message


@operation("refused: not enough money")
def _():
    error = refused(APIError, lambda: order(qty=1_000, limit_price=60_000))
    assert error.status_code == 403 and error.code == 40310000, error
    return error.message


@operation("refused: no such order")
def _():
    for call in (client.get_order_by_id, client.cancel_order_by_id):
        error = refused(APIError, partial(call, uuid.uuid4()))
        assert error.status_code == 404 and error.code == 40410000, error
    error = refused(APIError, lambda: client.get_order_by_client_id("nobody"))
    assert error.status_code == 404
    return error.message


@operation("refused: cancel of an order that is over")
def _():
    over = ended(order(MarketOrderRequest))
    error = refused(APIError, lambda: client.cancel_order_by_id(over.id))
    assert error.status_code == 422 and error.code == 42210000, error
    return error.message


@operation("refused: wrong keys")
def _():
    stranger = TradingClient("NOBODY", "nothing", url_override=venue)
    error = refused(APIError, stranger.get_account)
    assert error.status_code == 401 and error.code == 40110000, error
    return error.message


@operation("order stream that is cut: back by itself")
def _():
    there = TradingClient(*KEYS, url_override=breaking)
    stream, told = listened(breaking)
    first = until(lambda: stream._ws, "the stream")
    until(lambda: stream._ws not in (None, first) and stream._ws.open, "the stream's return")

    def heard():
        order(MarketOrderRequest, at=there)
        time.sleep(0.5)
        return [one for one in told if one.event == TradeEvent.FILL]

    until(heard, "a fill on the new stream")


@operation("refused: too many requests")
def _():
    operation.switch(RATE_LIMIT, True)
    began = time.monotonic()
    error = refused(APIError, lambda: [client.get_clock() for _ in range(2)])
    assert error.status_code == 429, error
    # The client itself asks three times more, three seconds apart.
    return f"{error.message}, after {time.monotonic() - began:.0f} s"
