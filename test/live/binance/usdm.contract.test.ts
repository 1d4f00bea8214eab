/** The broker contract on the adapter and the venue that speaks Binance's USD-M futures, with ccxt and a socket between them. */
import { afterAll, beforeAll } from 'vitest';
import { brokerContract } from '../../contract/broker-contract.js';
import { ServedRig } from './served-rig.js';

let rig: ServedRig;
beforeAll(async () => {
  rig = await ServedRig.open('usdm');
});
afterAll(() => rig.end());

brokerContract('Binance adapter before the venue that speaks USD-M', () => rig.begin());
