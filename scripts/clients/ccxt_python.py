"""Every operation of ccxt for Python, unmodified, at a venue that speaks Binance: python ccxt_python.py VENUE, VENUE_THAT_CUTS_STREAMS."""

import sys
import time
import uuid
from asyncio import ensure_future, sleep, wait_for
from contextlib import asynccontextmanager

import ccxt
import ccxt.pro
from operations import PATIENCE_S, Operations, refused

KEYS = {"apiKey": "SQUALL", "secret": "squall-secret"}
OPTIONS = {"fetchCurrencies": False, "fetchMargins": False, "fetchMarkets": {"types": ["spot"]}}
SYMBOL = "BTC/USDT"

venue, breaking = sys.argv[1:]
operation = Operations("ccxt", venue)
RATE_LIMIT = 1
operation.switch(RATE_LIMIT, False)


def at(address, kind=ccxt.binance, keys=KEYS):
    """A client of a venue: nothing is changed but where it sends requests, and where its sockets go."""
    exchange = kind({**keys, "enableRateLimit": False, "options": OPTIONS})
    api = exchange.urls["api"]
    api["public"] = api["private"] = f"{address}/api/v3"
    if "ws" in api:
        sockets = address.replace("http", "ws")
        api["ws"]["spot"] = f"{sockets}/stream/ws"
        api["ws"]["ws-api"]["spot"] = f"{sockets}/ws-api/v3"
    return exchange


client = at(venue)


def named():
    return {"clientOrderId": str(uuid.uuid4())}


def resting(price=30_000, **params):
    return client.create_order(SYMBOL, "limit", "buy", 0.01, price, {**named(), **params})


def taken(**params):
    return client.create_order(SYMBOL, "market", "buy", 0.01, None, {**named(), **params})


def canceled(order):
    assert client.cancel_order(order["id"], SYMBOL)["status"] == "canceled"


@operation("markets, time, status")
def _():
    assert set(client.load_markets()) == {"BTC/USDT", "ETH/USDT"}
    assert client.market(SYMBOL)["precision"]["amount"] == 0.0001
    assert abs(client.fetch_time() - time.time() * 1_000) < 5_000


@operation("balance")
def _():
    balance = client.fetch_balance()
    assert balance["USDT"] == {"free": 1_000_000, "used": 0, "total": 1_000_000}
    return f"free {balance['USDT']['free']}"


@operation("book, tickers, bid and ask")
def _():
    book = client.fetch_order_book(SYMBOL)
    assert 0 < book["bids"][0][0] < book["asks"][0][0]
    assert client.fetch_ticker(SYMBOL)["last"] > 0
    assert set(client.fetch_tickers([SYMBOL])) == {SYMBOL}
    assert client.fetch_bids_asks([SYMBOL])[SYMBOL]["bid"] > 0
    return f"{book['bids'][0][0]} {book['asks'][0][0]}"


@operation("klines, trades")
def _():
    assert client.fetch_ohlcv(SYMBOL, "1m", limit=5)[-1][4] > 0
    assert [row[5] for row in client.fetch_ohlcv(SYMBOL, "1d", limit=3)][:2] == [25_000] * 2
    assert client.fetch_trades(SYMBOL, limit=5)[0]["price"] > 0


@operation("market order by quantity")
def _():
    order = taken()
    assert order["status"] == "closed" and order["filled"] == 0.01 and order["trades"]
    return f"filled at {order['average']}"


@operation("market order by cost")
def _():
    order = client.create_market_buy_order_with_cost(SYMBOL, 1_000)
    assert order["status"] == "closed" and 0 < order["cost"] <= 1_000


@operation("limit order that rests, canceled")
def _():
    order = resting()
    assert order["status"] == "open" and order["price"] == 30_000
    canceled(order)


@operation("stop order, stop-limit order, post-only")
def _():
    for kind, price, params in (
        ("market", None, {"stopLossPrice": 30_000}),
        ("limit", 29_900, {"stopLossPrice": 30_000}),
    ):
        order = client.create_order(SYMBOL, kind, "sell", 0.01, price, {**named(), **params})
        assert order["status"] in ("open", None), order
        canceled(order)
    canceled(resting(postOnly=True))


@operation("immediate or cancel, fill or kill, a test order")
def _():
    for force in ("IOC", "FOK"):
        order = resting(timeInForce=force)
        assert order["status"] == "expired" and order["filled"] == 0
    taken(test=True)


@operation("order by id, by client id")
def _():
    order = resting()
    found = client.fetch_order(order["id"], SYMBOL)
    assert found["clientOrderId"] == order["clientOrderId"]
    by_name = {"clientOrderId": order["clientOrderId"]}
    assert client.fetch_order(None, SYMBOL, by_name)["id"] == order["id"]
    canceled(order)


@operation("edit")
def _():
    order = resting()
    edited = client.edit_order(order["id"], SYMBOL, "limit", "buy", 0.02, 31_000)
    assert edited["id"] != order["id"] and edited["price"] == 31_000
    assert client.fetch_order(order["id"], SYMBOL)["status"] == "canceled"
    canceled(edited)


@operation("open, closed, all orders")
def _():
    ids = [resting(30_000 + n)["id"] for n in range(3)]
    assert [one["id"] for one in client.fetch_open_orders(SYMBOL)] == ids
    every = client.fetch_orders(SYMBOL)
    assert [one["id"] for one in every][-3:] == ids
    assert client.fetch_closed_orders(SYMBOL)
    return f"{len(every)} orders"


@operation("cancel all")
def _():
    assert len(client.cancel_all_orders(SYMBOL)) == 3
    assert client.fetch_open_orders(SYMBOL) == []


@operation("fills: my trades, of one order")
def _():
    order = taken()
    trades = client.fetch_my_trades(SYMBOL)
    assert len(trades) > len(order["trades"])
    of_one = client.fetch_my_trades(SYMBOL, params={"orderId": order["id"]})
    assert [one["id"] for one in of_one] == [one["id"] for one in order["trades"]]
    assert client.fetch_order_trades(order["id"], SYMBOL)
    return f"{len(trades)} trades"


@asynccontextmanager
async def sockets_of(address):
    exchange = at(address, ccxt.pro.binance)
    try:
        await exchange.load_markets()
        yield exchange
    finally:
        await exchange.close()


async def beside(watched, act):
    """What a stream tells of what is done once it is watched."""
    waiting = ensure_future(watched)
    await sleep(1)
    acted = await act
    return acted, await wait_for(waiting, PATIENCE_S)


def bought(exchange):
    return exchange.create_order(SYMBOL, "market", "buy", 0.01, None, named())


@operation("order stream: fills, orders, balance")
async def _():
    async with sockets_of(venue) as there:
        order, [fill, *_] = await beside(there.watch_my_trades(SYMBOL), bought(there))
        assert fill["order"] == order["id"] and fill["price"] > 0
        order, told = await beside(there.watch_orders(SYMBOL), bought(there))
        assert told[-1]["id"] == order["id"] and told[-1]["filled"] > 0
        _, balance = await beside(there.watch_balance(), bought(there))
        assert 0 < balance["USDT"]["free"] < 1_000_000


@operation("orders over the WebSocket API")
async def _():
    async with sockets_of(venue) as there:
        order = await there.create_order_ws(SYMBOL, "limit", "buy", 0.01, 30_000, named())
        assert (await there.fetch_order_ws(order["id"], SYMBOL))["status"] == "open"
        assert [one["id"] for one in await there.fetch_open_orders_ws(SYMBOL)] == [order["id"]]
        assert (await there.cancel_order_ws(order["id"], SYMBOL))["status"] == "canceled"
        # Of spot accounts the library hands on what was said, and reads nothing of it.
        assert (await there.fetch_balance_ws())["info"]["balances"]


@operation("market streams: book, trades, tickers, klines")
async def _():
    async with sockets_of(venue) as there:
        for watched in (
            there.watch_order_book(SYMBOL),
            there.watch_trades(SYMBOL),
            there.watch_ticker(SYMBOL),
            there.watch_bids_asks([SYMBOL]),
            there.watch_ohlcv(SYMBOL, "1m"),
        ):
            assert await wait_for(watched, PATIENCE_S)
        book = await wait_for(there.watch_order_book(SYMBOL), PATIENCE_S)
        assert 0 < book["bids"][0][0] < book["asks"][0][0]


@operation("refused: client order id of an open order")
def _():
    order = resting()
    error = refused(
        ccxt.InvalidOrder, lambda: taken(clientOrderId=order["clientOrderId"]), "-2010"
    )
    canceled(order)
    return error


@operation("refused: not enough money")
def _():
    return refused(
        ccxt.InsufficientFunds,
        lambda: client.create_order(SYMBOL, "limit", "buy", 1_000, 60_000),
    )


@operation("refused: no such order")
def _():
    refused(ccxt.OrderNotFound, lambda: client.fetch_order("999999", SYMBOL), "-2013")
    return refused(ccxt.OrderNotFound, lambda: client.cancel_order("999999", SYMBOL), "-2011")


@operation("refused: too little worth, post-only that would take")
def _():
    refused(
        ccxt.BadRequest, lambda: client.create_order(SYMBOL, "limit", "buy", 0.0001, 30_000), "-1013"
    )
    return refused(ccxt.OrderImmediatelyFillable, lambda: resting(70_000, postOnly=True))


@operation("refused: wrong key, wrong secret")
def _():
    for keys, code in (
        ({"apiKey": "NOBODY", "secret": "nothing"}, "-2015"),
        ({**KEYS, "secret": "nothing"}, "-1022"),
    ):
        error = refused(ccxt.AuthenticationError, at(venue, keys=keys).fetch_balance, code)
    return error


@operation("refused: stamped ahead of the venue's clock")
def _():
    ahead = at(venue)
    ahead.options["timeDifference"] = -5_000
    return refused(ccxt.InvalidNonce, ahead.fetch_balance, "-1021")


@operation("order stream that is cut: told, and back with the next call")
async def _():
    async with sockets_of(breaking) as there:
        cuts = 0
        while cuts == 0:
            try:
                await wait_for(there.watch_my_trades(SYMBOL), PATIENCE_S)
            except ccxt.NetworkError:
                cuts += 1
                # Whoever is back before the venue takes the stream again is cut off once more.
                await sleep(1)
        order, fills = await beside(there.watch_my_trades(SYMBOL), bought(there))
        assert fills[-1]["order"] == order["id"]


@operation("refused: too many requests, and a ban")
def _():
    operation.switch(RATE_LIMIT, True)
    refused(ccxt.DDoSProtection, lambda: [client.fetch_time() for _ in range(2)], "-1003")
    assert int(client.last_response_headers["Retry-After"]) > 0
    return refused(ccxt.DDoSProtection, client.fetch_time, "-1003", "418")
