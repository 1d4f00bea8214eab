/** A report on the terminal: on one screen, or in full. */
import type { Report } from '../report/schema/report.js';
import { pageOf } from '../report/text/page.js';
import { screenReport } from '../report/text/screen-report.js';
import { fullReport } from '../report/text/text-report.js';
import type { World } from './world.js';

export function tellReport(
  world: World,
  report: Report,
  {
    full = false,
    quoteAssets,
  }: { readonly full?: boolean | undefined; readonly quoteAssets: ReadonlyMap<string, string> },
): void {
  const { program, columns } = world;
  const told = { page: pageOf(columns), quoteAssets, program };
  world.tell(full ? fullReport(report, told) : screenReport(report, told));
}
