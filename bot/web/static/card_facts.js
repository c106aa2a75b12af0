/**
 * Where an entry comes from and how far it may be trusted: validity, owner, source, law.
 */

import { h } from "./dom.js";
import { date, t } from "./texts.js";

const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

/** @param {object} entry */
export function facts(entry) {
  const rows = [
    [t("fact.validity"), validity(entry)],
    [t("fact.owner"), entry.owner || h("span", { class: "absent" }, t("fact.no_owner"))],
    [t("fact.source"), h("code", {}, entry.source ?? "")],
    [t("fact.legal_basis"), joined(entry.legal_basis)],
    [t("fact.tags"), joined(entry.tags)],
    [t("fact.id"), h("code", {}, entry.id)],
  ];
  return h(
    "dl",
    { class: "facts" },
    ...rows.filter(([, value]) => value).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}

function joined(values) {
  return values?.length > 0 ? values.join("; ") : null;
}

function validity({ valid_from: from, valid_until: until }) {
  if (!from && !until) return t("validity.open");
  const span = from && until ? t("validity.both", { from: date(from), until: date(until) })
    : from ? t("validity.from", { from: date(from) })
      : t("validity.until", { until: date(until) });
  const left = until ? Math.floor((Date.parse(`${until}T23:59:59`) - Date.now()) / DAY_MS) : Infinity;
  if (left < 0) return h("span", { class: "expired" }, t("validity.expired", { until: date(until) }));
  return left <= SOON_DAYS ? h("span", { class: "soon" }, `${span} · ${t("validity.soon")}`) : span;
}
