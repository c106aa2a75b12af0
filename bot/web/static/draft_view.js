/**
 * What the draft box looks like: its parts, and how each state of a draft is drawn and said.
 */

import { h, kbd, setText } from "./dom.js";
import { drawList } from "./draft_list.js";
import { drawModules } from "./draft_modules.js";
import { review } from "./draft_review.js";
import { t } from "./texts.js";

const ANNOUNCE_MS = 800;

/**
 * @typedef {object} Drawn
 * @property {[string, string]} line how things stand, and the sentence that says it
 * @property {import("./draft_findings.js").Found[]} found
 * @property {import("./draft_findings.js").Found | null} active
 * @property {import("./draft_findings.js").Found | null} asking the one whose reasons for staying are shown
 * @property {boolean} reviewing
 * @property {boolean} rewrite whether there is a whole rewording
 * @property {Array<object>} modules
 * @property {(finding: import("./draft_findings.js").Found) => string | undefined} reasonFor
 */

export class DraftView {
  #parts;
  #paper;
  #actions;
  #saying = 0;
  #said = "";

  /**
   * @param {HTMLElement} root
   * @param {string} prefix of the ids
   * @param {import("./draft_paper.js").Paper} paper
   * @param {HTMLElement | false} facts
   * @param {{sends: boolean}} options
   * @param {object} actions what the buttons do
   */
  constructor(root, prefix, paper, facts, { sends }, actions) {
    this.#paper = paper;
    this.#actions = actions;
    const parts = {
      state: h("p", { class: "draft-state", id: `${prefix}-state` }, h("span", { class: "draft-sign", "aria-hidden": "true" }), h("span", {})),
      message: h("p", { class: "draft-message", role: "alert", hidden: true }),
      list: h("ul", { class: "draft-list", "aria-label": t("draft.findings") }),
      review: h("div", { hidden: true }),
      modules: h("section", { class: "draft-modules", "aria-label": t("draft.modules"), hidden: true }),
      live: h("div", { class: "visually-hidden", role: "status", "aria-live": "polite" }),
      finish: h("button", { type: "button", class: "primary draft-finish", onclick: () => actions.finish() }, h("span", {}, t(sends ? "draft.send" : "draft.copy")), kbd("Ctrl", "Enter")),
      all: h("button", { type: "button", class: "draft-all", hidden: true, onclick: actions.all }, h("span", {}, t("draft.all")), kbd("Alt", "Shift", "Enter")),
    };
    const copy = sends && h("button", { type: "button", class: "draft-copy", onclick: actions.copy }, t("draft.copy"));
    const fresh = h("button", { type: "button", class: "quiet draft-fresh", onclick: actions.fresh }, t("draft.fresh"), kbd("Alt", "N"));
    this.#parts = parts;
    root.append(
      h(
        "div",
        { class: "draft-box" },
        facts,
        h("label", { class: "visually-hidden", for: `${prefix}-text` }, t("draft.label")),
        h("p", { class: "visually-hidden", id: `${prefix}-help` }, t("draft.help")),
        paper.element,
        h("div", { class: "draft-head" }, parts.state, fresh),
        parts.message,
        h("p", { class: "draft-bar" }, parts.finish, copy, parts.all),
        parts.review,
        parts.list,
        parts.modules,
        parts.live,
      ),
    );
  }

  /** The sentence that says how things stand. */
  get sentence() {
    return this.#parts.state.textContent;
  }

  /** @param {Drawn} drawn */
  draw(drawn) {
    this.#line(drawn.line);
    const { list, review: place, all, modules } = this.#parts;
    list.hidden = drawn.reviewing || drawn.found.length === 0;
    place.hidden = !drawn.reviewing;
    if (!drawn.reviewing) place.replaceChildren();
    all.hidden = !drawn.rewrite || drawn.reviewing;
    drawList(list, drawn.found, drawn, this.#actions);
    drawModules(modules, drawn.modules, this.#actions);
  }

  /** Only a slow reply is worth a word. */
  checking() {
    this.#parts.state.dataset.state = "checking";
    setText(this.#parts.state.lastElementChild, t("draft.checking"));
  }

  /** @param {"trouble" | "done"} [tone] */
  message(text, tone = "trouble") {
    const { message } = this.#parts;
    message.dataset.tone = tone;
    message.hidden = text === "";
    setText(message, text);
  }

  /** Tell a screen reader at once. */
  say(text) {
    clearTimeout(this.#saying);
    setText(this.#parts.live, text);
  }

  /** The first reason for leaving a finding has the focus. */
  showReasons() {
    this.#parts.list.querySelector("[data-reason]")?.focus();
  }

  /** Press the nth reason that is shown. */
  pressReason(n) {
    this.#parts.list.querySelectorAll("[data-reason]")[n]?.click();
  }

  /** Show a rewording beside the text; applying it has the focus. */
  showReview(before, after) {
    this.#parts.review.replaceChildren(review(before, after, { apply: this.#actions.applyAll, cancel: this.#actions.escape }));
    this.#parts.review.querySelector("[data-review=apply]").focus();
  }

  #line([state, text]) {
    const { state: place, finish } = this.#parts;
    place.dataset.state = state;
    setText(place.lastElementChild, text);
    finish.setAttribute("aria-disabled", String(["empty", "blocked", "long"].includes(state)));
    this.#paper.area.setAttribute("aria-invalid", String(state === "blocked" || state === "long"));
    // A screen reader is told once typing has stopped, and of what is new only.
    if (text === this.#said) return;
    this.#said = text;
    clearTimeout(this.#saying);
    if (state !== "empty") this.#saying = setTimeout(() => setText(this.#parts.live, text), ANNOUNCE_MS);
  }
}
