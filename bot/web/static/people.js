/**
 * The page of staff: invitations, roles, shutting out and letting in.
 *
 * The server draws the page; after a change it is asked to draw it again, so that it never shows what is not so.
 */

import { RefusedError, send } from "./admin_api.js";
import { byId } from "./dom.js";
import { LANGUAGE, t } from "./texts.js";

const main = document.querySelector("main");
// In the company's time, as on the page itself.
const MOMENT = new Intl.DateTimeFormat(LANGUAGE, {
  dateStyle: "long",
  timeStyle: "short",
  timeZone: main.dataset.zone,
});
const problem = byId("problem");
const linkDialog = byId("link");
const linkText = byId("link-text");
const confirmDialog = byId("confirm");

/** Do one thing at a time, and say what went wrong with it. */
async function attempt(button, act) {
  problem.hidden = true;
  button.disabled = true;
  try {
    await act();
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    problem.textContent = error.message;
    problem.hidden = false;
    problem.scrollIntoView({ block: "nearest" });
  } finally {
    button.disabled = false;
  }
}

function showLink(title, reply) {
  byId("link-title").textContent = title;
  byId("link-about").textContent = t("people.link.about", { until: MOMENT.format(new Date(reply.expires_at)) });
  byId("link-copied").textContent = "";
  linkText.value = reply.link;
  linkDialog.showModal();
  byId("link-copy").focus();
}

byId("link-copy").addEventListener("click", async () => {
  linkText.select();
  try {
    await navigator.clipboard.writeText(linkText.value);
    byId("link-copied").textContent = t("people.link.copied");
  } catch {
    byId("link-copied").textContent = t("people.link.select"); // no clipboard without https, or not permitted
  }
});
byId("link-close").addEventListener("click", () => linkDialog.close());
linkDialog.addEventListener("close", () => {
  linkText.value = "";
  location.reload();
});

/** @returns {Promise<boolean>} whether the person means it */
function confirmed(title, about, yes) {
  byId("confirm-title").textContent = title;
  byId("confirm-about").textContent = about;
  byId("confirm-yes").textContent = yes;
  confirmDialog.returnValue = "no";
  confirmDialog.showModal();
  return new Promise((resolve) => {
    confirmDialog.addEventListener("close", () => resolve(confirmDialog.returnValue === "yes"), { once: true });
  });
}

const invite = byId("invite");
invite.addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, role, days } = Object.fromEntries(new FormData(invite));
  attempt(event.submitter ?? invite.querySelector("button"), async () => {
    const reply = await send("POST", "/api/v1/people/invitations", { name, role, days: Number(days) });
    invite.reset();
    showLink(t("people.link.invite", { name }), reply);
  });
});

for (const select of document.querySelectorAll("select[data-kept]")) {
  // Arrows change a closed list at once: nothing is sent before it is said to be meant.
  select.addEventListener("change", () => {
    select.parentElement.querySelector("button").hidden = select.value === select.dataset.kept;
  });
}

const ACTS = {
  role: (path, row) => send("POST", `${path}/role`, { role: row.querySelector("select").value }),
  enable: (path) => send("POST", `${path}/active`, { active: true }),
  disable: async (path, row) => {
    const { name } = row.dataset;
    const title = t("people.disable.title", { name });
    if (!(await confirmed(title, t("people.disable.about"), t("people.disable")))) return false;
    return send("POST", `${path}/active`, { active: false });
  },
  "password-link": async (path, row) => {
    showLink(t("people.link.password", { name: row.dataset.name }), await send("POST", `${path}/password-link`));
    return false; // the page is drawn again once the link has been taken
  },
  withdraw: async (_path, row) => {
    const { name, invitation } = row.dataset;
    const title = t("people.withdraw.title", { name });
    if (!(await confirmed(title, t("people.withdraw.about"), t("people.withdraw")))) return false;
    return send("DELETE", `/api/v1/people/invitations/${encodeURIComponent(invitation)}`);
  },
};

main.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  const row = button.closest("tr");
  const path = `/api/v1/people/${encodeURIComponent(row.dataset.person ?? "")}`;
  attempt(button, async () => {
    if ((await ACTS[button.dataset.act](path, row)) !== false) location.reload();
  });
});
