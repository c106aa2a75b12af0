/**
 * Ready answers of the knowledge base that say what the draft wants to say.
 */

import { h, kbd } from "./dom.js";
import { t } from "./texts.js";

/** The keys of the first and the second answer. */
const KEYS = ["Q", "W"];

/**
 * @param {HTMLElement} place
 * @param {Array<{entry: string, title: string, text: string}>} modules
 * @param {{replace: (at: number) => void, insert: (at: number) => void}} actions
 */
export function drawModules(place, modules, actions) {
  const drawn = JSON.stringify(modules);
  if (place.dataset.drawn === drawn) return;
  place.dataset.drawn = drawn;
  place.hidden = modules.length === 0;
  place.replaceChildren(
    h("h3", {}, t("draft.modules")),
    h(
      "ul",
      {},
      ...modules.map((module, at) =>
        h(
          "li",
          { class: "draft-module", "data-entry": module.entry },
          h("h4", {}, module.title),
          h("p", {}, module.text),
          h(
            "p",
            { class: "draft-actions" },
            h("button", { type: "button", "data-module": "replace", "aria-label": t("draft.modules.replace.named", { title: module.title }), onclick: () => actions.replace(at) }, t("draft.modules.replace"), kbd("Alt", KEYS[at])),
            h("button", { type: "button", class: "quiet", "data-module": "insert", "aria-label": t("draft.modules.insert.named", { title: module.title }), onclick: () => actions.insert(at) }, t("draft.modules.insert"), kbd("Alt", "Shift", KEYS[at])),
          ),
        ),
      ),
    ),
  );
}
