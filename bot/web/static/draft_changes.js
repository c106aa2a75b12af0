/**
 * A change of text drawn for the eye and said for the ear.
 */

import { h } from "./dom.js";
import { wordDiff } from "./draft_text.js";
import { t } from "./texts.js";

/**
 * Before and after in one line: what goes is struck out, what comes is underlaid.
 *
 * @param {string} before
 * @param {string} after
 */
export function change(before, after) {
  const runs = wordDiff(before, after).map(({ kind, text }) =>
    kind === "same" ? text : h(kind === "gone" ? "del" : "ins", {}, text),
  );
  return h("span", { class: "draft-change", "aria-hidden": "true" }, ...runs);
}

/** Only one side of a change, as in a view of two columns. */
export function side(before, after, which) {
  const hidden = which === "gone" ? "new" : "gone";
  const runs = wordDiff(before, after)
    .filter(({ kind }) => kind !== hidden)
    .map(({ kind, text }) => (kind === "same" ? text : h(kind === "gone" ? "del" : "ins", {}, text)));
  return h("p", { class: "draft-text" }, ...runs);
}

/** The same change as a sentence. */
export function spoken(before, after) {
  if (after.trim() === "") return t("draft.fix.delete", { before: before.trim() });
  return t("draft.fix.replace", { before: before.trim(), after: after.trim() });
}
