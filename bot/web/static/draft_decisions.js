/**
 * What was decided about the findings of one draft: remembered for the person, reported to the server.
 */

import { ApiError, decide } from "./api.js";

/**
 * A rule was wrong here, or it was right and its words stay for a reason: the first counts against the rule.
 */
const AGAINST_THE_RULE = new Set(["not_a_violation", "quotation"]);

export class Decisions {
  /** @type {Map<string, {reason: string, rule: string}>} by rule and words */
  #reasons = new Map();
  /** @type {Map<string, object>} reports that wait until the server knows that the rule was shown */
  #waiting = new Map();
  /** @type {Set<string>} rules that the server has noted as shown on this draft */
  #shown = new Set();
  /** @type {Set<string>} rules whose outcome has been told */
  #told = new Set();
  #id;
  #settle;

  /**
   * @param {() => string} id of the draft
   * @param {() => void} settle asks for a check that notes what is shown
   */
  constructor(id, settle) {
    this.#id = id;
    this.#settle = settle;
  }

  /** @returns {string | undefined} why a finding stays; the same words under the same rule are decided once */
  reasonFor(finding) {
    return this.#reasons.get(keyOf(finding))?.reason;
  }

  leave(finding, reason) {
    this.#reasons.set(keyOf(finding), { reason, rule: finding.rule });
    const against = AGAINST_THE_RULE.has(reason);
    this.#tell({ rule: finding.rule, outcome: against ? "dismissed" : "sent_anyway", reason });
  }

  reconsider(finding) {
    this.#reasons.delete(keyOf(finding));
    this.#told.delete(finding.rule);
  }

  fixed(finding) {
    this.#tell({ rule: finding.rule, outcome: "fixed" });
  }

  /**
   * The server has noted these as shown.
   *
   * @param {import("./draft_findings.js").Found[]} found
   */
  shown(found) {
    for (const { rule } of found) this.#shown.add(rule);
    for (const [rule, decision] of this.#waiting) {
      if (!this.#shown.has(rule)) continue;
      this.#waiting.delete(rule);
      void this.#send(decision);
    }
  }

  /**
   * The draft is sent: what was shown before and is found no more was mended by hand.
   *
   * @param {import("./draft_findings.js").Found[]} left
   */
  finish(left) {
    const still = new Set(left.map((finding) => finding.rule));
    for (const rule of this.#shown) if (!still.has(rule) && !this.#told.has(rule)) this.#tell({ rule, outcome: "fixed" });
  }

  /** A new draft begins. */
  clear() {
    this.#reasons.clear();
    this.#waiting.clear();
    this.#shown.clear();
    this.#told.clear();
  }

  /** @returns {Array<[string, {reason: string, rule: string}]>} to be kept over a reload */
  get saved() {
    return [...this.#reasons];
  }

  set saved(pairs) {
    this.#reasons = new Map(pairs);
  }

  #tell(decision) {
    this.#told.add(decision.rule);
    if (this.#shown.has(decision.rule)) {
      void this.#send(decision);
      return;
    }
    this.#waiting.set(decision.rule, decision);
    this.#settle();
  }

  /** Reports never hold the consultant up: one that fails is dropped. */
  async #send(decision) {
    try {
      await decide(this.#id(), decision);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

function keyOf({ rule, text }) {
  return `${rule} ${text.toLocaleLowerCase()}`;
}
