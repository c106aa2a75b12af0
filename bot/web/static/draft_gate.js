/**
 * What a reply must pass before it is copied or sent.
 */

import { isTooLong } from "./draft_request.js";
import { offReason, tooLong, what } from "./draft_standing.js";
import { pointsIn } from "./draft_text.js";
import { t } from "./texts.js";

export class DraftGate {
  #draft;
  #busy = false;
  /** The text that may go unchecked, because its author said so while the check was off. */
  #unchecked = "";

  /**
   * @param {object} draft
   * @param {() => string} draft.text
   * @param {() => Promise<boolean>} draft.check by rules and by meaning; tells whether the text as it stands is checked
   * @param {() => import("./draft_findings.js").Standing} draft.standing
   * @param {() => Array<object>} draft.stops findings and open places
   * @param {() => import("./api.js").ApiError | null} draft.trouble why the check is off
   * @param {(stop: object) => void} draft.look
   * @param {(why: string) => void} draft.refuse
   */
  constructor(draft) {
    this.#draft = draft;
  }

  /**
   * Let a draft go if nothing stands against it; otherwise say what does, and lead there.
   *
   * @param {(text: string) => Promise<boolean>} run copies or sends
   * @returns {Promise<boolean>} whether it is gone
   */
  async pass(run) {
    if (this.#busy) return false;
    this.#busy = true;
    try {
      const text = this.#draft.text();
      const why = await this.#objection(text);
      if (why) this.#draft.refuse(why);
      return why === "" && text === this.#draft.text() && (await run(text));
    } finally {
      this.#busy = false;
    }
  }

  /** @returns {Promise<string>} empty when there is none */
  async #objection(text) {
    if (text.trim() === "") return t("draft.refused.empty");
    if (isTooLong(text)) return tooLong(pointsIn(text));
    const checked = await this.#draft.check();
    if (text !== this.#draft.text()) return "";
    const standing = this.#draft.standing();
    if (standing.state === "blocked") {
      this.#draft.look(this.#draft.stops().find((stop) => stop.slot || stop.severity === "error"));
      return t("draft.refused.blocked", { what: what(standing) });
    }
    if (standing.state === "decide") {
      const [first] = standing.undecided;
      this.#draft.look(first);
      return t("draft.refused.decide", { text: first.text });
    }
    if (checked || this.#unchecked === text) return "";
    this.#unchecked = text;
    const trouble = this.#draft.trouble();
    return t("draft.refused.unchecked", { why: trouble ? offReason(trouble) : t("draft.off.server") });
  }
}
