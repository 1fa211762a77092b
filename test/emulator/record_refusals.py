"""What Route 53 refuses of records, and moto does not."""

from collections import defaultdict
from typing import Any

from moto.route53.exceptions import Route53ClientError
from moto.route53.models import FakeZone, Route53Backend

Key = tuple[str, str, str | None]
# Attributes of a record set that choose a routing policy; without any it is simple.
# https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
POLICIES = ("Failover", "Weight", "Region", "GeoLocation", "MultiValueAnswer")


def canonical(name: str) -> str:
    return f"{name.rstrip('.').lower()}."


def key_of(record_set: dict[str, Any]) -> Key:
    return canonical(record_set["Name"]), record_set["Type"], record_set.get("SetIdentifier")


def refuse(message: str) -> None:
    # https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html: all or nothing.
    raise Route53ClientError("InvalidChangeBatch", f"[{message}]")


def present(zone: FakeZone) -> dict[Key, dict[str, Any]]:
    """The record sets of a zone, as a change would give them."""
    return {
        (canonical(found.name), found.type, found.set_identifier): {
            "AliasTarget": found.alias_target,
            "Failover": found.failover,
            "Weight": found.weight,
            "Region": found.region,
            "GeoLocation": found.geo_location,
            "MultiValueAnswer": found.multi_value_answer,
        }
        for found in zone.rrsets
    }


def after(zone: FakeZone, changes: list[dict[str, Any]]) -> dict[Key, dict[str, Any]]:
    """The record sets after a batch of changes; one that exists cannot be created."""
    records = present(zone)
    for change in changes:
        key = key_of(change["ResourceRecordSet"])
        if change["Action"] == "DELETE":
            records.pop(key, None)
            continue
        if change["Action"] == "CREATE" and key in records:
            name, type_, identifier = key
            of_set = f", set identifier='{identifier}'" if identifier else ""
            refuse(f"Tried to create resource record set [name='{name}', type='{type_}'{of_set}] but it already exists")
        records[key] = change["ResourceRecordSet"]
    return records


def policy_of(record_set: dict[str, Any]) -> str:
    return next((policy for policy in POLICIES if record_set.get(policy) not in (None, "")), "simple")


def refuse_conflicts(records: dict[Key, dict[str, Any]]) -> None:
    """One routing policy per name and type, one record of each failover role, and nothing beside a CNAME.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-failover.html,
    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#CNAMEFormat
    """
    sets: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    types: dict[str, set[str]] = defaultdict(set)
    for (name, type_, _), record_set in records.items():
        sets[name, type_].append(record_set)
        types[name].add(type_)
    for (name, type_), group in sets.items():
        if len({policy_of(record_set) for record_set in group}) > 1:
            refuse(f"RRSets with DNS name {name}, type {type_} must have the same routing policy")
        roles = [record_set["Failover"] for record_set in group if record_set.get("Failover")]
        if len(roles) > len(set(roles)):
            refuse(f"RRSet with DNS name {name}, type {type_}: more than one record with the same failover role")
    for name, of_name in types.items():
        if "CNAME" in of_name and len(of_name) > 1:
            refuse(f"RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records")


def refuse_aliases_to_nothing(zone: FakeZone, changes: list[dict[str, Any]], records: dict[Key, dict[str, Any]]) -> None:
    """An alias within the zone has a target of its type when it is made.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
    """
    zone_id = zone.id.removeprefix("/hostedzone/")
    there = {(name, type_) for name, type_, _ in records}
    for change in changes:
        record_set = change["ResourceRecordSet"]
        alias = record_set.get("AliasTarget")
        if change["Action"] == "DELETE" or not alias or alias["HostedZoneId"] != zone_id:
            continue
        target = canonical(alias["DNSName"])
        if (target, record_set["Type"]) not in there:
            message = f"Tried to create an alias that targets {target}, type {record_set['Type']} in zone {zone_id}"
            refuse(f"{message}, but that target was not found")


def refuse_records() -> None:
    """Refuses a batch of changes as a whole, and stores names in lower case, as Route 53 does.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html: letters are stored as lower case.
    """
    change_of_moto = Route53Backend.change_resource_record_sets

    def change_resource_record_sets(self: Route53Backend, zoneid: str, change_list: list[dict[str, Any]]) -> None:
        zone = self.get_hosted_zone(zoneid)
        for change in change_list:
            record_set = change["ResourceRecordSet"]
            record_set["Name"] = record_set["Name"].lower()
        records = after(zone, change_list)
        refuse_conflicts(records)
        refuse_aliases_to_nothing(zone, change_list, records)
        change_of_moto(self, zoneid, change_list)

    Route53Backend.change_resource_record_sets = change_resource_record_sets


REFUSALS = (refuse_records,)
