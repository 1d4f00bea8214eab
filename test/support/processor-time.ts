/**
 * How many milliseconds of the processor this process has taken since: what others do on a busy machine is not counted. A wait is
 * not counted either; the test's own time limit ends that.
 */
export function processorTime(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
}
