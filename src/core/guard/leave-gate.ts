/**
 * The last guard, `mayLeave` (SCH-2, S10, S11): synchronous, asked by the transport in the same tick as the send, so
 * that nothing comes between check and wire. It re-reads everything: the shared kill switch (an error vetoes), the
 * guards of `order-guards.ts`, the child, the age of the market data the decision saw, and `validUntil`.
 * A veto comes back as the outcome `not-sent`.
 */
import { lengthText } from '../ground/length-text.js';
import { tooOldText } from './market-conditions.js';
import type { EffectCommand, ReplaceCommand, SubmitCommand } from '../state/command.js';
import type { EngineConfig } from '../state/config.js';
import type { ChildState, State } from '../state/state.js';
import type { QuoteView, Veto } from '../order/outcome.js';
import type { RiskStore } from '../ports.js';
import type { EpochMicros } from '../ground/units.js';
import { type Sending, limitsOf } from './limits.js';
import { orderVeto } from './order-guards.js';
import { isReducing } from './reducing.js';
import { atVenue } from '../state/venue-clock.js';

export interface LeaveContext {
  readonly state: State;
  readonly config: EngineConfig;
  readonly riskStore: RiskStore;
  /** What the market shows of a symbol in this instant. */
  readonly quoteOf: (symbol: string) => QuoteView;
}

/** Null = it may leave. Cancels always may: they only reduce risk (RSK-1). */
export function mayLeave(
  context: LeaveContext,
  command: EffectCommand,
  now: EpochMicros,
): Veto | null {
  if (command.kind === 'cancel') return null;
  if (command.kind === 'replace') return replaceVeto(context, command, now);
  const { state } = context;
  const child = state.children.get(command.clientOrderId);
  const parent = child === undefined ? undefined : state.parents.get(child.parentId);
  if (child === undefined || parent === undefined) {
    return { code: 'child-not-pending', text: `no such order: ${command.clientOrderId}` };
  }
  return (
    riskStoreVeto(context.riskStore) ??
    orderVeto(context, { parent, ...sendingOf(context, child, command), at: now }) ??
    pendingVeto(child, command) ??
    ageVeto(context.config, child, now) ??
    validityVeto(command, atVenue(state, now))
  );
}

/** The market is looked at only where something is limited. */
function sendingOf(
  context: LeaveContext,
  child: ChildState,
  { terms }: Pick<SubmitCommand, 'terms'>,
): Omit<Sending, 'at'> {
  const quote = limitsOf(context) === null ? null : context.quoteOf(terms.symbol).quote;
  return { terms, child, quote };
}

/** A replace passes the guards of its successor; one that only asks for less, those of nothing but its own age. */
function replaceVeto(
  context: LeaveContext,
  { clientOrderId, newClientOrderId }: ReplaceCommand,
  now: EpochMicros,
): Veto | null {
  const { state, riskStore } = context;
  const child = state.children.get(clientOrderId);
  const next = state.children.get(newClientOrderId);
  const parent = next === undefined ? undefined : state.parents.get(next.parentId);
  if (child === undefined || next?.chain === undefined || parent === undefined)
    return { code: 'child-not-pending', text: `no such order: ${newClientOrderId}` };
  if (child.cancel.reason !== null || next.cancel.reason !== null)
    return { code: 'child-not-pending', text: 'its cancel was asked for' };
  if (next.stage.kind !== 'sending')
    return { code: 'child-not-pending', text: `order is ${next.stage.kind}` };
  const late = validityVeto(next.submit, atVenue(state, now));
  if (late !== null) return late;
  const { terms, chain } = next;
  if (isReducing(child, { total: chain.total, limitPrice: terms.limitPrice })) return null;
  const sending = sendingOf(context, next, { terms });
  return riskStoreVeto(riskStore) ?? orderVeto(context, { parent, ...sending, at: now });
}

function riskStoreVeto(riskStore: RiskStore): Veto | null {
  try {
    return riskStore.engaged()
      ? { code: 'kill-switch', text: 'kill switch engaged in the risk store' }
      : null;
  } catch (error) {
    return {
      code: 'risk-store-error',
      text: error instanceof Error ? error.message : String(error),
    };
  }
}

function pendingVeto(child: ChildState, command: SubmitCommand): Veto | null {
  if (child.cancel.reason !== null)
    return { code: 'child-not-pending', text: 'its cancel was asked for' };
  const { stage, submit } = child;
  return stage.kind === 'sending' && submit.attempts === command.attempt
    ? null
    : {
        code: 'child-not-pending',
        text: `order is ${stage.kind} after attempt ${submit.attempts}`,
      };
}

function ageVeto(config: EngineConfig, child: ChildState, now: EpochMicros): Veto | null {
  const { quoteAliveAt } = child.submit;
  // Released without market data by `onMarketDataError: proceed`: there is no age to hold it to.
  if (quoteAliveAt === null) return null;
  const age = now - quoteAliveAt;
  const limit = config.earlyStop.quoteMaxAge;
  return age <= limit ? null : { code: 'quote-too-old', text: tooOldText(age, limit) };
}

const validityVeto = (command: Pick<SubmitCommand, 'validUntil'>, now: EpochMicros): Veto | null =>
  command.validUntil === null || now <= command.validUntil
    ? null
    : {
        code: 'valid-until-passed',
        text: `its validity ended ${lengthText(now - command.validUntil)} ago`,
      };
