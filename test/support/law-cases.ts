/**
 * How many cases a law draws that has to hold over at least 1,000 (FIL-14): so many in `npm test`, as many as
 * `npm run long -- --cases N` asks for in a long run.
 */
export const lawCases = Number(process.env['SQUALL_LAW_CASES'] ?? 1_000);

/** For a law whose cases take so many milliseconds each, on a machine that does other things too. */
export const lawTimeoutMs = (millisecondsEach: number): number =>
  60_000 + lawCases * millisecondsEach * 5;
