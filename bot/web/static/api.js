/**
 * The server as the desk sees it: a few calls and one kind of error.
 */

const TIMEOUT_MS = 10_000;

/**
 * Why a call has not brought an answer.
 *
 * `kind`: "offline" no connection or no reply in time · "session" not logged in · "limited" too many requests ·
 * "missing" no such entry · "large" more than the server takes · "refused" the server did not accept the request ·
 * "server" it failed · "stale" overtaken by a newer call.
 */
export class ApiError extends Error {
  /**
   * @param {string} kind
   * @param {number} [retryAfter] seconds the server asks to wait
   * @param {string} [code] the server's own name of the error
   * @param {string} [detail] the server's sentence about it
   */
  constructor(kind, retryAfter = 0, code = "", detail = "") {
    super(kind);
    this.name = "ApiError";
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.code = code;
    this.detail = detail;
  }
}

/**
 * @param {string} question
 * @param {"words" | "full"} mode
 * @param {AbortSignal} [signal]
 */
export function ask(question, mode, signal) {
  return call("/api/v1/ask", { question, mode, top: 8 }, signal);
}

/** @param {string} id */
export function entry(id) {
  return call(`/api/v1/entries/${encodeURIComponent(id)}`);
}

export function health() {
  return call("/api/v1/health");
}

/**
 * Report what the operator did with an answer.
 *
 * @param {string} question id that came with the answer
 * @param {string | null} entryId
 * @param {string} how "opened", "copied", "copied_full" or "none_fitted"
 */
export function pick(question, entryId, how) {
  return call(`/api/v1/questions/${encodeURIComponent(question)}/pick`, { entry: entryId, how });
}

/**
 * Check a draft.
 *
 * @param {object} draft body of the request
 * @param {AbortSignal} [signal]
 */
export function checkDraft(draft, signal) {
  return call("/api/v1/drafts/check", draft, signal);
}

/**
 * Report what was made of a finding.
 *
 * @param {string} draft id that the checks of this draft carried
 * @param {{rule: string, outcome: string, reason?: string}} decision
 */
export function decide(draft, decision) {
  return call(`/api/v1/drafts/${encodeURIComponent(draft)}/decisions`, decision);
}

/** One request; a body makes it a POST. */
export async function call(path, body, signal) {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response;
  try {
    response = await fetch(path, {
      method: body ? "POST" : "GET",
      headers: body ? { "Content-Type": "application/json", Accept: "application/json" } : { Accept: "application/json" },
      body: body ? JSON.stringify(body) : undefined,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (response.ok) return response.status === 204 ? null : await response.json();
  } catch {
    throw new ApiError(signal?.aborted ? "stale" : response ? "server" : "offline");
  }
  throw await failure(response);
}

/** What a response that is no success means; the name and the sentence are those of its problem document, if any. */
export async function failure(response) {
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // whatever else has come explains nothing
  }
  const retryAfter = seconds(response.headers.get("Retry-After"));
  return new ApiError(kindOf(response.status), retryAfter, String(problem?.code ?? ""), String(problem?.detail ?? ""));
}

function kindOf(status) {
  if (status === 401) return "session";
  if (status === 404) return "missing";
  if (status === 413) return "large";
  if (status === 429) return "limited";
  return status >= 500 ? "server" : "refused";
}

function seconds(header) {
  const value = Number(header);
  return Number.isFinite(value) && value > 0 ? Math.min(value, 300) : 0;
}
