/**
 * The whole rewording before it is applied: as it was beside as it will be.
 */

import { side } from "./draft_changes.js";
import { h, kbd } from "./dom.js";
import { t } from "./texts.js";

/**
 * @param {string} before
 * @param {string} after
 * @param {{apply: () => void, cancel: () => void}} actions
 */
export function review(before, after, actions) {
  return h(
    "section",
    { class: "draft-review", role: "group", "aria-label": t("draft.review") },
    h(
      "div",
      { class: "draft-sides" },
      h("div", {}, h("h3", {}, t("draft.review.before")), side(before, after, "gone")),
      h("div", {}, h("h3", {}, t("draft.review.after")), side(before, after, "new")),
    ),
    h(
      "p",
      { class: "draft-actions" },
      h("button", { type: "button", class: "primary", "data-review": "apply", onclick: actions.apply }, t("draft.review.apply"), kbd("Enter")),
      h("button", { type: "button", class: "quiet", "data-review": "cancel", onclick: actions.cancel }, t("draft.review.cancel"), kbd("Esc")),
    ),
  );
}
