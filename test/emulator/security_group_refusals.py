"""What EC2 refuses of security groups, and moto does not."""

from collections.abc import Callable
from typing import Any

from moto.ec2.exceptions import DependencyViolationError, RulesPerSecurityGroupLimitExceededError
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend, SecurityGroupRule
from moto.elbv2.models import elbv2_backends

# https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html: 60 inbound and 60 outbound rules per group.
RULES_PER_DIRECTION = 60
# https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html: the weight of each list.
CHECKERS_WEIGHT = 25


def refuse_rules_beyond_quota() -> None:
    """A group has 60 rules in each direction, and a prefix list counts with its weight."""

    def weight_of(rule: SecurityGroupRule) -> int:
        if rule.prefix_list_id is None:
            return 1
        prefix_list = rule.ec2_backend.managed_prefix_lists.get(rule.prefix_list_id)
        if prefix_list is not None and prefix_list.prefix_list_name.endswith(".route53-healthchecks"):
            return CHECKERS_WEIGHT
        return (prefix_list and prefix_list.max_entries) or 1

    def counted(rules_of: Callable[[SecurityGroup], list[SecurityGroupRule]], authorize: Any) -> Any:
        def authorize_within_quota(self: SecurityGroupBackend, *args: Any, **kwargs: Any) -> Any:
            added, group = authorize(self, *args, **kwargs)
            if sum(map(weight_of, rules_of(group))) > RULES_PER_DIRECTION:
                kept = [rule for rule in rules_of(group) if all(rule is not new for new in added)]
                rules_of(group)[:] = kept
                raise RulesPerSecurityGroupLimitExceededError
            return added, group

        return authorize_within_quota

    SecurityGroupBackend.authorize_security_group_ingress = counted(
        lambda group: group.ingress_rules, SecurityGroupBackend.authorize_security_group_ingress
    )
    SecurityGroupBackend.authorize_security_group_egress = counted(
        lambda group: group.egress_rules, SecurityGroupBackend.authorize_security_group_egress
    )


def refuse_deletion_in_use() -> None:
    """A group of a load balancer or a network interface, or one that a rule refers to, is not deleted.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html: DependencyViolation.
    """
    delete = SecurityGroupBackend._delete_security_group

    def users_of(backend: Any, group_id: str) -> list[str]:
        balancers = elbv2_backends[backend.account_id][backend.region_name].load_balancers.values()
        groups = [group for groups in backend.groups.values() for group in groups.values() if group.id != group_id]
        return [
            *(balancer.arn for balancer in balancers if group_id in (balancer.security_groups or [])),
            *(eni.id for eni in backend.enis.values() if group_id in [group.id for group in eni.group_set]),
            *(
                group.id
                for group in groups
                for rule in [*group.ingress_rules, *group.egress_rules]
                if rule.source_group.get("GroupId") == group_id
            ),
        ]

    def delete_security_group(self: SecurityGroupBackend, vpc_id: str | None, group_id: str) -> None:
        users = users_of(self, group_id)
        if users:
            raise DependencyViolationError(f"resource {group_id} has a dependent object: {', '.join(users)}")
        delete(self, vpc_id, group_id)

    SecurityGroupBackend._delete_security_group = delete_security_group


REFUSALS = (refuse_rules_beyond_quota, refuse_deletion_in_use)
