/** A flag that has to be a whole number: it, or exit code 2 with what to write. */
export function wholeNumber(name, text, { least = 0, end = 2 ** 53 } = {}) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number < end) return number;
  const most = end === 2 ** 53 ? `${least} or more` : `from ${least} to ${end - 1}`;
  console.error(`--${name} ${text}\n  fix: a whole number, ${most}`);
  return process.exit(2);
}
