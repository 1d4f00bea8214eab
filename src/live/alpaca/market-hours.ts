/**
 * Whether Alpaca's market is open while it should be, asked once a minute: where its clock says that it is closed in the middle of a session, which is a halt
 * of the whole market or a closing that nobody announced, quotes are no market to trade on until it says otherwise. No answer changes nothing.
 * Mutable, one a connection.
 */
import { type Clock, LANE_WAKE, type TimerHandle } from '../../core/ground/clock.js';
import { sessionsOf } from '../../core/ground/calendar/calendar-of.js';
import type { Session } from '../../core/ground/calendar/session.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { type Micros, plus, seconds } from '../../core/ground/units.js';
import { numbersAsText } from '../rest/exact-json.js';
import { UnreadableError, fieldsOf } from '../rest/fields.js';
import type { AlpacaClient } from './alpaca-client.js';
import { type AskedAtStart, within } from './at-start.js';

const LOOK_EVERY: Micros = seconds(60);
/** Two clocks need not agree on an edge of a session. */
const EDGE: Micros = seconds(30);
const OK = 200;

export interface HoursOptions extends Pick<AskedAtStart, 'clock' | 'requestTimeout'> {
  readonly client: Pick<AlpacaClient, 'clock'>;
  /** Of the exchange whose clock is asked; all have its hours. */
  readonly instrument: Pick<Instrument, 'calendar' | 'venueDays'>;
  readonly onChange: (isClosed: boolean) => void;
}

export class MarketHours {
  readonly #options: HoursOptions;
  readonly #clock: Clock;
  #timer: TimerHandle | null = null;
  #isClosed = false;
  #isEnded = false;

  constructor(options: HoursOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#lookLater();
  }

  /** It says that it is closed, and should not be. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isEnded = true;
    if (this.#timer !== null) this.#clock.cancel(this.#timer);
  }

  #lookLater(): void {
    this.#timer = this.#clock.schedule(plus(this.#clock.now(), LOOK_EVERY), LANE_WAKE, () => {
      const session = this.#session();
      // Closed as it is to be: the next session begins with the benefit of the doubt. It has not opened, and so nobody is told.
      if (session === null) this.#isClosed = false;
      if (this.#shouldBeOpen(session)) void this.#look();
      else this.#lookLater();
    });
  }

  #session(): Session | null {
    return sessionsOf(this.#options.instrument).sessionAt(this.#clock.now());
  }

  #shouldBeOpen(session: Session | null): boolean {
    const now = this.#clock.now();
    return session !== null && now >= plus(session.open, EDGE) && plus(now, EDGE) < session.close;
  }

  async #look(): Promise<void> {
    const { client } = this.#options;
    const exchanged = await within(this.#options, (signal) => client.clock({ signal }));
    if (this.#isEnded) return;
    const isOpen =
      exchanged.kind === 'answered' && exchanged.status === OK ? openIn(exchanged.text) : null;
    if (isOpen !== null && this.#shouldBeOpen(this.#session())) this.#tell(!isOpen);
    this.#lookLater();
  }

  #tell(isClosed: boolean): void {
    if (isClosed === this.#isClosed) return;
    this.#isClosed = isClosed;
    this.#options.onChange(isClosed);
  }
}

/** Null where it does not say. */
function openIn(text: string): boolean | null {
  try {
    const { is_open: isOpen } = fieldsOf(numbersAsText(text), 'a clock');
    return typeof isOpen === 'boolean' ? isOpen : null;
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof SyntaxError) return null;
    throw error;
  }
}
