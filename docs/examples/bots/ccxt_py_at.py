"""ccxt for a venue on this machine: nothing is changed but where its requests go."""

import ccxt


def binance_at(venue):
    exchange = ccxt.binance(
        {
            **{"apiKey": "SQUALL", "secret": "squall-secret"},
            **{"timeout": 1_000, "enableRateLimit": False},
            "options": {
                **{"fetchCurrencies": False, "fetchMargins": False},
                "fetchMarkets": {"types": ["spot"]},
            },
        }
    )
    exchange.urls["api"]["public"] = exchange.urls["api"]["private"] = f"{venue}/api/v3"
    exchange.load_markets()
    return exchange
