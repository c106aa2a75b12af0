/**
 * What the desk shows before anything is asked.
 */

import { byId, h } from "./dom.js";
import { t } from "./texts.js";

/**
 * @param {string[]} questions asked in this tab, newest first
 * @param {{onChoose: (text: string) => void, onClear: () => void}} on
 */
export function drawRecent(questions, on) {
  const place = byId("recent");
  place.hidden = questions.length === 0;
  place.replaceChildren(
    h(
      "div",
      { class: "block-head" },
      h("h2", {}, t("recent.title")),
      h("button", { type: "button", class: "quiet", onclick: on.onClear }, t("recent.clear")),
    ),
    h(
      "ul",
      {},
      ...questions.map((text) =>
        h("li", {}, h("button", { type: "button", class: "recent", onclick: () => on.onChoose(text) }, text)),
      ),
    ),
    h("p", { class: "small" }, t("recent.privacy")),
  );
}
