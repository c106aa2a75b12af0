/**
 * What is known of a draft at this moment: findings that follow its text, and which of them is being dealt with.
 */

import { moved, readReport, same } from "./draft_findings.js";

/** @typedef {import("./draft_findings.js").Found} Found */

export class DraftState {
  /** @type {Found[]} */
  found = [];
  /** @type {import("./draft_findings.js").Report["rewrite"]} */
  rewrite = null;
  /** @type {Array<{entry: string, title: string, text: string}>} ready answers beside the draft */
  modules = [];
  /** @type {Found | null} the finding that is being looked at */
  active = null;
  /** @type {Found | null} the finding whose reasons for staying are shown */
  asking = null;
  /** The whole rewording is shown beside the text. */
  reviewing = false;

  /**
   * The text has changed: findings move with their words.
   *
   * @param {import("./draft_text.js").Edit} edit
   * @param {boolean} checkable whether the text can be checked at all
   */
  edit(edit, checkable) {
    const follow = (finding) => finding && (moved([finding], edit)[0] ?? null);
    const [active, asking] = [follow(this.active), follow(this.asking)];
    this.found = checkable ? moved(this.found, edit) : [];
    this.active = this.#again(active);
    this.asking = this.#again(asking);
    this.reviewing = false;
    if (!checkable) this.rewrite = null;
  }

  /**
   * A report on the text as it stands has come.
   *
   * @param {object} report
   * @param {string} text
   * @param {boolean} settled whether meaning was asked too; what it found stays until it is asked again
   * @returns {Found[]} what this report has found
   */
  report(report, text, settled) {
    const { found, rewrite } = readReport(report, text);
    const kept = settled ? [] : this.found.filter((old) => old.by === "meaning" && !found.some((one) => same(one, old)));
    this.found = [...found, ...kept.map((old) => ({ ...old, fixes: [] }))].sort((a, b) => a.start - b.start);
    this.active = this.#again(this.active);
    this.asking = this.#again(this.asking);
    this.rewrite = rewrite;
    if (settled) this.modules = (report.modules ?? []).slice(0, 2);
    return found;
  }

  /** The same finding among those of now. */
  #again(finding) {
    return finding && (this.found.find((other) => same(other, finding)) ?? null);
  }
}
