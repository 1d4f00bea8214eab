/** Why a read was asked; decides what its answer is used for. */
export type ReadPurpose =
  | 'arrival'
  | 'early-stop'
  | 'poll'
  | 'final-check'
  | 'verify-cancel'
  /** An order that the venue calls filled without showing that it is. */
  | 'verify-end'
  | 'ledger'
  | 'absence'
  | 'clock'
  /** FIL-7. */
  | 'position'
  /** REC-5: a page of the list, and an order about which list and belief differ. */
  | 'open-orders'
  | 'listed';
