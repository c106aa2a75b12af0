/**
 * Which rows are listed and which is chosen: pure state, no page.
 */

/**
 * @typedef {object} Candidate
 * @property {string} entry
 * @property {string} kind
 * @property {string} title
 * @property {{text: string, marks: Array<[number, number]>}} excerpt
 * @property {string | null} speakable
 * @property {string} source
 * @property {string} audience
 * @property {number} confidence
 *
 * @typedef {object} Choice
 * @property {ReadonlyArray<Candidate>} rows
 * @property {string | null} chosen id of the chosen entry
 * @property {boolean} held the operator chose it himself: it must not move away from him
 */

/** @type {Choice} */
export const NOTHING = Object.freeze({ rows: [], chosen: null, held: false });

/**
 * Take over new candidates. A held row stays chosen by its id; if the newcomers lack it, it keeps its place in the list.
 *
 * @param {Choice} before
 * @param {ReadonlyArray<Candidate>} candidates best first
 * @returns {Choice}
 */
export function arrive(before, candidates) {
  const first = candidates[0]?.entry ?? null;
  if (!before.held) return { rows: candidates, chosen: first, held: false };
  if (candidates.some((row) => row.entry === before.chosen)) return { ...before, rows: candidates };
  const place = before.rows.findIndex((row) => row.entry === before.chosen);
  if (place < 0) return { rows: candidates, chosen: first, held: false };
  const rows = [...candidates];
  rows.splice(Math.min(place, rows.length), 0, before.rows[place]);
  return { ...before, rows };
}

/**
 * Move the choice by so many rows; it stops at the ends.
 *
 * @param {Choice} before
 * @param {number} by
 * @returns {Choice}
 */
export function move(before, by) {
  if (before.rows.length === 0) return before;
  const at = before.rows.findIndex((row) => row.entry === before.chosen);
  const to = Math.max(0, Math.min(before.rows.length - 1, at + by));
  return { ...before, chosen: before.rows[to].entry, held: true };
}

/**
 * @param {Choice} before
 * @param {string} entry
 * @returns {Choice}
 */
export function choose(before, entry) {
  return { ...before, chosen: entry, held: true };
}

/** The text has changed: the choice made for the old one holds no longer. */
export function released(before) {
  return { ...before, held: false };
}

/**
 * @param {Choice} choice
 * @returns {Candidate | null}
 */
export function chosenRow(choice) {
  return choice.rows.find((row) => row.entry === choice.chosen) ?? null;
}
