/** Where a text that is not JSON stops being JSON: what the parser of the machine says in some cases only. Pure. */

const TOKEN =
  /[ \t\r\n]*(?:("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([{}[\],:]))/uy;
const BLANKS = /[ \t\r\n]*/uy;

type Wants = 'value' | 'key' | 'colon' | 'comma';

interface Scan {
  wants: Wants;
  /** It has begun, and nothing is in it yet: its end may come. */
  fresh: boolean;
  readonly open: ('{' | '[')[];
}

/** Line and column, both from 1, of the first character that cannot stand there. */
export function jsonPlace(text: string): { readonly line: number; readonly column: number } {
  const before = text.slice(0, failsAt(text));
  const line = before.split('\n').length;
  return { line, column: before.length - before.lastIndexOf('\n') };
}

function failsAt(text: string): number {
  const scan: Scan = { wants: 'value', fresh: false, open: [] };
  let at = 0;
  for (;;) {
    BLANKS.lastIndex = at;
    BLANKS.exec(text);
    const start = BLANKS.lastIndex;
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (token === null || !follows(scan, token)) return start;
    at = TOKEN.lastIndex;
  }
}

/** Whether the token may stand where it stands; then the scan is one further. */
function follows(scan: Scan, [, quoted, plain, mark]: RegExpExecArray): boolean {
  if (scan.wants === 'comma' && scan.open.length === 0) return false;
  if (mark === '}' || mark === ']') return closes(scan, mark);
  scan.fresh = false;
  switch (scan.wants) {
    case 'colon':
      scan.wants = 'value';
      return mark === ':';
    case 'comma':
      scan.wants = scan.open.at(-1) === '{' ? 'key' : 'value';
      return mark === ',';
    case 'key':
      scan.wants = 'colon';
      return quoted !== undefined;
    case 'value':
      scan.wants = 'comma';
      return quoted !== undefined || plain !== undefined || opens(scan, mark);
  }
}

function opens(scan: Scan, mark: string | undefined): boolean {
  if (mark !== '{' && mark !== '[') return false;
  scan.open.push(mark);
  scan.wants = mark === '{' ? 'key' : 'value';
  scan.fresh = true;
  return true;
}

function closes(scan: Scan, mark: '}' | ']'): boolean {
  const { wants, fresh, open } = scan;
  if (wants !== 'comma' && !fresh) return false;
  if (open.pop() !== (mark === '}' ? '{' : '[')) return false;
  scan.wants = 'comma';
  scan.fresh = false;
  return true;
}
