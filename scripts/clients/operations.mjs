/** The operations of one client in Python, at a venue of its own and one that cuts its order stream. */
import { join } from 'node:path';
import { CLIENTS } from './packages.mjs';
import { ran, stand } from './served.mjs';

/** How many were tried, and how many failed. */
export async function operationsOf(name, python) {
  const { dialect, program } = CLIENTS[name];
  const venueOf = (file) =>
    stand(['--dialect', dialect, '--scenario', join(import.meta.dirname, file)]);
  const venues = await Promise.all([venueOf(`${dialect}.yaml`), venueOf(`${dialect}-cuts.yaml`)]);
  const addresses = venues.map(({ address }) => address);
  const onOut = (text) => process.stdout.write(text);
  const args = [join(import.meta.dirname, program), ...addresses];
  const { code, out, err } = await ran(python, args, { onOut });
  await Promise.all(venues.map(({ end }) => end()));
  const count = (outcome) => out.split('\n').filter((line) => line.startsWith(outcome)).length;
  let failed = count('FAILED');
  if (code !== 0) {
    failed += 1;
    console.log(`FAILED  ${name}: its program ended with ${code}`);
  }
  // Libraries write there whenever a stream is cut, which is wanted.
  if (failed > 0) console.log(err);
  return { tried: count('ok') + failed, failed };
}
