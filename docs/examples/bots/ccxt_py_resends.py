"""Buys three times 0.01 BTC. Whatever has no answer is sent again: what `squall venue --dialect binance --judge` is there to catch."""

import sys

import ccxt
from ccxt_py_at import binance_at

exchange = binance_at(sys.argv[1])


def buy(number):
    try:
        order = exchange.create_order("BTC/USDT", "market", "buy", 0.01)
        print(f"{number}: bought {order['filled']} at {order['average']}")
    except ccxt.NetworkError as error:
        print(f"{number}: {type(error).__name__}, sent again")
        buy(number)


for number in (1, 2, 3):
    buy(number)
