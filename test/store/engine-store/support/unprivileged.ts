/** Does something as a user who may not do everything: nothing is forbidden to root. */
const NOBODY = 65_534;

export function unprivileged(use: () => void): void {
  if (process.geteuid?.() !== 0 || process.seteuid === undefined) {
    use();
    return;
  }
  process.seteuid(NOBODY);
  try {
    use();
  } finally {
    process.seteuid(0);
  }
}
