/**
 * What the checker has found, in the page's own offsets, and how it stands: pure state, no page.
 */

import { joinedEdit, shifted, slotsOf, unitsOf } from "./draft_text.js";

/** The rule under which the checker lists open places; the page sees those by itself, at every keystroke. */
const SLOT_RULE = "SLOT";

/**
 * @typedef {import("./draft_text.js").Edit} Edit
 *
 * @typedef {object} Fix
 * @property {Edit} edit one edit for the whole fix
 * @property {string} before the words it replaces, with their neighbours
 * @property {string} after
 *
 * @typedef {object} Found
 * @property {string} rule
 * @property {"error" | "warning" | "suggestion"} severity
 * @property {number} start
 * @property {number} end
 * @property {string} text as it was checked
 * @property {string} why
 * @property {Fix[]} fixes
 * @property {string[]} advice
 * @property {"rule" | "meaning"} by
 *
 * @typedef {object} Report
 * @property {Found[]} found
 * @property {{edit: Edit, text: string} | null} rewrite
 */

/**
 * Read a report of the server.
 *
 * @param {object} report
 * @param {string} text the text that was checked
 * @returns {Report}
 */
export function readReport(report, text) {
  const unit = unitsOf(text);
  const inUnits = (edit) => ({ start: unit(edit.start), end: unit(edit.end), text: edit.text });
  const found = report.findings
    .filter((finding) => finding.rule !== SLOT_RULE)
    .map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      start: unit(finding.start),
      end: unit(finding.end),
      text: finding.text,
      why: finding.why,
      by: finding.by,
      fixes: fixesOf(finding.fixes, text, inUnits),
      advice: finding.fixes.map((fix) => fix.advice).filter(Boolean),
    }))
    .filter((finding) => finding.start < finding.end);
  const edits = (report.rewrite?.edits ?? []).map(inUnits);
  const rewrite = edits.length > 0 ? { edit: joinedEdit(text, edits), text: report.rewrite.text } : null;
  return { found, rewrite };
}

function fixesOf(offers, text, inUnits) {
  const seen = new Set();
  const fixes = [];
  for (const offer of offers) {
    if (offer.edits.length === 0) continue;
    const edits = offer.edits.map(inUnits);
    const edit = joinedEdit(text, edits);
    const key = JSON.stringify(edit);
    if (seen.has(key)) continue;
    seen.add(key);
    const start = Math.min(...edits.map((one) => one.start));
    const end = Math.max(...edits.map((one) => one.end));
    fixes.push({
      edit,
      before: text.slice(start, end),
      after: text.slice(start, edit.start) + edit.text + text.slice(edit.end, end),
    });
  }
  return fixes;
}

/**
 * The findings after an edit of the text; those whose words were cut into are gone.
 *
 * @param {Found[]} found
 * @param {Edit} edit
 * @returns {Found[]}
 */
export function moved(found, edit) {
  return found.map((finding) => shifted(finding, edit)).filter((finding) => finding !== null);
}

/** Tell whether two findings are the same one, though the text around it has changed. */
export function same(a, b) {
  return a.rule === b.rule && a.start === b.start;
}

/**
 * The finding that a caret stands in or at; of several the shortest.
 *
 * @param {Found[]} found
 * @param {number} caret
 */
export function findingAt(found, caret) {
  const here = found.filter((finding) => finding.start <= caret && caret <= finding.end);
  return here.sort((a, b) => a.end - a.start - (b.end - b.start))[0] ?? null;
}

/** Findings and open places in the order of the text: what F8 goes through. */
export function stops(text, found) {
  const slots = slotsOf(text).map((slot) => ({ ...slot, slot: true }));
  return [...found, ...slots].sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * @typedef {object} Standing how a draft stands
 * @property {"empty" | "blocked" | "decide" | "hint" | "clean"} state
 * @property {number} errors
 * @property {number} slots
 * @property {Found[]} undecided warnings that wait for a decision
 * @property {number} hints
 *
 * @param {string} text
 * @param {Found[]} found
 * @param {(finding: Found) => boolean} decided whether a warning may stay
 * @returns {Standing}
 */
export function standing(text, found, decided) {
  const errors = found.filter((finding) => finding.severity === "error").length;
  const slots = slotsOf(text).length;
  const undecided = found.filter((finding) => finding.severity === "warning" && !decided(finding));
  const hints = found.filter((finding) => finding.severity === "suggestion" && !decided(finding)).length;
  const state = text.trim() === "" ? "empty"
    : errors + slots > 0 ? "blocked"
      : undecided.length > 0 ? "decide"
        : hints > 0 ? "hint"
          : "clean";
  return { state, errors, slots, undecided, hints };
}
