"""Buys three times 0.01 BTC, each under a name of its own; what has no answer is looked up by that name before anything else is done."""

import sys
import time

import ccxt
from ccxt_py_at import binance_at

PATIENCE_S = 10
exchange = binance_at(sys.argv[1])
session = int(time.time())


def bought(number):
    name = {"clientOrderId": f"slice-{session}-{number}"}
    try:
        return exchange.create_order("BTC/USDT", "market", "buy", 0.01, None, name)
    except ccxt.NetworkError as error:
        print(f"{number}: {type(error).__name__}, looked up")
        return found(name, time.time() + PATIENCE_S) or bought(number)


def found(name, until):
    """Not found is not absent: an order may be on its way. None = it has had the time to come, and is not there."""
    while True:
        try:
            return exchange.fetch_order(None, "BTC/USDT", name)
        except ccxt.OrderNotFound:
            if time.time() > until:
                return None
        except ccxt.NetworkError:
            pass
        time.sleep(0.25)


for number in (1, 2, 3):
    order = bought(number)
    print(f"{number}: bought {order['filled']} at {order['average']}")
