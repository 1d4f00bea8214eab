/** The client of ccxt for a venue on this machine: nothing is changed but where its requests go. */
import ccxt from 'ccxt';

export async function binanceAt(venue) {
  const exchange = new ccxt.binance({
    apiKey: process.env.BINANCE_API_KEY ?? 'SQUALL',
    secret: process.env.BINANCE_API_SECRET ?? 'squall-secret',
    timeout: 1_000,
    enableRateLimit: false,
    options: {
      fetchCurrencies: false,
      fetchMargins: false,
      fetchMarkets: { types: ['spot'] },
      maxRetriesOnFailure: 0,
    },
  });
  // The library classes errors by Binance's address: let it ask there, and send the request here.
  exchange.fetchImplementation = (url, init) =>
    fetch(url.replace('https://api.binance.com', venue), init);
  await exchange.loadMarkets();
  return exchange;
}
