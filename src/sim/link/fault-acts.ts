/** What a fault's verdict on a message is in the record of the run (core/order/fault-record.ts). */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { FaultAct } from '../../core/order/fault-record.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { ReplyVerdict, ReportVerdict, RequestVerdict } from '../fault/link-fault.js';
import type { LinkReply, LinkRequest } from './messages.js';

/** All but whose act it is. */
type Act = Omit<FaultAct, 'kind'>;

type Message = Omit<Act, 'at' | 'leg' | 'deed' | 'said'>;

export function requestAct(
  sent: LinkRequest,
  verdict: NonNullable<RequestVerdict>,
  at: EpochMicros,
): Act {
  const of = { at, leg: 'request', ...messageOf(sent) } as const;
  switch (verdict.kind) {
    case 'lose':
      return { deed: 'lost', said: '', ...of };
    case 'reply':
      return { deed: 'answered', said: saidBy(verdict.reply), ...of };
    case 'forward':
      return {
        deed: 'altered',
        said: verdict.reply === undefined ? '' : saidBy(verdict.reply),
        ...of,
      };
  }
}

export function answerAct(
  sent: LinkRequest,
  verdict: NonNullable<ReplyVerdict>,
  at: EpochMicros,
): Act {
  const of = { at, leg: 'answer', ...messageOf(sent) } as const;
  if (verdict.kind === 'instead') return { deed: 'altered', said: '', ...of };
  return { deed: 'lost', said: verdict.shape === 'timeout' ? '' : verdict.shape, ...of };
}

export const reportAct = (
  { symbol, clientOrderId, execType }: ExecutionReport,
  verdict: NonNullable<ReportVerdict>,
  at: EpochMicros,
): Act => ({
  at,
  path: 'stream',
  symbol,
  clientOrderId,
  message: 'report',
  leg: 'report',
  deed: verdict.kind === 'lose' ? 'lost' : 'altered',
  said: execType,
});

function messageOf({ request, path }: LinkRequest): Message {
  return {
    path,
    symbol:
      'symbol' in request
        ? request.symbol
        : request.kind === 'submit'
          ? request.terms.symbol
          : null,
    clientOrderId: 'clientOrderId' in request ? request.clientOrderId : null,
    message: request.kind,
  };
}

/** The venue's code where there is one. */
const saidBy = (reply: LinkReply): string =>
  reply.kind === 'rejected' ? `rejected, ${reply.code}` : reply.kind;
