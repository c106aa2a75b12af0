/**
 * The draft box: a reply is written here, what must not be sent is underlined, and mended by keyboard.
 *
 * Nothing is changed, copied or sent without the person. The text area stays the browser's own.
 */

import { DraftCheck } from "./draft_check.js";
import { Decisions } from "./draft_decisions.js";
import { Facts } from "./draft_facts.js";
import { findingAt, moved, readReport, same, standing, stops } from "./draft_findings.js";
import { draftCommand } from "./draft_keys.js";
import { drawList, REASONS } from "./draft_list.js";
import { drawModules } from "./draft_modules.js";
import { Paper } from "./draft_paper.js";
import { isTooLong, newDraftId, requestBody } from "./draft_request.js";
import { review } from "./draft_review.js";
import { offReason, pasteTooLong, sentence, tooLong, what } from "./draft_standing.js";
import { pointsIn, slotsOf } from "./draft_text.js";
import { spoken } from "./draft_changes.js";
import { h, kbd, setText } from "./dom.js";
import { t } from "./texts.js";

const SLOW_MS = 400;
const ANNOUNCE_MS = 800;

let boxes = 0;

/**
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
  #id = newDraftId();
  #entry = "";
  /** @type {import("./draft_findings.js").Found[]} */
  #found = [];
  /** @type {{edit: import("./draft_text.js").Edit, text: string} | null} */
  #rewrite = null;
  #modules = [];
  /** @type {import("./draft_findings.js").Found | null} */
  #active = null;
  /** @type {import("./draft_findings.js").Found | null} */
  #asking = null;
  #reviewing = false;
  #trouble = /** @type {import("./api.js").ApiError | null} */ (null);
  /** The text that may go unchecked, because its author said so while the check was off. */
  #unchecked = "";
  #finishing = false;
  #slow = 0;
  #saying = 0;
  #parts;

  /**
   * @param {HTMLElement} root
   * @param {Options} options
   */
  constructor(root, options) {
    boxes += 1;
    const prefix = `draft${boxes}`;
    this.#options = options;
    this.#paper = new Paper(
      { id: `${prefix}-text`, rows: 5, placeholder: t("draft.placeholder"), "aria-describedby": `${prefix}-state ${prefix}-help`, autocomplete: "off" },
      { edit: (edit) => this.#edited(edit) },
    );
    this.#facts = new Facts(prefix, () => this.#known());
    this.#decisions = new Decisions(() => this.#id, () => void this.#check.now(true));
    this.#check = new DraftCheck({
      request: () => this.#request(),
      report: (report, asked) => this.#reported(report, asked.settled),
      failure: (error) => this.#failed(error),
    });
    this.#parts = this.#build(root, prefix);
    this.#listen(root);
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
   * Put a text where the caret is, or instead of everything; the person can take it back with Ctrl+Z.
   *
   * @param {string} text
   * @param {{entry?: string, whole?: boolean}} [options] entry of the knowledge base that the text is from
   */
  insert(text, { entry = "", whole = false } = {}) {
    const { area } = this.#paper;
    const [start, end] = whole ? [0, this.text.length] : [area.selectionStart, area.selectionEnd];
    const lead = !whole && start > 0 && !/\s$/.test(this.text.slice(0, start)) ? " " : "";
    const trail = !whole && end < this.text.length && !/^[\s.,!?…]/.test(this.text.slice(end)) ? " " : "";
    if (this.#overflows(start, end, text)) return;
    if (entry) this.#entry = entry;
    const edit = { start, end, text: lead + text + trail };
    this.#paper.write(edit);
    this.#toSlot(edit);
    void this.#check.now(false);
  }

  /** A new draft for another client: empty, with nothing known. Ctrl+Z brings the text back. */
  clear() {
    this.#id = newDraftId();
    this.#entry = "";
    this.#decisions.clear();
    this.#facts.values = {};
    this.#message("");
    this.#paper.write({ start: 0, end: this.text.length, text: "" });
    this.#draw();
    this.#save();
  }

  /** The conversation behind the draft has changed: check again with what is known now. */
  refresh() {
    this.#known();
  }

  /**
   * Carry out a key's command.
   *
   * @returns {boolean} whether the key was for the box
   */
  #key(event) {
    const found = draftCommand(event, this.#where());
    if (!found) return false;
    const { name, n = 0 } = found;
    if (name === "escape") return this.#escape();
    if (name === "slot") return this.#nextSlot();
    const commands = {
      next: () => this.#step(1),
      previous: () => this.#step(-1),
      fix: () => (this.#active ? void this.#apply(this.#active, n) : this.#step(1)),
      all: () => (this.#reviewing ? void this.#applyAll() : void this.#review()),
      leave: () => (this.#active ? this.#ask(this.#active) : this.#step(1)),
      reason: () => this.#parts.list.querySelectorAll("[data-reason]")[n]?.click(),
      replace: () => this.#useModule(n, true),
      insert: () => this.#useModule(n, false),
      finish: () => void this.#finish(this.#options.onSend ?? this.#options.onCopy),
      copy: () => void this.#finish(this.#options.onCopy),
      fresh: () => this.clear(),
    };
    commands[name]();
    return true;
  }

  #where() {
    const focused = document.activeElement;
    if (focused === this.#paper.area) return "text";
    if (focused?.closest(".draft-reasons")) return "reasons";
    if (focused?.closest(".draft-list")) return "list";
    return "other";
  }

  #edited(edit) {
    this.#found = moved(this.#found, edit);
    this.#active = this.#found.find((finding) => this.#active && finding.rule === this.#active.rule && finding.text === this.#active.text) ?? null;
    if (isTooLong(this.text)) this.#found = [];
    this.#message("");
    this.#closeReview();
    this.#check.changed();
    this.#underline();
    this.#later();
    this.#save();
  }

  /** Something is known of the client that was not, or the other way round. */
  #known() {
    this.#check.changed();
    this.#later();
    this.#save();
  }

  #request() {
    if (this.text.trim() === "" || isTooLong(this.text)) return null;
    const entry = this.#entry ? { entry: this.#entry } : {};
    return requestBody(this.text, this.#id, { ...entry, ...this.#options.context?.(), ...this.#facts.values });
  }

  #reported(report, settled) {
    const { found, rewrite } = readReport(report, this.text);
    // What was found by meaning stays until meaning is asked again.
    const carried = settled ? [] : this.#found.filter((old) => old.by === "meaning" && !found.some((one) => same(one, old)));
    const before = this.#active;
    this.#found = [...found, ...carried.map((old) => ({ ...old, fixes: [] }))].sort((a, b) => a.start - b.start);
    this.#active = before && (this.#found.find((finding) => same(finding, before)) ?? null);
    this.#asking = this.#asking && (this.#found.find((finding) => same(finding, this.#asking)) ?? null);
    this.#rewrite = rewrite;
    this.#trouble = null;
    if (settled) {
      this.#modules = (report.modules ?? []).slice(0, 2);
      this.#decisions.shown(found);
    }
    this.#draw();
  }

  #failed(error) {
    this.#trouble = error;
    this.#draw();
    this.#options.onTrouble?.(error);
  }

  #standing() {
    return standing(this.text, this.#found, (finding) => this.#decisions.reasonFor(finding) !== undefined);
  }

  /** Look at a finding or an open place: select its words and say what is wrong. */
  #look(stop) {
    this.#paper.select(stop);
    if (stop.slot) {
      this.#active = null;
      this.#draw();
      this.#say(t("draft.slot.here", { text: stop.text.slice(1, -1) }));
      return;
    }
    this.#activate(stop);
    const stops = this.#found;
    const fix = stop.fixes[0];
    this.#say(
      [
        t("draft.finding.here", { severity: t(`draft.severity.${stop.severity}`), n: stops.indexOf(stop) + 1, of: stops.length, text: stop.text }),
        stop.why,
        fix ? `Alt+Enter: ${spoken(fix.before, fix.after)}` : stop.advice[0],
      ].filter(Boolean).join(" "),
    );
  }

  #activate(finding) {
    if (finding !== this.#active) this.#asking = null;
    this.#active = finding;
    this.#draw();
    if (finding === null) return;
    this.#parts.list.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
    void this.#check.now(true); // what a person looks at is noted as shown
  }

  #step(by) {
    const all = stops(this.text, this.#found);
    if (all.length === 0) {
      this.#say(this.#parts.state.textContent);
      this.focus();
      return;
    }
    const { selectionStart: start, selectionEnd: end } = this.#paper.area;
    const here = all.findIndex((stop) => stop.start === start && stop.end === end);
    let to;
    if (here >= 0) to = (here + by + all.length) % all.length;
    else if (by > 0) to = Math.max(0, all.findIndex((stop) => stop.end > start));
    else to = (all.findLastIndex((stop) => stop.start < start) + all.length) % all.length;
    this.#look(all[to]);
  }

  /** Tab goes through the open places behind the caret; without one it does what it does everywhere. */
  #nextSlot() {
    const next = slotsOf(this.text).find((slot) => slot.start > this.#paper.area.selectionStart);
    if (!next) return false;
    this.#look({ ...next, slot: true });
    return true;
  }

  /** After a change the first place to fill in is selected: the person just types. */
  #toSlot(edit) {
    const end = edit.start + edit.text.length;
    const slots = slotsOf(this.text);
    const first = slots.find((slot) => slot.start >= edit.start && slot.start < end) ?? slots[0];
    this.#paper.select(first ?? { start: end, end });
    if (first) this.#say(t("draft.slot.here", { text: first.text.slice(1, -1) }));
  }

  async #apply(finding, n) {
    const fresh = await this.#freshly(() => this.#found.find((other) => same(other, finding)));
    const fix = fresh?.fixes[n];
    if (!fix) return;
    this.#decisions.fixed(fresh);
    this.#change(fix.edit);
  }

  async #review() {
    const rewrite = await this.#freshly(() => this.#rewrite);
    if (!rewrite) {
      this.#message(t("draft.review.none"));
      return;
    }
    this.#reviewing = true;
    this.#parts.review.replaceChildren(
      review(this.text, rewrite.text, { apply: () => void this.#applyAll(), cancel: () => this.#escape() }),
    );
    this.#draw();
    this.#parts.review.querySelector("[data-review=apply]").focus();
    this.#parts.review.scrollIntoView({ block: "nearest" });
    this.#say(t("draft.review.say", { text: rewrite.text }));
  }

  async #applyAll() {
    const rewrite = await this.#freshly(() => this.#rewrite);
    if (!rewrite) return;
    for (const finding of this.#found) if (finding.severity !== "suggestion") this.#decisions.fixed(finding);
    this.#closeReview();
    this.#change(rewrite.edit);
  }

  #change(edit) {
    this.#active = null;
    this.#paper.write(edit);
    this.#toSlot(edit);
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
    if (!done && this.#trouble) this.#message(offReason(this.#trouble));
    return done ? (take() ?? null) : null;
  }

  #ask(finding) {
    if (finding.severity === "suggestion") {
      this.#leave(finding, REASONS.at(-1));
      return;
    }
    this.#active = finding;
    this.#asking = finding;
    this.#draw();
    const first = this.#parts.list.querySelector("[data-reason]");
    first?.focus({ preventScroll: true });
    first?.closest(".draft-finding").scrollIntoView({ block: "nearest" });
  }

  #leave(finding, reason) {
    this.#asking = null;
    this.#decisions.leave(finding, reason);
    this.#message("");
    this.#draw();
    this.focus();
    this.#say(this.#parts.state.textContent);
    this.#save();
  }

  #reconsider(finding) {
    this.#decisions.reconsider(finding);
    this.#draw();
    this.focus();
    this.#save();
  }

  #useModule(n, whole) {
    const module = this.#modules[n];
    if (module) this.insert(module.text, { entry: module.entry, whole });
  }

  /** Copy or send, once nothing stands against it. */
  async #finish(run) {
    if (this.#finishing) return;
    this.#finishing = true;
    try {
      if (await this.#mayGo()) await this.#go(run);
    } finally {
      this.#finishing = false;
    }
  }

  async #mayGo() {
    const { text } = this;
    if (text.trim() === "") return this.#refuse(t("draft.refused.empty"));
    if (isTooLong(text)) return this.#refuse(tooLong(pointsIn(text)));
    if (this.#standing().state === "blocked" && this.#check.isDone()) return this.#refuseStanding();
    const checked = await this.#check.now(true);
    if (text !== this.text) return false;
    if (["blocked", "decide"].includes(this.#standing().state)) return this.#refuseStanding();
    if (checked || this.#unchecked === text) return true;
    this.#unchecked = text;
    return this.#refuse(t("draft.refused.unchecked", { why: this.#trouble ? offReason(this.#trouble) : t("draft.off.server") }));
  }

  #refuseStanding() {
    const now = this.#standing();
    const stop = now.state === "decide" ? now.undecided[0] : stops(this.text, this.#found).find((one) => one.slot || one.severity === "error");
    this.#look(stop);
    return this.#refuse(now.state === "decide" ? t("draft.refused.decide", { text: stop.text }) : t("draft.refused.blocked", { what: what(now) }));
  }

  #refuse(why) {
    this.#message(why, "trouble");
    return false;
  }

  async #go(run) {
    const done = await run(this.text, this.#id);
    if (!done) return;
    this.#decisions.finish(this.#found);
    this.#message(t(run === this.#options.onSend ? "draft.sent" : "draft.copied"), "done");
  }

  #escape() {
    if (this.#reviewing || this.#asking) {
      this.#closeReview();
      this.#asking = null;
      this.#draw();
      this.focus();
      return true;
    }
    return false;
  }

  #closeReview() {
    if (!this.#reviewing) return;
    this.#reviewing = false;
    this.#parts.review.replaceChildren();
    this.#draw();
  }

  #overflows(start, end, text) {
    const next = this.text.length - (end - start) + text.length;
    if (next <= this.text.length || !isTooLong(this.text.slice(0, start) + text + this.text.slice(end))) return false;
    this.#message(pasteTooLong(pointsIn(text)), "trouble");
    return true;
  }

  #underline() {
    const marks = [
      ...this.#found.map((finding) => ({ ...finding, decided: this.#decisions.reasonFor(finding) !== undefined })),
      ...(isTooLong(this.text) ? [] : slotsOf(this.text)).map((slot) => ({ ...slot, severity: "slot" })),
    ];
    this.#paper.underline(marks, this.#active);
  }

  #draw() {
    clearTimeout(this.#slow);
    this.#underline();
    this.#drawState();
    const { list, review: place, all, modules } = this.#parts;
    list.hidden = this.#reviewing || this.#found.length === 0;
    place.hidden = !this.#reviewing;
    all.hidden = this.#rewrite === null || this.#found.length === 0;
    drawList(list, this.#found, { active: this.#active, asking: this.#asking, reasonFor: (finding) => this.#decisions.reasonFor(finding) }, {
      look: (finding) => this.#look(finding),
      apply: (finding, n) => void this.#apply(finding, n),
      ask: (finding) => this.#ask(finding),
      leave: (finding, reason) => this.#leave(finding, reason),
      reconsider: (finding) => this.#reconsider(finding),
    });
    drawModules(modules, this.text.trim() === "" ? [] : this.#modules, {
      replace: (n) => this.#useModule(n, true),
      insert: (n) => this.#useModule(n, false),
    });
  }

  #drawState() {
    const [state, text] = this.#line();
    const { state: place, box, copy } = this.#parts;
    place.dataset.state = state;
    setText(place.lastElementChild, text);
    box.dataset.state = state;
    copy.setAttribute("aria-disabled", String(["empty", "blocked", "long"].includes(state)));
    this.#paper.area.setAttribute("aria-invalid", String(state === "blocked" || state === "long"));
    this.#settleSaying(state === "empty" ? "" : text);
  }

  /** @returns {[string, string]} how things stand, and the sentence that says it */
  #line() {
    if (isTooLong(this.text)) return ["long", tooLong(pointsIn(this.text))];
    const now = this.#standing();
    if (this.#trouble && now.state !== "empty") return ["off", t("draft.off", { why: offReason(this.#trouble) })];
    return [now.state, sentence(now)];
  }

  /** Until the reply has come the line stays as it was; only a slow one is worth a word. */
  #later() {
    clearTimeout(this.#slow);
    if (this.#request() === null || this.#trouble || this.#standing().state === "blocked") {
      if (this.#request() === null) this.#rewrite = null;
      this.#draw();
      return;
    }
    this.#slow = setTimeout(() => {
      this.#parts.state.dataset.state = "checking";
      setText(this.#parts.state.lastElementChild, t("draft.checking"));
    }, SLOW_MS);
  }

  #message(text, tone = "trouble") {
    const { message } = this.#parts;
    message.dataset.tone = tone;
    message.hidden = text === "";
    setText(message, text);
  }

  /** Tell a screen reader at once. */
  #say(text) {
    clearTimeout(this.#saying);
    setText(this.#parts.live, text);
  }

  /** Tell a screen reader once typing has stopped. */
  #settleSaying(text) {
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => setText(this.#parts.live, text), ANNOUNCE_MS);
  }

  #save() {
    this.#options.save?.({ text: this.text, id: this.#id, entry: this.#entry, facts: this.#facts.values, decisions: this.#decisions.saved });
  }

  #restore(saved) {
    if (typeof saved?.text !== "string" || saved.text === "") return;
    this.#paper.load(saved.text);
    this.#id = typeof saved.id === "string" ? saved.id : this.#id;
    this.#entry = typeof saved.entry === "string" ? saved.entry : "";
    this.#facts.values = saved.facts;
    if (Array.isArray(saved.decisions)) this.#decisions.saved = saved.decisions;
    this.#check.changed();
    void this.#check.now(false);
  }

  #listen(root) {
    const { area } = this.#paper;
    root.addEventListener("keydown", (event) => {
      if (!this.#key(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
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
    const here = findingAt(this.#found, area.selectionStart);
    if (here !== this.#active) this.#activate(here);
  }

  #build(root, prefix) {
    const { onSend, onCopy, facts = true } = this.#options;
    const state = h("p", { class: "draft-state", id: `${prefix}-state` }, h("span", { class: "draft-sign", "aria-hidden": "true" }), h("span", {}));
    const message = h("p", { class: "draft-message", role: "alert", hidden: true });
    const list = h("ul", { class: "draft-list", "aria-label": t("draft.findings") });
    const reviewPlace = h("div", { hidden: true });
    const modules = h("section", { class: "draft-modules", "aria-label": t("draft.modules"), hidden: true });
    const live = h("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
    const copy = h(
      "button",
      { type: "button", class: "primary draft-finish", onclick: () => void this.#finish(onSend ?? onCopy) },
      h("span", {}, t(onSend ? "draft.send" : "draft.copy")),
      kbd("Ctrl", "Enter"),
    );
    const all = h("button", { type: "button", class: "draft-all", hidden: true, onclick: () => void this.#review() }, h("span", {}, t("draft.all")), kbd("Alt", "Shift", "Enter"));
    const fresh = h("button", { type: "button", class: "quiet draft-fresh", title: "Alt+N", onclick: () => this.clear() }, t("draft.fresh"));
    const box = h(
      "div",
      { class: "draft-box" },
      facts && this.#facts.element,
      h("label", { class: "visually-hidden", for: `${prefix}-text` }, t("draft.label")),
      h("p", { class: "visually-hidden", id: `${prefix}-help` }, t("draft.help")),
      this.#paper.element,
      state,
      message,
      h("p", { class: "draft-bar" }, copy, onSend && h("button", { type: "button", onclick: () => void this.#finish(onCopy) }, t("draft.copy")), all, fresh),
      reviewPlace,
      list,
      modules,
      live,
    );
    root.append(box);
    return { box, state, message, list, review: reviewPlace, modules, live, copy, all };
  }
}
