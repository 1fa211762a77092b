"""An emulated AWS: moto's server, with the gaps closed that Terraform's AWS provider would notice.

Takes moto_server's arguments (-H HOST -p PORT). Each `patch_` function closes one gap of moto 5.2.1, so that an applied
stack plans empty; the modules beside this one refuse what AWS refuses, and answer tests (control.py). It proves the
shape of the API calls, nothing about traffic, names or probes: moto has none.
"""

import json
import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from functools import cache, partial
from typing import Any

# Before moto's services.
import quick_start  # noqa: F401

import moto
import moto.backends
import moto.core.responses
import moto.server
from moto.acmpca.responses import ACMPCAResponse
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse
from moto.ec2.models.managed_prefixes import ManagedPrefixListBackend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.elbv2.exceptions import TooManyTagsError
from moto.elbv2.models import AvailabilityZone, ELBv2Backend, FakeLoadBalancer
from moto.elbv2.responses import ELBV2Response
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.route53.exceptions import Route53ClientError
from moto.route53.models import FakeZone, HealthCheck, Route53Backend
from moto.route53.responses import Route53
from werkzeug.wrappers import Response

import control
import load_balancer_refusals
import record_refusals
import security_group_refusals
from certificate_names import STORED_FORMS

PATCHED_MOTO = "5.2.1"
EXIT_WITH_STDIN = "--exit-with-stdin"


def patch_load_balancer_arn() -> None:
    """The ARN of every load balancer says `loadbalancer/app/`, which makes the CloudWatch dimension of an NLB wrong.

    Listener ARNs follow by themselves: moto derives them from the load balancer's.
    """
    create = ELBv2Backend.create_load_balancer
    arn_part_of_type = {"network": "net", "gateway": "gwy"}

    def create_load_balancer(self: ELBv2Backend, *args: Any, tags: Any = None, **kwargs: Any) -> FakeLoadBalancer:
        balancer = create(self, *args, **kwargs)
        del self.load_balancers[balancer.arn]
        part = arn_part_of_type.get(balancer.type, "app")
        balancer.arn = balancer.arn.replace(":loadbalancer/app/", f":loadbalancer/{part}/")
        self.load_balancers[balancer.arn] = balancer
        # moto tags by ARN, so the tags wait for the final one.
        self.tagging_service.tag_resource(balancer.arn, tags)
        return balancer

    ELBv2Backend.create_load_balancer = create_load_balancer


def patch_subnet_mapping_addresses() -> None:
    """Subnet mappings lose AllocationId and PrivateIPv4Address: a perpetual diff, which fails when it is applied."""
    create = ELBv2Backend.create_load_balancer
    set_subnets_of_moto = ELBv2Backend.set_subnets
    kept = ("AllocationId", "PrivateIPv4Address", "IPv6Address")

    def keep_addresses(balancer: FakeLoadBalancer, mappings: list[dict[str, str]]) -> None:
        balancer.address_of_subnet = {
            mapping["SubnetId"]: {key: mapping[key] for key in kept if mapping.get(key)} for mapping in mappings
        }

    def create_load_balancer(
        self: ELBv2Backend, *args: Any, subnet_mappings: list[dict[str, str]] | None = None, **kwargs: Any
    ) -> FakeLoadBalancer:
        balancer = create(self, *args, subnet_mappings=subnet_mappings, **kwargs)
        keep_addresses(balancer, subnet_mappings or [])
        return balancer

    def set_subnets(
        self: ELBv2Backend, arn: str, subnets: list[str], subnet_mappings: list[dict[str, Any]]
    ) -> list[AvailabilityZone]:
        balancer = self.load_balancers[arn]
        given = [*subnets, *(mapping["SubnetId"] for mapping in subnet_mappings)]
        if balancer.type == "network" and len(given) == 1:
            # moto wants two zones of every load balancer; a Network Load Balancer may have one.
            balancer.subnets = [self.ec2_backend.get_subnet(given[0])]
        else:
            set_subnets_of_moto(self, arn, subnets, subnet_mappings)
        keep_addresses(balancer, subnet_mappings)
        return balancer.availability_zones

    def availability_zones(self: FakeLoadBalancer) -> list[AvailabilityZone]:
        zones = [AvailabilityZone(subnet) for subnet in self.subnets]
        for zone in zones:
            address = self.address_of_subnet.get(zone.subnet_id)
            zone.load_balancer_addresses = [address] if address else []
        return zones

    ELBv2Backend.create_load_balancer = create_load_balancer
    ELBv2Backend.set_subnets = set_subnets
    FakeLoadBalancer.availability_zones = property(availability_zones)


def patch_tag_limit() -> None:
    """A load balancer that has ten tags takes no others; AWS's limit is fifty."""

    def add_tags(self: ELBv2Backend, resource_arns: list[str], tags: list[dict[str, str]]) -> None:
        for arn in resource_arns:
            keys = self.tagging_service.get_tag_dict_for_resource(arn).keys() | {tag["Key"] for tag in tags}
            if len(keys) > 50:
                raise TooManyTagsError
            self._get_resource_by_arn(arn)
            self.tagging_service.tag_resource(arn, tags)

    ELBv2Backend.add_tags = add_tags


def patch_alarm_health_check() -> None:
    """A CLOUDWATCH_METRIC health check loses its alarm and what it reports without data, and gains a port.

    The invented Port and RequestInterval would replace the health check on every plan.
    """
    of_alarms = {
        "AlarmIdentifier": "alarm_identifier",
        "InsufficientDataHealthStatus": "insufficient_data_health_status",
    }
    of_endpoints = ("IPAddress", "Port", "RequestInterval", "FailureThreshold", "MeasureLatency", "EnableSNI")
    create = Route53.create_health_check
    update = Route53.update_health_check
    config_of_moto = HealthCheck.health_check_config.fget

    def keep_alarm(result: ActionResult, given: dict[str, Any]) -> ActionResult:
        health_check = result.result["HealthCheck"]
        for key, attribute in of_alarms.items():
            if given.get(key) is not None:
                setattr(health_check, attribute, given[key])
        return result

    def create_health_check(self: Route53) -> ActionResult:
        return keep_alarm(create(self), self._get_param("HealthCheckConfig"))

    def update_health_check(self: Route53) -> ActionResult:
        return keep_alarm(update(self), {key: self._get_param(key) for key in of_alarms})

    def health_check_config(self: HealthCheck) -> dict[str, Any]:
        config: dict[str, Any] = config_of_moto(self)
        if self.type_ != "CLOUDWATCH_METRIC":
            return config
        without_endpoint = {key: value for key, value in config.items() if key not in of_endpoints}
        alarm = {key: getattr(self, attribute, None) for key, attribute in of_alarms.items()}
        return without_endpoint | alarm

    Route53.create_health_check = create_health_check
    Route53.update_health_check = update_health_check
    HealthCheck.health_check_config = property(health_check_config)


def patch_health_checkers_prefix_list() -> None:
    """There is no managed prefix list of Route 53's health checkers, so the data source does not find it by name."""
    create_default_pls_of_moto = ManagedPrefixListBackend.create_default_pls

    def create_default_pls(self: ManagedPrefixListBackend) -> None:
        create_default_pls_of_moto(self)
        # A few of the published ranges; nobody probes an emulated AWS.
        self._create_aws_managed_prefix_list(
            name=f"com.amazonaws.{self.region_name}.route53-healthchecks",
            address_family="IPv4",
            entries=[
                {"Cidr": "54.243.31.192/26", "Description": "default"},
                {"Cidr": "107.23.255.0/26", "Description": "default"},
            ],
        )

    ManagedPrefixListBackend.create_default_pls = create_default_pls


def patch_private_zone() -> None:
    """A hosted zone made with a VPC is private; moto wants to be told so, which the AWS provider does not do."""
    create = Route53.create_hosted_zone

    def create_hosted_zone(self: Route53) -> ActionResult:
        result = create(self)
        zone = result.result["HostedZone"]
        vpc_id = self._get_param("VPC.VPCId")
        if vpc_id is not None and not zone.private_zone:
            zone.private_zone = True
            zone.add_vpc(vpc_id, self._get_param("VPC.VPCRegion"))
        return result

    Route53.create_hosted_zone = create_hosted_zone


def patch_change_info() -> None:
    """A change of records is everywhere at once, and yet has a ChangeInfo, as if name servers had still to learn of it.

    The AWS provider waits 10 to 30 seconds before it first asks what has become of such a change.
    """

    def without_wait(call: Callable[[Route53], ActionResult]) -> Callable[[Route53], ActionResult]:
        def answer(self: Route53) -> ActionResult:
            result = call(self)
            del result.result["ChangeInfo"]
            return result

        return answer

    for name in ("create_hosted_zone", "delete_hosted_zone", "change_resource_record_sets"):
        setattr(Route53, name, without_wait(getattr(Route53, name)))


def patch_record_sets() -> None:
    """A record set is told by name, type and identifier, and a plain one stands alone.

    moto deletes every record set of a zone that has the identifier, whatever its name; it takes a plain record beside
    others of its name, which Route 53 refuses; and it refuses one that has been there before.
    """
    change = Route53Backend.change_resource_record_sets

    def key_of(record_set: dict[str, Any]) -> tuple[str, str, str | None]:
        return f"{record_set['Name'].rstrip('.')}.", record_set["Type"], record_set.get("SetIdentifier")

    def change_resource_record_sets(self: Route53Backend, zoneid: str, change_list: list[dict[str, Any]]) -> None:
        zone = self.get_hosted_zone(zoneid)
        here = {(found.name, found.type, found.set_identifier) for found in zone.rrsets}
        # The journal of changes is for what is there, not for what has gone.
        zone.rr_changes[:] = [past for past in zone.rr_changes if key_of(past["ResourceRecordSet"]) in here]
        left = here
        for given in change_list:
            key = key_of(given["ResourceRecordSet"])
            left = left - {key} if given["Action"] == "DELETE" else left | {key}
        for name, type_, identifier in left:
            beside = [other for other in left if other[:2] == (name, type_)]
            if identifier is None and len(beside) > 1:
                message = f"RRSet with DNS name {name}, type {type_} cannot stand beside others of its name"
                raise Route53ClientError("InvalidChangeBatch", message)
        deleted = {key_of(given["ResourceRecordSet"]) for given in change_list if given["Action"] == "DELETE"}
        change(self, zoneid, change_list)
        zone.rrsets = [
            found for found in zone.rrsets if (found.name, found.type, found.set_identifier) not in deleted - left
        ]

    Route53Backend.change_resource_record_sets = change_resource_record_sets
    # What goes is removed above, told by all three.
    FakeZone.delete_rrset_by_id = lambda self, set_identifier: None


def patch_security_group_rule_description() -> None:
    """Only a rule with a CIDR block keeps its description, and that of an "all traffic" rule cannot be changed.

    A prefix list and a security group lose theirs: a perpetual diff. A change without ports is refused, also where there
    are none to give. One to another security group or prefix list is not made, so that the old group is never deleted.
    """
    init = SecurityGroupRule.__init__
    modify = SecurityGroupBackend.modify_security_group_rules

    def init_with_description(
        self: SecurityGroupRule,
        ec2_backend: Any,
        ip_protocol: str,
        group_id: str,
        from_port: str | None,
        to_port: str | None,
        ip_range: dict[str, str] | None,
        source_group: dict[str, str] | None = None,
        prefix_list_id: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        peer = ip_range or source_group or prefix_list_id or {}
        self.given_description = peer.get("Description")
        of_rule = (ec2_backend, ip_protocol, group_id, from_port, to_port)
        init(self, *of_rule, ip_range, source_group, prefix_list_id, **kwargs)

    def with_ports(given: dict[str, Any]) -> dict[str, Any]:
        return {"FromPort": -1, "ToPort": -1} | given if given.get("IpProtocol") == "-1" else given

    def modify_security_group_rules(
        self: SecurityGroupBackend, group_id: str, rules: dict[str, dict[str, Any]]
    ) -> None:
        modify(self, group_id, {rule_id: with_ports(given) for rule_id, given in rules.items()})
        group = self.get_security_group_by_name_or_id(group_id)
        for rule_id, given in rules.items():
            rule = group.get_rule(rule_id)
            rule.given_description = given.get("Description")
            # moto keeps the peer, unless it is a network.
            if given.get("ReferencedGroupId"):
                rule.source_group = {**rule.source_group, "GroupId": given["ReferencedGroupId"]}
            if given.get("PrefixListId"):
                rule.prefix_list_id = given["PrefixListId"]

    SecurityGroupRule.__init__ = init_with_description
    SecurityGroupRule.description = property(lambda self: self.given_description)
    SecurityGroupBackend.modify_security_group_rules = modify_security_group_rules


def patch_inbound_rules_on_private_link() -> None:
    """A load balancer forgets whether its security groups apply to PrivateLink traffic."""
    set_groups = ELBV2Response.set_security_groups
    enforce = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"

    def set_security_groups(self: ELBV2Response) -> ActionResult:
        result = set_groups(self)
        given = self._get_param(enforce)
        if given is not None:
            balancer = self.elbv2_backend.load_balancers[self._get_param("LoadBalancerArn")]
            balancer.enforce_security_group_inbound_rules_on_private_link_traffic = given
            result.result[enforce] = given
        return result

    ELBV2Response.set_security_groups = set_security_groups


def patch_certificate_authority_usage_mode() -> None:
    """Every private certificate authority is SHORT_LIVED_CERTIFICATE, whatever was asked for."""
    create = ACMPCAResponse.create_certificate_authority

    def create_certificate_authority(self: ACMPCAResponse) -> str:
        created = create(self)
        arn = json.loads(created)["CertificateAuthorityArn"]
        authority = self.acmpca_backend.describe_certificate_authority(arn)
        authority.usage_mode = json.loads(self.body).get("UsageMode", "GENERAL_PURPOSE")
        return created

    ACMPCAResponse.create_certificate_authority = create_certificate_authority


def patch_certificate_authority_permissions() -> None:
    """There are no permissions on a private certificate authority, such as ACM's to renew the certificates."""

    def permissions(self: ACMPCAResponse) -> dict[str, Any]:
        arn = json.loads(self.body)["CertificateAuthorityArn"]
        authority = self.acmpca_backend.describe_certificate_authority(arn)
        return authority.__dict__.setdefault("permission_of_principal", {})

    def create_permission(self: ACMPCAResponse) -> str:
        given = json.loads(self.body)
        permissions(self)[given["Principal"]] = given | {"CreatedAt": time.time()}
        return "{}"

    def list_permissions(self: ACMPCAResponse) -> str:
        return json.dumps({"Permissions": list(permissions(self).values())})

    def delete_permission(self: ACMPCAResponse) -> str:
        permissions(self).pop(json.loads(self.body)["Principal"], None)
        return "{}"

    ACMPCAResponse.create_permission = create_permission
    ACMPCAResponse.list_permissions = list_permissions
    ACMPCAResponse.delete_permission = delete_permission


class NotEmulated(ServiceException):
    """A call that moto does not know, or fails at. In this module, as moto looks errors up by the module's name."""

    code = "NotEmulated"


def patch_composite_alarms() -> None:
    """There is no PutCompositeAlarm, although DescribeAlarms knows composite alarms by their rule."""
    CloudWatchResponse.put_composite_alarm = CloudWatchResponse.put_metric_alarm


def patch_repeated_calls() -> None:
    """A call whose answer is lost is repeated by the SDK, and fails the second time: the rule is there, or gone, already.

    On a busy machine answers do get lost. AWS's SDKs give all attempts of a call one id, so a repeated call gets the
    answer of the first. One call is answered after the other, since moto's backends are not made for two at a time.
    """
    dispatch = DomainDispatcherApplication.__call__
    turn = threading.Lock()
    answers: dict[str, Response] = {}

    def answer_once(self: DomainDispatcherApplication, environ: Any, start_response: Any) -> Any:
        call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        with turn:
            answer = answers.get(call) if call else None
            if answer is None:
                answer = Response.from_app(partial(dispatch, self), environ, buffered=True)
                if call and answer.status_code < 500:
                    answers[call] = answer
            else:
                print(f"repeated call {call}: {environ.get('HTTP_AMZ_SDK_REQUEST')}", file=sys.stderr)
            return answer(environ, start_response)

    DomainDispatcherApplication.__call__ = answer_once


def patch_search_for_services() -> None:
    """For each call moto lists its own folders, which takes it longer than most calls."""
    services = tuple(moto.backends.list_of_moto_modules())
    moto.backends.list_of_moto_modules = lambda: services


def patch_search_for_operations() -> None:
    """For each call moto lists all methods of the service, which are always the same."""
    moto.core.responses.method_names_from_class = cache(moto.core.responses.method_names_from_class)


def patch_unknown_calls() -> None:
    """A call that moto does not know ends in a 500, which the AWS provider repeats for half an hour.

    It gets an error of the client's instead, with moto's reason in it.
    """
    call_action_of_moto = BaseResponse.call_action

    def call_action(self: BaseResponse) -> Any:
        try:
            return call_action_of_moto(self)
        except Exception as error:
            traceback.print_exc()
            return self.serialized(ActionResult(NotEmulated(f"{type(error).__name__}: {error}")))

    BaseResponse.call_action = call_action


PATCHES: tuple[Callable[[], None], ...] = (
    patch_load_balancer_arn,
    patch_subnet_mapping_addresses,
    patch_tag_limit,
    patch_alarm_health_check,
    patch_health_checkers_prefix_list,
    patch_inbound_rules_on_private_link,
    patch_security_group_rule_description,
    patch_private_zone,
    patch_record_sets,
    patch_change_info,
    patch_certificate_authority_usage_mode,
    patch_certificate_authority_permissions,
    patch_composite_alarms,
    *STORED_FORMS,
    # After the patches above, which then see nothing that is refused.
    *load_balancer_refusals.REFUSALS,
    *record_refusals.REFUSALS,
    *security_group_refusals.REFUSALS,
    patch_repeated_calls,
    patch_search_for_services,
    patch_search_for_operations,
    patch_unknown_calls,
    *control.CONTROLS,
)


def exit_with_stdin() -> None:
    """Ends this process once whoever started it has gone, even when it was killed and could not stop us."""

    def wait_for_end() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=wait_for_end, daemon=True).start()


def main(arguments: list[str]) -> None:
    """Patches moto, then runs its server."""
    if moto.__version__ != PATCHED_MOTO:
        found = f"this wrapper patches moto {PATCHED_MOTO}, found {moto.__version__}"
        sys.exit(f'{found}: pip install "moto[server]=={PATCHED_MOTO}"')
    for patch in PATCHES:
        patch()
    # A line for each call, coloured, takes as long as the call.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    if EXIT_WITH_STDIN in arguments:
        exit_with_stdin()
    moto.server.main([argument for argument in arguments if argument != EXIT_WITH_STDIN])


if __name__ == "__main__":
    main(sys.argv[1:])
