/**
 * Offsets, edits and places to fill in of a draft: pure functions over UTF-16 strings.
 *
 * The server counts code points; everything else in the page counts UTF-16 units, as the text area does.
 */

/** What a person has yet to fill in; the same notation as the checker's. */
const OPEN_SLOT = /\[(?:укажите|предложите|state|offer) [^[\]\n]{1,60}\]/g;

/**
 * @typedef {object} Edit replace the units from `start` to `end` by `text`
 * @property {number} start
 * @property {number} end
 * @property {string} text
 *
 * @typedef {{start: number, end: number}} Span
 */

/**
 * A function from code points to UTF-16 units of this text; offsets beyond it end at its end.
 *
 * @param {string} text
 * @returns {(point: number) => number}
 */
export function unitsOf(text) {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return (point) => Math.min(Math.max(point, 0), text.length);
  const units = [0];
  for (const point of text) units.push(units.at(-1) + point.length);
  return (point) => units[Math.min(Math.max(point, 0), units.length - 1)];
}

/** How many code points a text has, as the server's limit counts them. */
export function pointsIn(text) {
  let points = 0;
  for (const _ of text) points += 1;
  return points;
}

/**
 * The one edit that leads from a text to the next. Where several would do, as in doubled letters, the caret tells.
 *
 * @param {string} before
 * @param {string} after
 * @param {number} [caret] where the caret stands in `after`
 * @returns {Edit}
 */
export function editBetween(before, after, caret = after.length) {
  const shorter = Math.min(before.length, after.length);
  let tail = 0;
  while (tail < Math.min(shorter, after.length - caret) && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  let head = 0;
  while (head < shorter - tail && before[head] === after[head]) head += 1;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { start: head, end: before.length - tail, text: after.slice(head, after.length - tail) };
}

/**
 * Where a span stands after an edit: moved by edits before it, stretched by those within it.
 *
 * @template {Span} T
 * @param {T} span
 * @param {Edit} edit
 * @returns {T | null} null when the edit has cut into an end of it: its words are others now
 */
export function shifted(span, edit) {
  const by = edit.text.length - (edit.end - edit.start);
  if (edit.start >= span.end) return span;
  if (edit.end <= span.start) return { ...span, start: span.start + by, end: span.end + by };
  if (edit.start > span.start && edit.end < span.end) return { ...span, end: span.end + by };
  return null;
}

/**
 * Put several edits into one, so that one step back undoes them together.
 *
 * @param {string} text
 * @param {ReadonlyArray<Edit>} edits that do not overlap
 * @returns {Edit} without what it would leave as it is at either end
 */
export function joinedEdit(text, edits) {
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  const start = ordered[0].start;
  let at = start;
  let written = "";
  for (const edit of ordered) {
    written += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return trimmed({ start, end: at, text: written }, text);
}

/** @returns {Edit} */
function trimmed(edit, text) {
  const was = text.slice(edit.start, edit.end);
  const inner = editBetween(was, edit.text);
  return { start: edit.start + inner.start, end: edit.start + inner.end, text: inner.text };
}

/**
 * @param {string} text
 * @returns {Array<Span & {text: string}>} the open places, in order
 */
export function slotsOf(text) {
  return Array.from(text.matchAll(OPEN_SLOT), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  }));
}

/** Above this the two texts are shown as replaced as a whole: comparing takes time by the product of lengths. */
const DIFF_LIMIT = 250_000;

/** A kept word is worth more than any spaces and commas between other words. */
const WORD_WEIGHT = 12;

/**
 * @typedef {{kind: "same" | "gone" | "new", text: string}} Change
 *
 * @param {string} before
 * @param {string} after
 * @returns {Change[]} as many words kept as can be (a heaviest common subsequence, after Wagner and Fischer 1974)
 */
export function wordDiff(before, after) {
  const a = before.match(/[\p{L}\p{M}\p{N}]+|\s+|[^]/gu) ?? [];
  const b = after.match(/\[[^\]]*\]|[\p{L}\p{M}\p{N}]+|\s+|[^]/gu) ?? [];
  if (a.length * b.length > DIFF_LIMIT) return glued([["gone", before], ["new", after]]);
  const width = b.length + 1;
  const weight = a.map((token) => (/[\p{L}\p{N}]/u.test(token) ? WORD_WEIGHT : 1));
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j]
        ? common[(i + 1) * width + j + 1] + weight[i]
        : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const steps = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      steps.push(["same", a[i]]);
      i += 1;
      j += 1;
    } else if (j === b.length || (i < a.length && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      steps.push(["gone", a[i]]);
      i += 1;
    } else {
      steps.push(["new", b[j]]);
      j += 1;
    }
  }
  return calm(steps);
}

/** Join neighbours; a lone space or comma kept between two changes only makes them harder to read. */
function calm(steps) {
  const runs = glued(steps);
  const kept = runs.map((run, at) => {
    const lone = run.kind === "same" && !/[\p{L}\p{N}]/u.test(run.text) && at > 0 && at < runs.length - 1;
    return lone ? [["gone", run.text], ["new", run.text]] : [[run.kind, run.text]];
  });
  const result = [];
  let gone = "";
  let added = "";
  const flush = () => {
    if (gone) result.push({ kind: "gone", text: gone });
    if (added) result.push({ kind: "new", text: added });
    gone = added = "";
  };
  for (const [kind, text] of kept.flat()) {
    if (kind === "gone") gone += text;
    else if (kind === "new") added += text;
    else {
      flush();
      result.push({ kind, text });
    }
  }
  flush();
  return result;
}

function glued(steps) {
  const runs = [];
  for (const [kind, text] of steps) {
    if (text === "") continue;
    if (runs.at(-1)?.kind === kind) runs.at(-1).text += text;
    else runs.push({ kind, text });
  }
  return runs;
}
