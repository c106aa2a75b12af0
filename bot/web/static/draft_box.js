/**
 * The draft box: a reply is written here, what must not be sent is underlined, and mended by keyboard.
 *
 * Nothing is changed, copied or sent without the person. The text area stays the browser's own.
 */

import { spoken } from "./draft_changes.js";
import { DraftCheck } from "./draft_check.js";
import { Decisions } from "./draft_decisions.js";
import { Facts } from "./draft_facts.js";
import { DraftGate } from "./draft_gate.js";
import { findingAt, same, standing, stops } from "./draft_findings.js";
import { onKeys } from "./draft_keys.js";
import { REASONS } from "./draft_list.js";
import { Paper } from "./draft_paper.js";
import { isTooLong, newDraftId, requestBody } from "./draft_request.js";
import { offReason, pasteTooLong, sentence, tooLong } from "./draft_standing.js";
import { DraftState } from "./draft_state.js";
import { pointsIn, slotsOf } from "./draft_text.js";
import { DraftView } from "./draft_view.js";
import { t } from "./texts.js";

/** A reply that takes longer than this is spoken of. */
const SLOW_MS = 400;

let boxes = 0;

/**
 * @typedef {import("./draft_findings.js").Found} Found
 *
 * @typedef {object} Options
 * @property {(text: string) => Promise<boolean>} onCopy puts the reply on the clipboard; tells whether it is there
 * @property {(text: string, draftId: string) => Promise<boolean>} [onSend] sends it; without this copying is the end
 * @property {() => Record<string, unknown>} [context] what is known of the conversation: `customer_texts`,
 *   `client_name`, `local_time`, `order`, `sla`, `entry`; asked for at every check
 * @property {(error: import("./api.js").ApiError) => void} [onTrouble] the check is off
 * @property {(draft: object) => void} [save] keep the draft over a reload
 * @property {unknown} [saved] what was kept
 * @property {boolean} [facts] whether the line about the client is shown; true without it
 */

export class DraftBox {
  #options;
  #paper;
  #facts;
  #check;
  #decisions;
  #view;
  #id = newDraftId();
  #entry = "";
  #state = new DraftState();
  /** @type {import("./api.js").ApiError | null} why the check is off */
  #trouble = null;
  #gate;
  #slow = 0;

  /**
   * @param {HTMLElement} root
   * @param {Options} options
   */
  constructor(root, options) {
    boxes += 1;
    const prefix = `draft${boxes}`;
    const { onSend, facts = true } = options;
    this.#options = options;
    this.#paper = new Paper(
      { id: `${prefix}-text`, rows: "5", placeholder: t("draft.placeholder"), "aria-describedby": `${prefix}-state ${prefix}-help`, autocomplete: "off" },
      { edit: (edit) => this.#edited(edit) },
    );
    this.#facts = new Facts(prefix, () => this.refresh());
    this.#decisions = new Decisions(() => this.#id, () => void this.#check.now(true));
    this.#check = new DraftCheck({
      request: () => this.#request(),
      report: (report, asked) => this.#reported(report, asked.settled),
      failure: (error) => this.#failed(error),
    });
    this.#gate = new DraftGate({
      text: () => this.text,
      check: () => this.#check.now(true),
      standing: () => this.#standing(),
      stops: () => stops(this.text, this.#state.found),
      trouble: () => this.#trouble,
      look: (stop) => this.#look(stop),
      refuse: (why) => this.#view.message(why),
    });
    const actions = this.#actions();
    this.#view = new DraftView(root, prefix, this.#paper, facts && this.#facts.element, { sends: Boolean(onSend) }, actions);
    onKeys(root, this.#paper.area, actions);
    this.#listen();
    this.#restore(options.saved);
    this.#draw();
  }

  get text() {
    return this.#paper.text;
  }

  focus() {
    this.#paper.area.focus();
  }

  /**
   * Put a text where the caret is, or instead of everything; the person can take it back with Ctrl+Z. Selected words
   * stay: whoever inserts from elsewhere does not look at them, and has it added to the end.
   *
   * @param {string} text
   * @param {{entry?: string, whole?: boolean}} [options] entry of the knowledge base that the text is from
   */
  insert(text, { entry = "", whole = false } = {}) {
    const { area } = this.#paper;
    const at = area.selectionStart === area.selectionEnd ? area.selectionEnd : this.text.length;
    const [start, end] = whole ? [0, this.text.length] : [at, at];
    const lead = start > 0 && !/\s$/.test(this.text.slice(0, start)) ? " " : "";
    const trail = end < this.text.length && !/^[\s.,!?…]/.test(this.text.slice(end)) ? " " : "";
    if (this.#overflows(start, end, text)) return;
    if (entry) this.#entry = entry;
    this.#change({ start, end, text: lead + text + trail });
  }

  /** A new draft for another client: empty, with nothing known. Ctrl+Z brings the text back. */
  clear() {
    this.#begin();
    this.#facts.values = {};
    this.#paper.write({ start: 0, end: this.text.length, text: "" });
    this.#view.message("");
    this.#draw();
    this.#save();
  }

  /** What is known of the conversation has changed: check again. */
  refresh() {
    this.#check.changed();
    this.#later();
    this.#save();
  }

  /** What buttons and keys do; one that returns false leaves its key to the page. */
  #actions() {
    const orStep = (act) => (this.#state.active ? act(this.#state.active) : this.#step(1));
    return {
      finish: () => void this.#finish(),
      copy: () => void this.#copy(),
      fresh: () => this.clear(),
      next: () => this.#step(1),
      previous: () => this.#step(-1),
      slot: () => this.#nextSlot(),
      fix: (n) => orStep((finding) => void this.#apply(finding, n)),
      leaveActive: () => orStep((finding) => this.#ask(finding)),
      reason: (n) => this.#view.pressReason(n),
      all: () => void (this.#state.reviewing ? this.#applyAll() : this.#review()),
      applyAll: () => void this.#applyAll(),
      escape: () => this.#escape(),
      look: (finding) => this.#look(finding),
      apply: (finding, n) => void this.#apply(finding, n),
      ask: (finding) => this.#ask(finding),
      leave: (finding, reason) => this.#leave(finding, reason),
      reconsider: (finding) => this.#reconsider(finding),
      replace: (n) => this.#useModule(n, true),
      insert: (n) => this.#useModule(n, false),
    };
  }

  /** What is written from here on is another draft. */
  #begin() {
    this.#id = newDraftId();
    this.#entry = "";
    this.#state.modules = [];
    this.#decisions.clear();
  }

  #edited(edit) {
    if (this.text === "") this.#begin();
    this.#state.edit(edit, !isTooLong(this.text));
    this.#view.message("");
    this.#check.changed();
    this.#underline();
    this.#later();
    this.#save();
  }

  #request() {
    if (this.text.trim() === "" || isTooLong(this.text)) return null;
    const entry = this.#entry ? { entry: this.#entry } : {};
    return requestBody(this.text, this.#id, { ...entry, ...this.#options.context?.(), ...this.#facts.values });
  }

  #reported(report, settled) {
    const found = this.#state.report(report, this.text, settled);
    this.#trouble = null;
    if (settled) this.#decisions.shown(found);
    this.#draw();
  }

  #failed(error) {
    this.#trouble = error;
    this.#draw();
    this.#options.onTrouble?.(error);
  }

  #standing() {
    return standing(this.text, this.#state.found, (finding) => this.#decisions.reasonFor(finding) !== undefined);
  }

  /** Look at a finding or an open place: select its words and say what is wrong. */
  #look(stop) {
    this.#paper.select(stop);
    if (stop.slot) {
      this.#state.active = null;
      this.#draw();
      this.#view.say(t("draft.slot.here", { text: stop.text.slice(1, -1) }));
      return;
    }
    this.#activate(stop);
    const [fix] = stop.fixes;
    const head = { severity: t(`draft.severity.${stop.severity}`), n: this.#state.found.indexOf(stop) + 1, of: this.#state.found.length, text: stop.text };
    const way = fix ? `Alt+Enter: ${spoken(fix.before, fix.after)}` : (stop.advice[0] ?? "");
    this.#view.say(`${t("draft.finding.here", head)} ${stop.why} ${way}`.trim());
  }

  #activate(finding) {
    if (finding !== this.#state.active) this.#state.asking = null;
    this.#state.active = finding;
    this.#draw();
    if (finding !== null) void this.#check.now(true); // what a person looks at is noted as shown
  }

  #step(by) {
    const all = stops(this.text, this.#state.found);
    if (all.length === 0) {
      this.#view.say(this.#view.sentence);
      this.focus();
      return;
    }
    const { selectionStart: start, selectionEnd: end } = this.#paper.area;
    const here = all.findIndex((stop) => stop.start === start && stop.end === end);
    const after = all.findIndex((stop) => stop.end > start);
    const before = all.findLastIndex((stop) => stop.start < start);
    const to = here >= 0 ? here + by : by > 0 ? Math.max(after, 0) : before;
    this.#look(all[(to + all.length) % all.length]);
  }

  /** Tab goes through the open places behind the caret; without one it does what it does everywhere. */
  #nextSlot() {
    const next = slotsOf(this.text).find((slot) => slot.start > this.#paper.area.selectionStart);
    if (next) this.#look({ ...next, slot: true });
    return next !== undefined;
  }

  async #apply(finding, n) {
    const fresh = await this.#freshly(() => this.#state.found.find((other) => same(other, finding)));
    const fix = fresh?.fixes[n];
    if (!fix) return;
    this.#decisions.fixed(fresh);
    this.#change(fix.edit);
  }

  async #review() {
    const rewrite = await this.#freshly(() => this.#state.rewrite);
    if (!rewrite) {
      if (this.#state.found.length > 0 && this.#check.isDone()) this.#view.message(t("draft.review.none"));
      return;
    }
    this.#state.reviewing = true;
    this.#draw();
    this.#view.showReview(this.text, rewrite.text);
    this.#view.say(t("draft.review.say", { text: rewrite.text }));
  }

  async #applyAll() {
    const rewrite = await this.#freshly(() => this.#state.rewrite);
    if (!rewrite) return;
    for (const finding of this.#state.found) if (finding.severity !== "suggestion") this.#decisions.fixed(finding);
    this.#change(rewrite.edit);
  }

  /** Change the text; the first place to fill in is selected then: the person just types. */
  #change(edit) {
    this.#state.active = null;
    this.#state.reviewing = false;
    this.#paper.write(edit);
    const end = edit.start + edit.text.length;
    const slots = slotsOf(this.text);
    const first = slots.find((slot) => slot.start >= edit.start && slot.start < end) ?? slots[0];
    this.#paper.select(first ?? { start: end, end });
    this.#draw();
    if (first) this.#view.say(t("draft.slot.here", { text: first.text.slice(1, -1) }));
    void this.#check.now(false);
  }

  /**
   * What a report on the text as it stands has; null when there is none, or the text has changed meanwhile.
   *
   * @template T
   * @param {() => T | null | undefined} take
   */
  async #freshly(take) {
    const { text } = this;
    const done = await this.#check.now(false);
    if (text !== this.text) return null;
    if (!done && this.#trouble) this.#view.message(offReason(this.#trouble));
    return done ? (take() ?? null) : null;
  }

  #ask(finding) {
    if (finding.severity === "suggestion") {
      this.#leave(finding, REASONS.at(-1));
      return;
    }
    this.#state.active = finding;
    this.#state.asking = finding;
    this.#view.message("");
    this.#draw();
    this.#view.showReasons();
  }

  #leave(finding, reason) {
    this.#state.asking = null;
    this.#decisions.leave(finding, reason);
    this.#decided();
  }

  #reconsider(finding) {
    this.#decisions.reconsider(finding);
    this.#decided();
  }

  #decided() {
    this.#view.message("");
    this.#draw();
    this.focus();
    this.#view.say(this.#view.sentence);
    this.#save();
  }

  #useModule(n, whole) {
    const module = this.#state.modules[n];
    if (module) this.insert(module.text, { entry: module.entry, whole });
  }

  /** Send the reply, or copy it where it is sent from elsewhere. */
  #finish() {
    const { onSend } = this.#options;
    return onSend ? this.#go((text) => onSend(text, this.#id), "draft.sent") : this.#copy();
  }

  #copy() {
    return this.#go(this.#options.onCopy, "draft.copied");
  }

  async #go(run, done) {
    if (!(await this.#gate.pass(run))) return;
    this.#decisions.finish(this.#state.found);
    this.#view.message(t(done), "done");
  }

  /** Leave the reasons or the review; tells whether there was one. */
  #escape() {
    if (!this.#state.reviewing && !this.#state.asking) return false;
    this.#state.reviewing = false;
    this.#state.asking = null;
    this.#draw();
    this.focus();
    return true;
  }

  #overflows(start, end, text) {
    const next = this.text.slice(0, start) + text + this.text.slice(end);
    if (next.length <= this.text.length || !isTooLong(next)) return false;
    this.#view.message(pasteTooLong(pointsIn(text)));
    return true;
  }

  #underline() {
    const marks = this.#state.found.map((finding) => ({ ...finding, decided: this.#decisions.reasonFor(finding) !== undefined }));
    const slots = isTooLong(this.text) ? [] : slotsOf(this.text).map((slot) => ({ ...slot, severity: "slot" }));
    this.#paper.underline([...marks, ...slots], this.#state.active);
  }

  #draw() {
    clearTimeout(this.#slow);
    this.#underline();
    this.#view.draw({
      line: this.#line(),
      found: this.#state.found,
      active: this.#state.active,
      asking: this.#state.asking,
      reviewing: this.#state.reviewing,
      rewrite: this.#state.rewrite !== null && this.#state.found.length > 0,
      modules: this.text.trim() === "" ? [] : this.#state.modules,
      reasonFor: (finding) => this.#decisions.reasonFor(finding),
    });
  }

  /** @returns {[string, string]} how things stand, and the sentence that says it */
  #line() {
    if (isTooLong(this.text)) return ["long", tooLong(pointsIn(this.text))];
    const now = this.#standing();
    if (this.#trouble && now.state !== "empty") return ["off", t("draft.off", { why: offReason(this.#trouble) })];
    return [now.state, sentence(now)];
  }

  /** Until the reply has come the line stays as it was, unless it is known already that the draft is blocked. */
  #later() {
    clearTimeout(this.#slow);
    const nothing = this.#request() === null;
    if (nothing || this.#trouble || this.#standing().state === "blocked") this.#draw();
    if (!nothing && !this.#trouble) this.#slow = setTimeout(() => this.#view.checking(), SLOW_MS);
  }

  #save() {
    this.#options.save?.({ text: this.text, id: this.#id, entry: this.#entry, facts: this.#facts.values, decisions: this.#decisions.saved });
  }

  #restore(saved) {
    if (typeof saved?.text !== "string") return;
    this.#paper.load(saved.text);
    if (typeof saved.id === "string") this.#id = saved.id;
    if (typeof saved.entry === "string") this.#entry = saved.entry;
    if (Array.isArray(saved.decisions)) this.#decisions.saved = saved.decisions;
    this.#facts.values = saved.facts;
    this.#check.changed();
  }

  #listen() {
    const { area } = this.#paper;
    area.addEventListener("click", () => this.#atCaret());
    area.addEventListener("keyup", (event) => /^(?:Arrow|Home|End|Page)/.test(event.code) && !event.altKey && this.#atCaret());
    area.addEventListener("beforeinput", (event) => {
      if (!event.inputType.startsWith("insertFrom")) return;
      const text = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
      if (this.#overflows(area.selectionStart, area.selectionEnd, text)) event.preventDefault();
    });
  }

  /** The person has put the caret on an underline: show what it is about. */
  #atCaret() {
    const { area } = this.#paper;
    if (area.selectionStart !== area.selectionEnd) return;
    const here = findingAt(this.#state.found, area.selectionStart);
    if (here !== this.#state.active) this.#activate(here);
  }
}
