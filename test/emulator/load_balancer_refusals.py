"""What Elastic Load Balancing refuses, and moto does not."""

from collections.abc import Iterable
from typing import Any

from moto.elbv2.exceptions import DuplicateListenerError, ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer


def refuse_group_in_two_load_balancers() -> None:
    """A target group belongs to one load balancer.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html: the error
    TargetGroupAssociationLimit, which ModifyListener has, too.
    """
    create = ELBv2Backend.create_listener
    modify = ELBv2Backend.modify_listener

    def groups_of(actions: Iterable[dict[str, Any]] | None, backend: ELBv2Backend) -> set[str]:
        return {arn for action in actions or () for arn in backend._get_target_group_arns_from(action)}

    def refuse_groups_of_others(backend: ELBv2Backend, load_balancer_arn: str, wanted: set[str]) -> None:
        for arn, other in backend.load_balancers.items():
            if arn == load_balancer_arn:
                continue
            for listener in other.listeners.values():
                taken = groups_of((action.data for action in listener.default_actions), backend) & wanted
                if taken:
                    message = "The following target groups cannot be associated with more than one load balancer: "
                    raise ELBClientError("TargetGroupAssociationLimit", message + ", ".join(sorted(taken)))

    def create_listener(self: ELBv2Backend, load_balancer_arn: str, *args: Any, **kwargs: Any) -> Any:
        refuse_groups_of_others(self, load_balancer_arn, groups_of(kwargs.get("actions"), self))
        return create(self, load_balancer_arn, *args, **kwargs)

    def modify_listener(
        self: ELBv2Backend,
        arn: str,
        port: str | None = None,
        protocol: str | None = None,
        ssl_policy: str | None = None,
        certificates: list[dict[str, Any]] | None = None,
        actions: list[dict[str, Any]] | None = None,
    ) -> Any:
        for load_balancer_arn, balancer in self.load_balancers.items():
            if arn in balancer.listeners:
                refuse_groups_of_others(self, load_balancer_arn, groups_of(actions, self))
        return modify(self, arn, port, protocol, ssl_policy, certificates, actions)

    ELBv2Backend.create_listener = create_listener
    ELBv2Backend.modify_listener = modify_listener


def refuse_second_listener_of_port() -> None:
    """A load balancer has one listener per port.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html: DuplicateListener. moto
    looks for the port among the ARNs.
    """
    create = ELBv2Backend.create_listener

    def create_listener(
        self: ELBv2Backend, load_balancer_arn: str, protocol: str, port: str, *args: Any, **kwargs: Any
    ) -> Any:
        balancer = self.load_balancers.get(load_balancer_arn)
        if balancer is not None and any(str(other.port) == str(port) for other in balancer.listeners.values()):
            raise DuplicateListenerError
        return create(self, load_balancer_arn, protocol, port, *args, **kwargs)

    ELBv2Backend.create_listener = create_listener


def refuse_mappings() -> None:
    """A subnet mapping has a subnet, and an address belongs to one load balancer.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html: SubnetMappings ("You
    must specify ..." each subnet), AllocationIdNotFound and ResourceInUse; the message on allocation ids is that of
    hashicorp/terraform-provider-aws #15031.
    """
    create = ELBv2Backend.create_load_balancer
    set_subnets_of_moto = ELBv2Backend.set_subnets

    def refuse(backend: ELBv2Backend, mappings: list[dict[str, str]], own_arn: str | None) -> None:
        if any(not mapping.get("SubnetId") for mapping in mappings):
            raise ELBClientError("ValidationError", "You must specify a subnet ID for each subnet mapping")
        others = [balancer for arn, balancer in backend.load_balancers.items() if arn != own_arn]
        taken = [address for other in others for address in getattr(other, "address_of_subnet", {}).values()]
        for key, message in (
            ("AllocationId", "The allocation IDs are not available for use"),
            ("PrivateIPv4Address", "The private IPv4 addresses are not available for use"),
        ):
            in_use = {address[key] for address in taken if address.get(key)}
            if any(mapping.get(key) in in_use for mapping in mappings):
                raise ELBClientError("ResourceInUse", message)

    def create_load_balancer(
        self: ELBv2Backend, *args: Any, subnet_mappings: list[dict[str, str]] | None = None, **kwargs: Any
    ) -> FakeLoadBalancer:
        refuse(self, subnet_mappings or [], None)
        return create(self, *args, subnet_mappings=subnet_mappings, **kwargs)

    def set_subnets(self: ELBv2Backend, arn: str, subnets: list[str], subnet_mappings: list[dict[str, Any]]) -> Any:
        refuse(self, subnet_mappings, arn)
        return set_subnets_of_moto(self, arn, subnets, subnet_mappings)

    ELBv2Backend.create_load_balancer = create_load_balancer
    ELBv2Backend.set_subnets = set_subnets


def refuse_deletion_of_protected() -> None:
    """A load balancer with deletion protection is not deleted.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html: "You can't delete a
    load balancer if deletion protection is enabled", OperationNotPermitted.
    """
    delete = ELBv2Backend.delete_load_balancer

    def delete_load_balancer(self: ELBv2Backend, arn: str) -> None:
        balancer = self.load_balancers.get(arn)
        if balancer is not None and balancer.attrs.get("deletion_protection.enabled") == "true":
            message = f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
            raise ELBClientError("OperationNotPermitted", message)
        delete(self, arn)

    ELBv2Backend.delete_load_balancer = delete_load_balancer


REFUSALS = (
    refuse_group_in_two_load_balancers,
    refuse_second_listener_of_port,
    refuse_mappings,
    refuse_deletion_of_protected,
)
