/**
 * Conversations as the server offers them to staff.
 */

import { ApiError, call, failure } from "./api.js";

const ROOT = "/api/v1/conversations";
const UPLOAD_MS = 60_000;

/** @param {string} box */
export function list(box, cursor = null) {
  const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
  return call(`${ROOT}?box=${box}${more}`);
}

/** @param {string} words */
export function search(words) {
  return call(`${ROOT}/search?q=${encodeURIComponent(words)}`);
}

/** @param {string} id */
export function dossier(id) {
  return call(of(id));
}

export function earlier(id, before) {
  return call(`${of(id)}/messages?before=${before}&limit=100`);
}

export function edits(id, seq) {
  return call(`${of(id)}/messages/${seq}/edits`);
}

export function colleagues() {
  return call("/api/v1/colleagues");
}

/**
 * @param {string} id
 * @param {"take" | "release" | "pass" | "return" | "close"} name
 * @param {object} [body]
 */
export function act(id, name, body = {}) {
  return call(`${of(id)}/${name}`, body);
}

export function note(id, body) {
  return call(`${of(id)}/note`, body);
}

export function reply(id, body) {
  return call(`${of(id)}/reply`, body);
}

export function retry(id, seq) {
  return call(`${of(id)}/messages/${seq}/retry`, {});
}

/** Where a file is shown from. */
export function fileUrl(file) {
  return `${ROOT}/files/${encodeURIComponent(file)}`;
}

/**
 * @param {string} id
 * @param {File} file
 */
export async function upload(id, file) {
  let response;
  try {
    response = await fetch(`${of(id)}/files?name=${encodeURIComponent(file.name.slice(-200) || "file")}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: file,
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(UPLOAD_MS),
    });
    if (response.ok) return await response.json();
  } catch {
    throw new ApiError("offline");
  }
  throw await failure(response);
}

function of(id) {
  return `${ROOT}/${encodeURIComponent(id)}`;
}
