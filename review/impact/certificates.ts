import type { Resource } from "../terraform/resource-graph";
import { keyOf } from "../terraform/value";
import { append } from "../collections";
import { certificateNames, covers, placementsOf, type Placement } from "../facts/certificates";
import { nameKey } from "../aws/route53/records";
import type { Reviewed } from "../facts/reviewed";
import { listed } from "../wording";
import { cause, type Impact, type PlanDiff } from "./plan-diff";

/** Certificates that must be installed again by a person, for the appliance has no API for them. */
export function certificates(diff: PlanDiff): Impact[] {
  if (diff.before.services.length === 0) return [];
  const places = placesOf(diff.before);
  let placesAfter: ReadonlyMap<Resource, string> | undefined;
  // Where the outputs of the new plan place a certificate that nothing deployed now places.
  const placeAfter = (certificate: Resource): string | undefined => {
    const next = diff.next(certificate);
    placesAfter ??= placesOf(diff.after);
    return next === undefined ? undefined : placesAfter.get(next);
  };
  const found = diff.before.graph.all("aws_acm_certificate").flatMap((certificate): Impact[] => {
    // Of thousands of certificates, most are left as they are.
    if (diff.changeOf(certificate) === undefined) return [];
    const place = places.get(certificate) ?? placeAfter(certificate);
    if (place === undefined) return [];
    const name = certificateNames(certificate).commonName ?? certificate.address;
    const removal = diff.removalOf(certificate);
    if (removal?.action === "replace") {
      const why =
        `The certificate of ${name} is replaced${cause(removal)}: export the new one and install it on ${place}. Until then ` +
        `the appliance serves the old one, which ACM ${removal.createsFirst ? "no longer renews" : "deletes first"}.`;
      return [{ address: removal.address, action: removal.action, why, kind: "certificate" }];
    }
    if (removal?.action === "delete") {
      const why =
        `The certificate of ${name} is deleted: what is installed on ${place} is served until it ends, and is ` +
        `not renewed.`;
      return [{ address: removal.address, action: removal.action, why, kind: "certificate" }];
    }
    const change = diff.changeOf(certificate);
    const isImportedAnew =
      change?.action === "update" &&
      change.before.get("certificate_body") !== change.after.get("certificate_body");
    if (change === undefined || !isImportedAnew) return [];
    const why = `The certificate of ${name} is imported again: install it on ${place}, too.`;
    return [{ address: change.address, action: "update", why, kind: "certificate" }];
  });
  return [...found, ...authorities(diff, places)];
}

/** Where certificates are installed, for people: `Interface 2 of sems1 and sems2`. */
function placesOf({ graph, services, interface1 }: Reviewed): Map<Resource, string> {
  const placements = new Map<Resource | undefined, Placement[]>();
  for (const placement of placementsOf(graph)) append(placements, placement.resource, placement);
  const clients = services.map(({ tree }) => tree.root.name);
  const nodes = interface1.names;
  return new Map(
    graph.all("aws_acm_certificate").flatMap((certificate) => {
      const own = placements.get(certificate) ?? [];
      const parts = [1, 2].flatMap((number) => {
        const names = own.flatMap((placement) => (placement.interface === number ? [placement.node] : []));
        return names.length === 0 ? [] : [`Interface ${number} of ${listed([...new Set(names)])}`];
      });
      if (parts.length > 0) return [[certificate, parts.join(" and ")] as const];
      // Where no output says so, its names do.
      const { all } = certificateNames(certificate);
      if (all.some((name) => clients.some((client) => covers(name, client))))
        return [[certificate, "Interface 2 of every node"] as const];
      const node = all.map((name) => nodes.get(nameKey(name))).find((found) => found !== undefined);
      return node === undefined ? [] : [[certificate, `Interface 1 of ${node.node}`] as const];
    }),
  );
}

/** Authorities whose end takes all certificates with it that they issued. */
const authorities = (diff: PlanDiff, places: ReadonlyMap<Resource, string>): Impact[] =>
  diff.before.graph.all("aws_acmpca_certificate_authority").flatMap((authority): Impact[] => {
    const removal = diff.removalOf(authority);
    const arn = authority.text("arn");
    const own = [...places.keys()].filter((certificate) => {
      const named = certificate.text("certificate_authority_arn");
      return named !== undefined && arn !== undefined && keyOf(named) === keyOf(arn);
    });
    if (removal === undefined || own.length === 0) return [];
    const names = listed(
      own.map((certificate) => certificateNames(certificate).commonName ?? certificate.address),
    );
    const why =
      `The authority that issued the certificates of ${names} is ${removal.action === "delete" ? "deleted" : "replaced"}: ` +
      `they are not renewed, and members and clients must trust another root.`;
    return [{ address: removal.address, action: removal.action, why, kind: "certificate" }];
  });
