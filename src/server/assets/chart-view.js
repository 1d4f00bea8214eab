/**
 * Which stretch of time the charts of one order show: the same in both. Set by dragging over a chart, by the buttons above it
 * (and + - arrows and 0 while one of them has the focus), by a fault's button; taken back by a double click or Reset.
 */
import { clock } from './chart-axes.js';

const IN = 0.5;
const PAN = 0.4;
/** Seconds that are shown at least. */
const SHORTEST = 0.02;

export class View {
  #whole = [0, 1];
  #shown = null;
  #told = new Set();

  /** The order's own time. */
  set whole(range) {
    this.#whole = range;
  }

  get whole() {
    return this.#whole;
  }

  get shown() {
    return this.#shown ?? this.#whole;
  }

  /** `tell` is called when another stretch is shown. */
  onChange(tell) {
    this.#told.add(tell);
  }

  show(from, to) {
    const [first, last] = this.#whole;
    const length = Math.min(Math.max(to - from, SHORTEST), last - first);
    const start = Math.min(Math.max(from, first), last - length);
    this.#set(length >= last - first ? null : [start, start + length]);
  }

  reset() {
    this.#set(null);
  }

  /** By `factor` around the middle. */
  zoom(factor) {
    const [from, to] = this.shown;
    const half = ((to - from) * factor) / 2;
    const middle = (from + to) / 2;
    this.show(middle - half, middle + half);
  }

  /** By a share of what is shown. */
  pan(share) {
    const [from, to] = this.shown;
    const by = (to - from) * share;
    this.show(from + by, to + by);
  }

  #set(shown) {
    this.#shown = shown;
    for (const tell of this.#told) tell();
  }
}

const ACTS = {
  in: (view) => view.zoom(IN),
  out: (view) => view.zoom(1 / IN),
  left: (view) => view.pan(-PAN),
  right: (view) => view.pan(PAN),
  reset: (view) => view.reset(),
};
const KEYS = {
  '+': 'in',
  '=': 'in',
  '-': 'out',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  0: 'reset',
  Escape: 'reset',
};

/** The buttons of one order: `bar` has them, and an output that says what is shown. */
export function bindTools(bar, view) {
  const output = bar.querySelector('output');
  const tell = () => {
    const [from, to] = view.shown;
    const digits = to - from < 10 ? 2 : 0;
    output.textContent = `${clock(from, digits)} to ${clock(to, digits)}`;
  };
  view.onChange(tell);
  tell();
  bar.addEventListener('click', ({ target }) => {
    const { act, from, to } = target.closest('button')?.dataset ?? {};
    if (act !== undefined) ACTS[act](view);
    if (from !== undefined) showBand(view, Number(from), Number(to));
  });
  bar.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || KEYS[event.key] === undefined) return;
    event.preventDefault();
    ACTS[KEYS[event.key]](view);
  });
  bar.hidden = false;
}

/** With as much of the time before and after it as it is long itself; at least a few seconds. */
function showBand(view, from, to) {
  const air = Math.max(to - from, 2);
  view.show(from - air, to + air);
}
