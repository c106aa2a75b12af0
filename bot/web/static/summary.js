/**
 * The lines around the list: how many, by what, of which version; and the honest word when there is no ready answer.
 */

import { byId, h, setText } from "./dom.js";
import { known, plural, t } from "./texts.js";

export class Summary {
  #on;
  #none = false;
  #shown = false;

  /** @param {{onHold: () => void}} on the operator copies the phrase that keeps the client on the line */
  constructor(on) {
    this.#on = on;
  }

  /** Whether a full answer is shown. */
  get shown() {
    return this.#shown;
  }

  /** Whether the operator has said that nothing fits. */
  get noneFitted() {
    return this.#none;
  }

  /** @param {object} answer a full answer */
  show(answer) {
    this.#none = false;
    this.#shown = true;
    const count = answer.candidates.length;
    const how = answer.words_only ? t("found.by_words") : t("found.by_meaning");
    const version = answer.kb_version === null ? "" : ` · ${t("found.version", { n: answer.kb_version })}`;
    setText(byId("summary"), count > 0 ? `${plural("found", count)} · ${how}${version}` : `${t("found.nothing")}${version}`);
    byId("none-fitted").hidden = false;
    this.#notice(this.#content(answer));
  }

  /** Thank for the report and say what to do without an answer. */
  markNoneFitted() {
    this.#none = true;
    byId("none-fitted").hidden = true;
    this.#notice(["none", t("none.thanks"), this.#ways(["ways.rung", "ways.reword", "ways.escalate"])]);
  }

  clear() {
    this.#none = false;
    this.#shown = false;
    setText(byId("summary"), "");
    byId("none-fitted").hidden = true;
    this.#notice(null);
  }

  /** @returns {[string, string, HTMLElement | null] | null} state, headline, what to do */
  #content(answer) {
    if (answer.candidates.length === 0) return ["nothing", t("unanswered.nothing"), this.#ways(["ways.reword", "ways.rung", "ways.mark"])];
    if (!answer.answered) return ["unanswered", t("unanswered.title"), this.#ways(["ways.mark"])];
    const rung = `rung.${answer.rung}`;
    return answer.rung !== "script" && known(rung) ? ["rung", t(rung), null] : null;
  }

  #notice(content) {
    const notice = byId("notice");
    const drawn = content ? `${content[0]}:${content[1]}` : "";
    if (notice.dataset.drawn === drawn) return;
    notice.dataset.drawn = drawn;
    notice.dataset.state = content?.[0] ?? "";
    notice.hidden = content === null;
    notice.replaceChildren(...(content ? [h("strong", {}, content[1]), content[2] ?? ""] : []));
  }

  /** What to do without a ready answer: hold the client, then go down the rungs. */
  #ways(keys) {
    const phrase = h(
      "button",
      { type: "button", class: "link", title: t("copy.speakable"), onclick: this.#on.onHold },
      `«${t("hold.phrase")}»`,
    );
    return h("ul", { class: "ways" }, h("li", {}, t("ways.hold"), " ", phrase), ...keys.map((key) => h("li", {}, t(key))));
  }
}
