/**
 * FIL-4: what the error codes of USD-M futures prove, as allow-lists. Many a code means something else than at Spot. Pure.
 *
 * Source: the page on error codes of Binance's documents of USD-M futures, and "General Info" there on HTTP return codes: a 503 may or may
 * not have been carried out.
 */
import type { ErrorClasses, VenueError } from '../../../core/order/error-classes.js';
import { BAD_SYMBOL, NOT_AT_VENUE, OF_ANY, OF_CANCEL, OF_KEY } from '../error-words.js';

/** Ours: the order that was to be replaced ended otherwise, so that nothing was placed in its stead. */
export const NOT_REPLACED = 'not-replaced';

/** The account or the matching engine took no such order. */
const OF_ENGINE = [
  ...['-2010', '-2018', '-2019', '-2020', '-2022', '-2023', '-2024', '-2025', '-2027', '-2028'],
  // Symbols in no state to trade; another position mode; symbols on which only reducing is allowed.
  ...['-1122', '-4061', '-4140', '-4141', '-4400', '-4401'],
  // The account may place none, or none that does more than reduce; there is nothing to reduce; a pause that its owner has asked for.
  ...['-4087', '-4088', '-4118', '-4192'],
  // A market order through the price band; fill-or-kill and post-only that could not be.
  ...['-4131', '-5021', '-5022'],
] as const;
/** A filter failed. */
const OF_FILTERS = [
  ...['-1013', '-4001', '-4002', '-4003', '-4004', '-4005', '-4013', '-4014'],
  ...['-4016', '-4023', '-4024', '-4164'],
] as const;
const OF_ORDER = [...OF_ENGINE, ...OF_FILTERS];

export const USDM_ERRORS: ErrorClasses = {
  refused: {
    submit: new Set([...OF_ANY, ...OF_ORDER]),
    cancel: new Set([...OF_ANY, OF_CANCEL]),
    replace: new Set([...OF_ANY, ...OF_ORDER, OF_CANCEL, NOT_REPLACED]),
  },
  archived: new Set(),
  gone: new Set([BAD_SYMBOL]),
  // Outside of the window that the request itself stated: as it came in, and as it reached the matching engine.
  clock: new Set(['-1021', '-5028']),
  flat: new Set(),
  reads: new Map([...OF_KEY, BAD_SYMBOL, NOT_AT_VENUE].map((code) => [code, 'permanent'])),
};

const DUPLICATE = '-4116';

export const isTakenAtUsdm = ({ code }: VenueError): boolean => code === DUPLICATE;
