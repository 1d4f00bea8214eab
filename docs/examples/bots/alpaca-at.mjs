/** Alpaca's own client for a venue on this machine: nothing is changed but where its requests go. */
import { Alpaca } from '@alpacahq/alpaca-trade-api';

export const alpacaAt = (venue) =>
  new Alpaca({
    keyId: process.env.APCA_API_KEY_ID ?? 'SQUALL',
    secret: process.env.APCA_API_SECRET_KEY ?? 'squall-secret',
    timeoutMs: 1_000,
    retry: false,
    fetchApi: (url, init) => fetch(String(url).replace(/^https:\/\/[^/]+/, venue), init),
  });
