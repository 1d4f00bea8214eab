/** TWAP-1 and TWAP-4, the part about time: duration, slices, interval, start and timeout of a request. */
import { exactLengthText, lengthText } from '../ground/length-text.js';
import type { RawOrderRequest } from '../order/order-request.js';
import type { Lots, Micros } from '../ground/units.js';
import { DURATION_MAX, SLICES_MAX, timingOf } from './timing.js';

/** Collects the faults of one request. */
export type Report = (field: string, text: string) => void;

const TIMING_FIELDS = ['duration', 'slices', 'interval'] as const;

/** Reports every fault; `quantity` 0 = faulty itself, so that slices are not held against it. */
export function timingProblems(raw: RawOrderRequest, quantity: Lots, report: Report): void {
  const faulty = TIMING_FIELDS.filter((field) => raw[field] !== null && !isCount(raw[field]));
  for (const field of faulty) report(field, `${raw[field]} is not a whole number above zero`);
  if (raw.fillTimeout !== null && !isCount(raw.fillTimeout)) {
    report('fillTimeout', `${raw.fillTimeout} is not a whole number of microseconds above zero`);
  } else if (raw.fillTimeout !== null && raw.fillTimeout > DURATION_MAX) {
    report('fillTimeout', `${lengthText(raw.fillTimeout)} is longer than 30 years`);
  }
  if (raw.start !== null && !(Number.isSafeInteger(raw.start) && raw.start >= 0)) {
    report('start', `${raw.start} is not a time in microseconds since 1970`);
  }
  if (raw.algo === 'direct') {
    const given = TIMING_FIELDS.filter((field) => raw[field] !== null);
    for (const field of given) report(field, 'a direct order is sent at once and takes none');
  } else if (faulty.length === 0) {
    sliceProblems(raw, quantity, report);
  }
}

const isCount = (value: number | null): boolean =>
  value !== null && Number.isSafeInteger(value) && value > 0;

function sliceProblems(raw: RawOrderRequest, quantity: Lots, report: Report): void {
  const { duration, slices } = raw;
  if (slices !== null && quantity > 0 && slices > quantity) {
    report('slices', `${slices} slices are more than the ${quantity} lots to be sent`);
  }
  if (duration !== null && !durationFits(raw, duration, report)) return;
  const timing = timingOf(raw);
  if (timing.slices > SLICES_MAX) {
    report('slices', `${timing.slices} slices are more than ${SLICES_MAX}`);
  }
  if (timing.duration > DURATION_MAX) {
    report('duration', `${timing.slices} slices take longer than 30 years`);
  }
}

/** What the other two have to do with a duration; false when nothing can be derived from them. */
function durationFits(raw: RawOrderRequest, duration: Micros, report: Report): boolean {
  const { slices, interval } = raw;
  if (duration > DURATION_MAX) {
    report('duration', `${lengthText(duration)} is longer than 30 years`);
    return false;
  }
  if (interval !== null && interval > duration) {
    report(
      'interval',
      `${exactLengthText(interval)} is longer than the duration of ${exactLengthText(duration)}`,
    );
    return false;
  }
  if (slices === null) return true;
  if (slices > duration) {
    report(
      'slices',
      `${slices} slices do not fit into ${exactLengthText(duration)}: one a microsecond at most`,
    );
  }
  const implied = interval === null ? slices : Math.ceil(duration / interval);
  if (slices !== implied) {
    const text = `duration and interval make ${implied} slices, not ${slices}`;
    report('slices', `${text}: leave one of the three out`);
  }
  return true;
}
