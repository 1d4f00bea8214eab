/** Which faults of a run are switched on, by their place in the scenario; all of them at first. Mutable, one a run. */
export class Switchboard {
  readonly #off = new Set<number>();

  isOn(place: number): boolean {
    return !this.#off.has(place);
  }

  turn(place: number, on: boolean): void {
    if (on) this.#off.delete(place);
    else this.#off.add(place);
  }
}
