import { executeRun, prepareScenario } from '/work/wt/eng/src/runs/execute-run.js';
import { completeScenario } from '/work/wt/eng/src/runs/instrument-from-data.js';
import { readText } from '/work/wt/eng/src/runs/scenario/load.js';
const file = process.argv[2]!; const n = Number(process.argv[3]);
const sets = process.argv.slice(4);
for (const engine of ['robust','plain','naive']) {
  const loaded = await completeScenario(file, readText(file), { set: [`execution.engine=${engine}`, ...sets] });
  const prepared = await prepareScenario(loaded);
  const t={runs:0, act:0, doubled:0, lost:0, either:0, eitherAct:0, viol:0, violRuns:0, late:0, missed:0, exec:0, calm:0, calmBad:0, timeouts:0, crash:0, delay:0, dn:0};
  const by: Record<string,[number,number]> = {};
  const ids: Record<string, number> = {};
  for (let seed=1; seed<=n; seed++) {
    let run; try { run = executeRun(prepared,{seed}); } catch(e) { t.crash++; if(t.crash<3) console.log(seed, (e as Error).message); continue; }
    const r = run.report; run.close(); t.runs++;
    const exec = new Map<string,number>();
    for (const e of run.finished.ledger!.executions) exec.set('all',(exec.get('all')??0)+e.quantity);
    const asked = 12000000; 
    const filled = [...run.finished.projection.parents.values()].reduce((s,p)=>s+(p as any).filled,0);
    const q = [...run.finished.projection.parents.values()].reduce((s,p)=>s+(p as any).request.quantity,0);
    const e = exec.get('all')??0;
    const d = e>q, l = e!==filled;
    const kinds = Object.keys(r.faults).filter(k=>r.faults[k]!>0);
    const act = kinds.some(k=>['ack-lost','late-arrival','stream-loss','stream-gap'].includes(k)) ;
    for (const k of kinds) { const b=by[k]??=[0,0]; b[0]++; if (d||l) b[1]++; }
    if (kinds.length===0) { t.calm++; if (d||l) t.calmBad++; }
    t.act+=+act; t.doubled+=+d; t.lost+=+l; t.either+=+(d||l); t.eitherAct+=+(act&&(d||l));
    const v=r.invariants.violations!.length; t.viol+=v; t.violRuns+=+(v>0); for (const x of r.invariants.violations!) ids[x.id]=(ids[x.id]??0)+1;
    t.late+=r.truth.fillsLate!; t.missed+=r.truth.fillsMissed!; t.exec+=r.truth.executions!; t.timeouts+=r.detection.timeouts;
    if (r.detection.meanMs!==null){t.delay+=r.detection.meanMs;t.dn++;}
  }
  console.log(engine, JSON.stringify(t), 'mean ms', Math.round(t.delay/t.dn), JSON.stringify(ids));
  if (engine!=='robust') console.log(JSON.stringify(by));
}
