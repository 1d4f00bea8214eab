/**
 * What a rule id looks like, and where ids stand in a text: requirements (TWAP-5), fill rules (F6), invariants (S2),
 * liveness (L4), faults (F:SUB2, or bare SUB2 where the catalogue is meant) and classes of incidents (F:incident K). The
 * properties P1 to P10 belong to FIL-14.
 */

const REQUIREMENTS = 'TWAP|SCH|FIL|DED|ORD|RSK|ALR|REC|RCV|SIG|API|SIM|LIV|DOC';
const FAULTS = 'MD|SUB|FIL|CAN|QRY|STR|CLK|PRC|DSK|RSK';
const ID = `(?:${REQUIREMENTS})-\\d+[a-z]?|(?:F:)?(?:${FAULTS})\\d+|F:incident [A-Z]|[FSL]\\d{1,2}`;

const CITED = new RegExp(`(?<![\\w.#&%-])(?:${ID})(?!\\w)`, 'g');
const WHOLE = new RegExp(`^(?:${ID})$`);
const BARE_FAULT = new RegExp(`^(?:${FAULTS})\\d+$`);
const PROPERTY = /^P(?:[1-9]|10)$/;

/** A fault has one name, with `F:`, so that FIL3 is not taken for FIL-3. */
const named = (id) => (BARE_FAULT.test(id) ? `F:${id}` : id);

export const isRuleId = (text) => WHOLE.test(text);

/** Every id in `text`, once, in the order of appearance. */
export const idsIn = (text) => [...new Set([...text.matchAll(CITED)].map(([id]) => named(id)))];

/** The ids a title opens with: "FIL-5 P5 F:CAN3: refused" has three. */
function headOf(title) {
  const head = [];
  for (const word of title.split(/[\s,]+/)) {
    const id = word.replace(/(\.\d+)?:?$/, '');
    if (isRuleId(id)) head.push(named(id));
    else if (PROPERTY.test(id)) head.push('FIL-14');
    else break;
    if (word.endsWith(':')) break;
  }
  return head;
}

/** The rules a test says it proves. "L2 tapes" and "L3 feeds" are depths of a book: L counts at the head alone. */
export function idsOfTitle(title) {
  const anywhere = idsIn(title).filter((id) => !id.startsWith('L') || id.startsWith('LIV'));
  return [...new Set([...headOf(title), ...anywhere])];
}
