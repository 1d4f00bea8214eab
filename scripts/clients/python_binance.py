"""Every operation of python-binance, unmodified, at a venue that speaks Binance: python python_binance.py VENUE, VENUE_THAT_CUTS_STREAMS."""

import sys
import time
import uuid
from asyncio import sleep, wait_for

from binance import AsyncClient, BinanceSocketManager, Client
from binance.exceptions import BinanceAPIException
from binance.ws.constants import WSListenerState
from operations import PATIENCE_S, Operations, refused

KEYS = ("SQUALL", "squall-secret")
SYMBOL = "BTCUSDT"
OPEN = ("NEW", "PARTIALLY_FILLED")

venue, breaking = sys.argv[1:]
operation = Operations("python-binance", venue)
RATE_LIMIT = 1
operation.switch(RATE_LIMIT, False)


def at(address):
    """Where its clients and sockets go: the library has no option for this but its own names."""
    sockets = address.replace("http", "ws")
    for kind in (Client, AsyncClient):
        kind.API_URL = f"{address}/api"
        kind.WS_API_URL = f"{sockets}/ws-api/v3"
    BinanceSocketManager.STREAM_URL = f"{sockets}/"


at(venue)
client = Client(*KEYS)


def order(call=client.order_limit_buy, **terms):
    """Sent under a name of its own."""
    name = {"symbol": SYMBOL, "newClientOrderId": str(uuid.uuid4())}
    return call(**{**name, **terms})


def resting(price="30000"):
    return order(quantity="0.01", price=price)


def canceled(sent):
    answer = client.cancel_order(symbol=SYMBOL, orderId=sent["orderId"])
    assert answer["status"] == "CANCELED"
    return answer


def taken(**terms):
    return order(client.order_market_buy, **{"quantity": "0.01", **terms})


@operation("ping, time")
def _():
    assert client.ping() == {}
    assert abs(client.get_server_time()["serverTime"] - time.time() * 1_000) < 5_000


@operation("exchange info, one symbol")
def _():
    symbols = [one["symbol"] for one in client.get_exchange_info()["symbols"]]
    assert symbols == ["BTCUSDT", "ETHUSDT"]
    filters = {one["filterType"]: one for one in client.get_symbol_info(SYMBOL)["filters"]}
    assert float(filters["LOT_SIZE"]["stepSize"]) == 0.0001


@operation("account, balances")
def _():
    account = client.get_account()
    assert account["canTrade"]
    balance = client.get_asset_balance("USDT")
    assert float(balance["free"]) == 1_000_000 and float(balance["locked"]) == 0
    return f"free {balance['free']}"


@operation("book, tickers, average price")
def _():
    book = client.get_order_book(symbol=SYMBOL)
    bid, ask = float(book["bids"][0][0]), float(book["asks"][0][0])
    assert 0 < bid < ask
    assert float(client.get_orderbook_ticker(symbol=SYMBOL)["bidPrice"]) > 0
    assert len(client.get_orderbook_tickers()) == len(client.get_all_tickers()) == 2
    assert float(client.get_symbol_ticker(symbol=SYMBOL)["price"]) > 0
    assert float(client.get_ticker(symbol=SYMBOL)["lastPrice"]) > 0
    assert float(client.get_avg_price(symbol=SYMBOL)["price"]) > 0
    return f"{bid} {ask}"


@operation("klines, trades, aggregate trades")
def _():
    rows = client.get_klines(symbol=SYMBOL, interval="1m", limit=5)
    assert rows and len(rows[0]) == 12
    days = client.get_historical_klines(SYMBOL, "1d", "3 days ago UTC")
    assert len(days) >= 3 and float(days[0][5]) == 25_000
    assert client.get_recent_trades(symbol=SYMBOL, limit=5)
    assert client.get_historical_trades(symbol=SYMBOL, limit=5)
    assert client.get_aggregate_trades(symbol=SYMBOL, limit=5)


@operation("market order by quantity")
def _():
    sent = taken()
    assert sent["status"] == "FILLED" and float(sent["executedQty"]) == 0.01 and sent["fills"]
    return f"filled at {sent['fills'][0]['price']}"


@operation("market order by quote quantity")
def _():
    sent = taken(quantity=None, quoteOrderQty="1000")
    assert sent["status"] == "FILLED" and 0 < float(sent["cummulativeQuoteQty"]) <= 1_000


@operation("limit order that rests, canceled")
def _():
    sent = resting()
    assert sent["status"] == "NEW" and float(sent["price"]) == 30_000
    answer = canceled(sent)
    assert answer["origClientOrderId"] == sent["clientOrderId"]


@operation("stop order, stop-limit order, post-only")
def _():
    for terms in (
        {"side": "SELL", "type": "STOP_LOSS", "stopPrice": "30000"},
        {
            **{"side": "SELL", "type": "STOP_LOSS_LIMIT", "stopPrice": "30000"},
            **{"price": "29900", "timeInForce": "GTC"},
        },
        {"side": "BUY", "type": "LIMIT_MAKER", "price": "30000"},
    ):
        canceled(order(client.create_order, quantity="0.01", **terms))


@operation("immediate or cancel, fill or kill, a test order")
def _():
    for force in ("IOC", "FOK"):
        sent = order(quantity="0.01", price="30000", timeInForce=force)
        assert sent["status"] == "EXPIRED" and float(sent["executedQty"]) == 0
    assert order(client.create_test_order, side="BUY", type="MARKET", quantity="0.01") == {}


@operation("order by id, by client id")
def _():
    sent = resting()
    by_id = client.get_order(symbol=SYMBOL, orderId=sent["orderId"])
    assert by_id["clientOrderId"] == sent["clientOrderId"] and by_id["isWorking"]
    assert client.get_order(symbol=SYMBOL, origClientOrderId=sent["clientOrderId"]) == by_id
    canceled(sent)


@operation("cancel and replace")
def _():
    sent = resting()
    answer = order(
        client.cancel_replace_order,
        **{"side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.02"},
        **{"price": "31000", "cancelReplaceMode": "STOP_ON_FAILURE"},
        cancelOrderId=sent["orderId"],
    )
    assert answer["cancelResult"] == answer["newOrderResult"] == "SUCCESS"
    canceled(answer["newOrderResponse"])


@operation("open orders, all orders")
def _():
    sent = [resting(price=str(30_000 + n))["orderId"] for n in range(3)]
    assert [one["orderId"] for one in client.get_open_orders(symbol=SYMBOL)] == sent
    assert len(client.get_open_orders()) == 3
    every = [one["orderId"] for one in client.get_all_orders(symbol=SYMBOL)]
    assert every[-3:] == sent
    page = client.get_all_orders(symbol=SYMBOL, orderId=sent[1], limit=1)
    assert [one["orderId"] for one in page] == [sent[1]]
    return f"{len(every)} orders"


@operation("cancel all")
def _():
    answers = client.cancel_all_open_orders(symbol=SYMBOL)
    assert [one["status"] for one in answers] == ["CANCELED"] * 3
    assert client.get_open_orders() == []


@operation("fills: my trades, of one order")
def _():
    sent = taken()
    trades = client.get_my_trades(symbol=SYMBOL)
    assert len(trades) > len(sent["fills"])
    of_one = client.get_my_trades(symbol=SYMBOL, orderId=sent["orderId"])
    assert [one["id"] for one in of_one] == [one["tradeId"] for one in sent["fills"]]
    return f"{len(trades)} trades"


@operation("listen key: made, kept, closed")
def _():
    key = client.stream_get_listen_key()
    assert client.stream_keepalive(key) == {} and client.stream_close(key) == {}


@operation("operations over the WebSocket API")
async def _():
    there = await AsyncClient.create(*KEYS)
    assert abs((await there.ws_get_time())["serverTime"] - time.time() * 1_000) < 5_000
    assert (await there.ws_get_account())["canTrade"]
    assert (await there.ws_get_order_book(symbol=SYMBOL))["bids"]
    sent = await there.ws_create_order(
        **{"symbol": SYMBOL, "side": "BUY", "type": "LIMIT", "timeInForce": "GTC"},
        **{"quantity": "0.01", "price": "30000"},
    )
    found = await there.ws_get_order(symbol=SYMBOL, orderId=sent["orderId"])
    assert found["status"] == "NEW"
    assert len(await there.ws_get_open_orders(symbol=SYMBOL)) == 1
    canceled = await there.ws_cancel_order(symbol=SYMBOL, orderId=sent["orderId"])
    assert canceled["status"] == "CANCELED"
    try:
        await there.ws_cancel_order(symbol=SYMBOL, orderId=sent["orderId"])
        raise AssertionError("canceled twice")
    except BinanceAPIException as error:
        assert error.status_code == 400 and "-2011" in f"{error.response}", vars(error)
    await there.close_connection()


async def heard(socket, is_it):
    """The first message that is it."""

    async def next_one():
        while True:
            message = await socket.recv()
            assert message.get("e") != "error", message
            if is_it(message):
                return message

    return await wait_for(next_one(), PATIENCE_S)


def is_of(sent, execution):
    return lambda event: (
        event["e"] == "executionReport"
        and event["i"] == sent["orderId"]
        and event["x"] == execution
    )


@operation("order stream: new, trade, cancel, balances")
async def _():
    there = await AsyncClient.create(*KEYS)
    async with BinanceSocketManager(there).user_socket() as socket:
        filled = taken()
        event = await heard(socket, is_of(filled, "TRADE"))
        assert event["X"] in ("FILLED", "PARTIALLY_FILLED") and float(event["l"]) > 0
        await heard(socket, lambda event: event["e"] == "outboundAccountPosition")
        sent = resting()
        await heard(socket, is_of(sent, "NEW"))
        canceled(sent)
        await heard(socket, is_of(sent, "CANCELED"))
    await there.close_connection()


@operation("market streams: trades, book, tickers, klines")
async def _():
    there = await AsyncClient.create(*KEYS)
    manager = BinanceSocketManager(there)
    for socket, is_it in (
        (manager.trade_socket(SYMBOL), lambda one: one["e"] == "trade" and float(one["p"]) > 0),
        (manager.aggtrade_socket(SYMBOL), lambda one: one["e"] == "aggTrade"),
        (manager.depth_socket(SYMBOL), lambda one: one["e"] == "depthUpdate"),
        (manager.depth_socket(SYMBOL, depth="5"), lambda one: len(one["bids"]) == 5),
        (manager.symbol_book_ticker_socket(SYMBOL), lambda one: float(one["b"]) > 0),
        (manager.symbol_ticker_socket(SYMBOL), lambda one: one["e"] == "24hrTicker"),
        (manager.kline_socket(SYMBOL), lambda one: one["k"]["i"] == "1m"),
        (
            manager.multiplex_socket(["btcusdt@trade", "ethusdt@bookTicker"]),
            lambda one: one["stream"] == "ethusdt@bookTicker",
        ),
    ):
        async with socket as open_socket:
            await heard(open_socket, is_it)
    await there.close_connection()


@operation("refused: client order id of an open order")
def _():
    sent = resting()
    error = refused(BinanceAPIException, lambda: taken(newClientOrderId=sent["clientOrderId"]))
    assert (error.status_code, error.code) == (400, -2010), error
    canceled(sent)
    return error.message


@operation("refused: not enough money")
def _():
    error = refused(BinanceAPIException, lambda: order(quantity="1000", price="60000"))
    assert (error.status_code, error.code) == (400, -2010), error
    return error.message


@operation("refused: no such order")
def _():
    nobody = {"symbol": SYMBOL, "origClientOrderId": "nobody"}
    error = refused(BinanceAPIException, lambda: client.get_order(**nobody))
    assert (error.status_code, error.code) == (400, -2013), error
    error = refused(BinanceAPIException, lambda: client.cancel_order(**nobody))
    assert (error.status_code, error.code) == (400, -2011), error
    return error.message


@operation("refused: off the grid, symbol that is none")
def _():
    error = refused(BinanceAPIException, lambda: taken(quantity="0.00005"))
    assert (error.status_code, error.code) == (400, -1013), error
    error = refused(BinanceAPIException, lambda: client.get_order_book(symbol="NOPE"))
    assert (error.status_code, error.code) == (400, -1121), error
    return error.message


@operation("refused: wrong key, wrong secret")
def _():
    error = refused(BinanceAPIException, Client("NOBODY", "nothing").get_account)
    assert (error.status_code, error.code) == (401, -2015), error
    error = refused(BinanceAPIException, Client(KEYS[0], "nothing").get_account)
    assert (error.status_code, error.code) == (400, -1022), error
    return error.message


@operation("refused: stamped ahead of the venue's clock")
def _():
    ahead = Client(*KEYS)
    ahead.timestamp_offset = 5_000
    error = refused(BinanceAPIException, ahead.get_account)
    assert (error.status_code, error.code) == (400, -1021), error
    return error.message


@operation("order stream that is cut: told, and open again")
async def _():
    at(breaking)
    there = await AsyncClient.create(*KEYS)
    at(venue)
    async with BinanceSocketManager(there).user_socket() as socket:
        cut = await wait_for(socket.recv(), PATIENCE_S)
        assert cut["e"] == "error", cut
        # It connects again by itself, and subscribes to nothing; who asks before that has no answer.
        while there.ws_api.ws_state != WSListenerState.STREAMING:
            await sleep(0.1)
    async with BinanceSocketManager(there).user_socket() as socket:
        await there.order_market_buy(symbol=SYMBOL, quantity="0.01")
        await heard(socket, lambda event: event["e"] == "executionReport" and event["x"] == "TRADE")
    await there.close_connection()
    return cut["type"]


@operation("refused: too many requests, and a ban")
def _():
    operation.switch(RATE_LIMIT, True)
    error = refused(BinanceAPIException, lambda: [client.get_server_time() for _ in range(2)])
    assert (error.status_code, error.code) == (429, -1003), error
    assert int(error.response.headers["Retry-After"]) > 0
    error = refused(BinanceAPIException, client.get_server_time)
    assert (error.status_code, error.code) == (418, -1003), error
    return error.message
