"""The form in which ACM stores names."""

from typing import Any

from moto.acm.models import AWSCertificateManagerBackend


def store_names_in_lower_case() -> None:
    """ACM answers with names in lower case, whatever was asked for (hashicorp/terraform-provider-aws #22799)."""
    request = AWSCertificateManagerBackend.request_certificate

    def request_certificate(
        self: AWSCertificateManagerBackend,
        domain_name: str,
        idempotency_token: str,
        subject_alt_names: list[str] | None,
        *args: Any,
    ) -> str:
        names = [name.lower() for name in subject_alt_names or []]
        return request(self, domain_name.lower(), idempotency_token, names, *args)

    AWSCertificateManagerBackend.request_certificate = request_certificate


STORED_FORMS = (store_names_in_lower_case,)
