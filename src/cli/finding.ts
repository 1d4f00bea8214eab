/** What `squall doctor` found. */
export interface Finding {
  readonly name: string;
  /** `note`: worth knowing, nothing is broken. */
  readonly state: 'ok' | 'note' | 'bad';
  readonly text: string;
}
