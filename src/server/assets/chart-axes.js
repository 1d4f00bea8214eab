/** How charts write times and numbers, and their axes and lines. Colors come from the style sheet. */

/** Of all charts, so that their times stand below each other. */
const PRICE_AXIS_WIDTH = 84;
const FONT = '12px system-ui, sans-serif';
/** Seconds between ticks of the time axis. */
const TIME_STEPS = [
  0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200,
  14400, 28800, 86400,
];

export const color = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const two = (value) => String(value).padStart(2, '0');

/** m:ss with `digits` decimals, with hours where there are any. */
export function clock(seconds, digits) {
  const scale = 10 ** digits;
  const all = Math.round(seconds * scale);
  const whole = Math.floor(all / scale);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = digits > 0 ? `.${String(all % scale).padStart(digits, '0')}` : '';
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}${rest}`;
}

const stepOf = ([first = 0, second = first + 1]) => second - first;
export const digitsOf = (step) => Math.max(0, -Math.floor(Math.log10(step) + 1e-9));

export const grouped = (text) => text.replace(/\B(?=(\d{3})+(?!\d)(?<!\.\d*))/g, ',');

/** `unit` of the upright one; the other counts from the start of the run. */
export function axes(unit) {
  const shared = {
    stroke: color('muted'),
    font: FONT,
    labelFont: FONT,
    grid: { stroke: color('faint'), width: 1 },
    ticks: { stroke: color('line'), width: 1, size: 4 },
  };
  return [
    {
      ...shared,
      label: 'time since the start of the run, m:ss',
      labelSize: 18,
      incrs: TIME_STEPS,
      size: 30,
      space: 76,
      values: (_, ticks) => ticks.map((tick) => clock(tick, digitsOf(stepOf(ticks)))),
    },
    {
      ...shared,
      label: unit,
      labelSize: 18,
      size: PRICE_AXIS_WIDTH - 18,
      values: (_, ticks) => ticks.map((tick) => grouped(tick.toFixed(digitsOf(stepOf(ticks))))),
    },
  ];
}

export function line(label, name, more) {
  return {
    label,
    stroke: color(name),
    width: 1.5,
    points: { show: false },
    paths: uPlot.paths.stepped({ align: 1 }),
    ...more,
  };
}
