/** What was fitted from a run as a piece of a scenario: what no scenario takes, and what was not fitted, stands in it as comments. */
import { lengthText } from '../core/ground/length-text.js';
import type { Micros } from '../core/ground/units.js';
import { FITTED_PATHS, type Fitted, type FittedLatency } from '../report/schema/fitted.js';
import { percentOf } from '../report/text/numbers.js';
import { code as refusalCode, problemWith } from '../sim/fault/parameter.js';
import { formatDuration } from './scenario/duration.js';

/** `from`: what it was fitted from, as the user named it. */
export function fittedYaml(from: string, { latency, submits, limitOrders }: Fitted): string {
  const paths = FITTED_PATHS.map((path) => `    ${latencyLine(path, latency[path])}`);
  const isAny = FITTED_PATHS.some((path) => latency[path].medianMicros !== null);
  const faults = submits.refused.map((refusal) => faultLine(refusal, submits));
  return [
    `# Fitted from ${commented(from)}: paste it into a scenario. A client sees round trips alone: "ack" is half of the fastest`,
    '# one of a submit, and what is left of each is the way there.',
    ...(isAny ? ['venue:', '  latency:'] : []),
    ...paths,
    ...(faults.some(isTaken) ? ['faults:'] : []),
    ...faults.map((line) => (isTaken(line) ? `  ${line}` : line)),
    ...(submits.unknown === 0
      ? []
      : [
          `# ${submits.unknown} submits had no answer that says what became of them: whether the request was lost or its answer, nobody saw`,
        ]),
    `# ${limitOrdersText(limitOrders)}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** As a key of a scenario, not as words beside it. */
const isTaken = (line: string): boolean => !line.startsWith('#');

function latencyLine(path: string, { medianMicros, sigma, samples, why }: FittedLatency): string {
  if (medianMicros === null || sigma === null) return `# ${path}: ${why ?? ''}`;
  const rests = `# ${samples} samples`;
  // A log-normal latency has a median above nothing.
  const spread = Math.min(SIGMA_MAX, sigma);
  if (spread === 0 || medianMicros <= 0) return `${path}: ${duration(medianMicros)} ${rests}`;
  return `${path}: { lognormal: { median: ${duration(medianMicros)}, sigma: ${spread} } } ${rests}`;
}

const duration = (micros: number): string => formatDuration(micros as Micros);

/** Of scenarios. */
const SIGMA_MAX = 10;
const SHARE_DIGITS = 6;

const CODE = refusalCode('of a refusal');

function faultLine(
  { code, count, share, why }: Fitted['submits']['refused'][number],
  { accepted, refused }: Fitted['submits'],
): string {
  const named = commented(code);
  if (share === null) return `# refused with ${named}: ${why ?? ''}`;
  const problem = problemWith(CODE, code);
  if (problem !== null)
    return `# refused with ${named}, ${percentOf(share)} % of submits: a code of a scenario ${problem}`;
  const all = refused.reduce((sum, one) => sum + one.count, accepted);
  const probability = Number(share.toFixed(SHARE_DIGITS));
  return `- { kind: reject, probability: ${probability}, code: ${JSON.stringify(code)} } # ${count} of ${all} submits`;
}

function limitOrdersText({
  taken,
  filledWhole,
  filledPartly,
  unfilled,
  timeToFill,
  why,
}: Fitted['limitOrders']): string {
  if (taken === 0) return 'no limit order that may rest was taken';
  const counts = `of ${taken} limit orders that may rest ${filledWhole} filled whole, ${filledPartly} in part, ${unfilled} not at all`;
  const fewer = why === null ? '' : ` (${why}, to be a share)`;
  if (timeToFill === null) return `${counts}${fewer}`;
  const { p10Micros, medianMicros, p90Micros, samples } = timeToFill;
  const times = [p10Micros, medianMicros, p90Micros].map(lengthText);
  return `${counts}${fewer}; first fill after ${times[1]} (80 % within ${times[0]} to ${times[2]}, ${samples} of them): no key of a scenario, its market fills`;
}

/** On one line, whatever somebody called it. */
const commented = (text: string): string => text.replace(/[\r\n]+/g, ' ');
