/**
 * The line that says whether a draft may be sent, and if not, why.
 */

import { LIMIT } from "./draft_request.js";
import { LANGUAGE, plural, t } from "./texts.js";

const NUMBER = new Intl.NumberFormat(LANGUAGE);

/**
 * @param {import("./draft_findings.js").Standing} standing
 * @returns {string}
 */
export function sentence(standing) {
  if (standing.state === "blocked") return t("draft.blocked", { what: what(standing) });
  if (standing.state === "decide") return t("draft.decide", { what: plural("draft.warnings", standing.undecided.length) });
  if (standing.state === "hint") return t("draft.hint", { what: plural("draft.hints", standing.hints) });
  return t(standing.state === "empty" ? "draft.empty" : "draft.clean");
}

/** What stands between the draft and its being sent. */
export function what({ errors, slots }) {
  return [errors > 0 && plural("draft.errors", errors), slots > 0 && plural("draft.slots", slots)].filter(Boolean).join(", ");
}

export function tooLong(points) {
  return t("draft.long", { n: NUMBER.format(points), limit: NUMBER.format(LIMIT) });
}

export function pasteTooLong(points) {
  return t("draft.paste", { n: NUMBER.format(points), limit: NUMBER.format(LIMIT) });
}

/**
 * Why the check is off.
 *
 * @param {import("./api.js").ApiError} error
 */
export function offReason(error) {
  if (error.kind === "session") return t("draft.off.session");
  if (error.code === "checker-loading") return t("draft.off.loading");
  if (error.code === "rules-unusable") return t("draft.off.unusable");
  if (error.kind === "offline") return t("draft.off.offline");
  if (error.kind === "limited") return t("draft.off.limited");
  if (error.kind === "large") return t("draft.off.large");
  return t("draft.off.server");
}
