"""Lets moto start in half of its time. To be imported before moto's services, which read files as they are imported."""

from functools import cache
from typing import Any

from botocore.loaders import JSONFileLoader
from moto.utilities import utils

REGION = "us-east-1"

load_file_of_botocore = JSONFileLoader.load_file
load_resource_of_moto = utils.load_resource


@cache
def file(path: str) -> Any:
    return load_file_of_botocore(JSONFileLoader(), path)


def load_file(self: JSONFileLoader, file_path: str) -> Any:
    """Reads a description once for all loaders: of EC2's, which is long, each of moto's lists of regions wants its own."""
    return file(file_path)


def load_resource(package: str, resource: str) -> Any:
    """Reads which instance types are offered in the Region that the tests deploy to, and not in each of thirty."""
    is_elsewhere = "instance_type_offerings" in resource and f"/{REGION}." not in resource
    return [] if is_elsewhere else load_resource_of_moto(package, resource)


JSONFileLoader.load_file = load_file
utils.load_resource = load_resource
