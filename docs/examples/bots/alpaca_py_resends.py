"""Buys three times 0.01 BTC. Whatever has no answer is sent again: what `squall venue --dialect alpaca --judge` is there to catch."""

import sys

from alpaca.trading.enums import OrderSide, TimeInForce
from alpaca.trading.requests import MarketOrderRequest
from alpaca_py_at import alpaca_at
from requests.exceptions import RequestException

client = alpaca_at(sys.argv[1])


def buy(number):
    order = MarketOrderRequest(
        symbol="BTC/USDT", qty=0.01, side=OrderSide.BUY, time_in_force=TimeInForce.IOC
    )
    try:
        print(number, client.submit_order(order).status.value)
    except RequestException as error:
        print(number, type(error).__name__, "sent again")
        buy(number)


for number in (1, 2, 3):
    buy(number)
