"""Buys three times 0.01 BTC, each under a name of its own; what has no answer is looked up by that name before anything else is done."""

import sys
import time

from alpaca.common.exceptions import APIError
from alpaca.trading.enums import OrderSide, OrderStatus, TimeInForce
from alpaca.trading.requests import MarketOrderRequest
from alpaca_py_at import alpaca_at
from requests.exceptions import RequestException

PATIENCE_S = 10
OVER = (OrderStatus.FILLED, OrderStatus.CANCELED, OrderStatus.EXPIRED, OrderStatus.REJECTED)
client = alpaca_at(sys.argv[1])
session = int(time.time())


def bought(number):
    name = f"slice-{session}-{number}"
    order = MarketOrderRequest(
        symbol="BTC/USDT",
        qty=0.01,
        side=OrderSide.BUY,
        time_in_force=TimeInForce.IOC,
        client_order_id=name,
    )
    try:
        client.submit_order(order)
    except RequestException as error:
        print(number, type(error).__name__, "looked up")
    return ended(name, time.time() + PATIENCE_S) or bought(number)


def ended(name, until):
    """Not found is not absent: an order may be on its way. None = it has had the time to come, and is not there."""
    while True:
        try:
            order = client.get_order_by_client_id(name)
            if order.status in OVER:
                return order
        except APIError as error:
            if error.status_code == 404 and time.time() > until:
                return None
        except RequestException:
            pass
        time.sleep(0.25)


for number in (1, 2, 3):
    order = bought(number)
    print(number, order.status.value, order.filled_qty, order.filled_avg_price)
