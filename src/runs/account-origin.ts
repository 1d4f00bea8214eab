/** Who said what the client's account holds (F19): the fidelity sheet tells it. Types only. */
export interface AccountOrigin {
  readonly cashFrom: 'scenario' | 'orders';
  readonly positionsFrom: 'scenario' | 'orders';
}
