/** What charts show beside their lines: fault windows as named bands, slices, and fills, one by one or as a density. */
import { color } from './chart-axes.js';

/** News older than this gets a line from what happened to when it was known, seconds. */
const DELAY_SHOWN = 0.25;
/** More fills than this in view are drawn as a density. */
const MARKS_MAX = 400;
/** Of a cell of the density, and the gap below which the names of two bands would touch, CSS pixels. */
const CELL = 4;
const NAME_GAP = 6;
const NAME_LANES = 3;
const NAME_HEIGHT = 14;
const STRIP = 18;

export function clipped(plot, draw) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}

/**
 * `bands`: { name, kind, from, to } in seconds, in the order of their beginnings. One that lasts over all of `whole` is a strip
 * along the top: behind everything it would show nothing.
 */
export function drawBands(plot, bands, whole) {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const edge = bbox.left + bbox.width;
  const ends = Array.from({ length: NAME_LANES }, () => -Infinity);
  ctx.font = `${12 * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = 'top';
  // Axes leave it to the right.
  ctx.textAlign = 'left';
  for (const { name, kind, from, to } of bands) {
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(edge, plot.valToPos(to, 'x', true));
    if (right < bbox.left || left > edge) continue;
    const lasts = from <= whole[0] && to >= whole[1];
    ctx.fillStyle = color(kind === 'halt' ? 'halt' : 'fault');
    const height = lasts ? STRIP * ratio : bbox.height;
    ctx.fillRect(left, bbox.top, Math.max(right - left, 1.5 * ratio), height);
    const { width } = ctx.measureText(name);
    const start = Math.min(left + 3 * ratio, edge - width - 3 * ratio);
    const lane = ends.findIndex((end) => end + NAME_GAP * ratio < start);
    if (lane === -1) continue;
    ctx.fillStyle = color('fault-name');
    ctx.fillText(name, start, bbox.top + (3 + lane * NAME_HEIGHT) * ratio);
    ends[lane] = start + width;
  }
}

/** Instants at which the schedule rises; the rest of its points only carry the line on. */
const dueTimes = ({ scheduled: { at, quantity } }) =>
  at.filter((_, index) => quantity[index] > (index === 0 ? 0 : quantity[index - 1]));

export function drawSlices(plot, parent) {
  const { ctx, bbox } = plot;
  const due = dueTimes(parent);
  const height = due.length > 60 ? 8 * uPlot.pxRatio : bbox.height;
  ctx.strokeStyle = color('scheduled');
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([2 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  ctx.beginPath();
  for (const at of due) {
    const x = Math.round(plot.valToPos(at, 'x', true));
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x, bbox.top + bbox.height - height);
  }
  ctx.stroke();
}

/** `fills` are in order of `happened`. */
export function drawFills(plot, fills) {
  const { min, max } = plot.scales.x;
  const seen = fills.slice(firstFrom(fills, min), firstFrom(fills, max));
  // A line may lead into view from a fill before it.
  const odd = fills.filter(
    ({ known, happened, odd: isOdd }) => isOdd && known >= min && happened <= max,
  );
  const many = seen.length > MARKS_MAX;
  if (many) drawDensity(plot, seen);
  plot.ctx.lineWidth = 2 * uPlot.pxRatio;
  const marks = many ? odd.slice(0, MARKS_MAX) : [...odd, ...seen.filter((fill) => !fill.odd)];
  for (const fill of marks) drawFill(plot, fill);
  return many ? seen.length : 0;
}

/** Index of the first that happened at `time` or later. */
function firstFrom(fills, time) {
  let low = 0;
  let high = fills.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fills[middle].happened < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cells of time and price, the darker the more fills; the logarithm, so that one fill among thousands is still seen. */
function drawDensity(plot, fills) {
  const { ctx } = plot;
  const size = CELL * uPlot.pxRatio;
  const cells = new Map();
  for (const { happened, price } of fills) {
    const x = Math.floor(plot.valToPos(happened, 'x', true) / size);
    const y = Math.floor(plot.valToPos(price, 'y', true) / size);
    const cell = x * 65_536 + y;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }
  let most = 1;
  for (const count of cells.values()) most = Math.max(most, count);
  ctx.fillStyle = color('mark');
  for (const [cell, count] of cells) {
    ctx.globalAlpha = 0.15 + (0.55 * Math.log(count + 1)) / Math.log(most + 1);
    ctx.fillRect(Math.floor(cell / 65_536) * size, (cell % 65_536) * size, size, size);
  }
  ctx.globalAlpha = 1;
}

function drawFill(plot, { at, known, happened, price, liquidity, late }) {
  const { ctx } = plot;
  const y = plot.valToPos(price, 'y', true);
  const x = plot.valToPos(happened, 'x', true);
  const wrong = at === null || known === null;
  if (!wrong && known - at > DELAY_SHOWN) {
    ctx.strokeStyle = color('delay');
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(plot.valToPos(known, 'x', true), y);
    ctx.stroke();
  }
  const own = wrong ? color('bad') : color(late ? 'delay' : 'mark');
  ctx.strokeStyle = own;
  ctx.fillStyle = liquidity === 'maker' || wrong ? color('card') : own;
  ctx.beginPath();
  ctx.arc(x, y, (wrong || late ? 5 : 3.5) * uPlot.pxRatio, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
}

/** Late, long unknown, or only in one of the two ledgers: drawn one by one whatever else is. */
export const isOdd = ({ at, known, late }) =>
  at === null || known === null || late || known - at > DELAY_SHOWN;
