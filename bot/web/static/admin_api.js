/**
 * Calls that change something: an answer, or an error with the server's own sentence.
 */

import { LANGUAGE, t } from "./texts.js";

const TIMEOUT_MS = 10_000;

/**
 * @param {"POST" | "DELETE"} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>} the reply's JSON, null where there is none
 */
export async function send(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        Accept: "application/json",
        "Accept-Language": LANGUAGE,
        ...(body ? { "Content-Type": "application/json" } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 204) return null;
    const reply = await response.json();
    if (response.ok) return reply;
    if (reply.detail) throw new RefusedError(reply.detail);
  } catch (error) {
    if (error instanceof RefusedError) throw error;
  }
  throw new RefusedError(t("people.offline"));
}

/** What the server has against a call, in a sentence for people. */
export class RefusedError extends Error {}
