/**
 * The copilot beside a conversation: entries for what the customer wrote last, questions to ask, words to say.
 */

import { ApiError, ask, entry, pick } from "./api.js";
import { confidenceBar, kindBadge } from "./badges.js";
import { byId, h, kbd } from "./dom.js";
import { rich } from "./richtext.js";
import { t } from "./texts.js";

/** Keys of the first suggestions, by their place on the keyboard. */
export const KEYS = ["Z", "X", "C"];
const SHOWN = 5;
const LONGEST_QUESTION = 1000;

export class Copilot {
  #place = byId("suggestions");
  #asked = byId("asked");
  #field = /** @type {HTMLInputElement} */ (byId("copilot-field"));
  #on;
  #question = "";
  #answer = null;
  #flight = /** @type {AbortController | null} */ (null);
  #next = 0;

  /**
   * @param {object} on
   * @param {(text: string, entry: string) => void} on.insert
   * @param {(error: ApiError) => void} on.failed
   */
  constructor(on) {
    this.#on = on;
    this.#field.addEventListener("change", () => void this.about(this.#field.value));
  }

  /** Candidates that have words to say. */
  get modules() {
    return (this.#answer?.candidates ?? []).filter((one) => one.speakable);
  }

  /** Look for entries about a text, unless they are shown already. */
  async about(text) {
    const question = text.trim().slice(-LONGEST_QUESTION);
    if (question === this.#question) return;
    this.#question = question;
    this.#flight?.abort();
    this.#answer = null;
    this.#next = 0;
    this.#draw();
    if (question === "") return;
    this.#flight = new AbortController();
    try {
      this.#answer = await ask(question, "full", this.#flight.signal);
      this.#draw();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind === "stale") return;
      this.#question = "";
      this.#on.failed(error);
    }
  }

  focus() {
    this.#field.focus();
    this.#field.select();
  }

  /** Put the words of the nth suggestion into the reply. */
  use(n) {
    const candidate = this.#answer?.candidates[n];
    if (!candidate) return;
    this.#on.insert(candidate.speakable ?? candidate.excerpt.text, candidate.entry);
    if (this.#answer.question_id) pick(this.#answer.question_id, candidate.entry, "copied").catch(() => {});
  }

  /** Put the next leading question into the reply. */
  askNext() {
    const questions = this.#answer?.ask_first ?? [];
    if (questions.length === 0) return;
    const question = questions[this.#next % questions.length];
    this.#next += 1;
    this.#on.insert(question.question, "");
  }

  #draw() {
    const answer = this.#answer;
    this.#asked.textContent = this.#question ? t("chats.copilot.about", { text: this.#question.slice(0, 160) }) : t("chats.copilot.idle");
    const questions = answer?.ask_first ?? [];
    this.#place.replaceChildren(...[
      this.#question && !answer && h("p", { class: "small" }, t("chats.copilot.looking")),
      answer && !answer.answered && h("p", { class: "doubt" }, t(answer.candidates.length > 0 ? "unanswered.title" : "unanswered.nothing")),
      questions.length > 0 &&
        h(
          "section",
          { class: "leading" },
          h("h3", {}, t("card.ask_first"), kbd("Alt", "A")),
          h("ol", {}, ...questions.map(({ question }) => h("li", {}, h("button", { type: "button", class: "link", onclick: () => this.#on.insert(question, "") }, question)))),
        ),
      ...(answer?.candidates ?? []).slice(0, SHOWN).map((candidate, at) => this.#suggestion(candidate, at)),
    ].filter(Boolean));
  }

  #suggestion(candidate, at) {
    const whole = h("div", { class: "prose" });
    const details = h("details", {}, h("summary", {}, t("chats.copilot.whole")), whole);
    details.addEventListener("toggle", () => void this.#open(candidate.entry, details, whole));
    return h(
      "article",
      { class: "suggestion", "data-entry": candidate.entry },
      h("p", { class: "suggestion-head" }, kindBadge(candidate.kind), confidenceBar(candidate.confidence)),
      h("h3", {}, candidate.title),
      h("p", { class: "suggestion-text" }, candidate.speakable ?? candidate.excerpt.text),
      h(
        "p",
        {},
        h("button", { type: "button", "aria-label": `${t("draft.insert")}: ${candidate.title}`, onclick: () => this.use(at) }, t("draft.insert"), at < KEYS.length && kbd("Alt", KEYS[at])),
      ),
      details,
    );
  }

  async #open(id, details, whole) {
    if (!details.open || whole.childNodes.length > 0) return;
    try {
      const found = await entry(id);
      whole.replaceChildren(rich(found.html));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      whole.textContent = t(error.kind === "missing" ? "card.missing" : "card.failed");
    }
  }
}
