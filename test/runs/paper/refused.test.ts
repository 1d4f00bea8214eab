/** Orders of a session that were refused as they came: whoever runs it is told. */
import { expect, it } from 'vitest';
import { plus } from '../../../src/core/ground/units.js';
import { engineFile } from '../../store/engine-store/support/engine-file.js';
import { configOf } from '../../support/engine-config.js';
import { START } from '../../support/engine-rig.js';
import { inSeconds, order } from '../../support/simulation-plan.js';
import { PaperByHand } from './support/paper-by-hand.js';

const here = engineFile();

it('an order that can never be taken is told with its key and what is wrong; one that is taken is not', async () => {
  const paper = new PaperByHand(here.path, configOf(), START);
  try {
    const at = plus(START, inSeconds(1));
    const request = order({
      idempotencyKey: 'x',
      timeInForce: 'day',
      type: 'limit',
      limitPrice: '60000',
    });
    await paper.deliver({ kind: 'order-request', at, quotes: [], request: order() });
    expect(paper.refused).toEqual([]);
    await paper.deliver({ kind: 'order-request', at, quotes: [], request });
    expect(paper.refused).toMatchObject([{ refusal: { key: 'x', code: 'invalid' } }]);
  } finally {
    paper.close();
  }
});
