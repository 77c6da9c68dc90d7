"""The network address of a client, behind the proxies that the settings name."""

import ipaddress
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_IPV6_PREFIX = 64  # one household or office has so many addresses of IPv6


def address_of(request: HttpRequest) -> Address | None:
    """Return the address of whoever asks: the last one in X-Forwarded-For that is no trusted proxy's.

    Without TRUSTED_PROXIES the header counts for nothing: anybody can write anything into it. None for a local socket.
    """
    address = _parse(request.META.get("REMOTE_ADDR", ""))
    if address is not None and not is_proxy(address):
        return address
    if address is None and not settings.TRUSTED_PROXIES:
        return None
    for text in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        forwarded = _parse(text)
        if forwarded is None:
            return address
        address = forwarded
        if not is_proxy(forwarded):
            return forwarded
    return address


def comes_from_proxy(request: HttpRequest) -> bool:
    """Return whether the request was handed over by a proxy that the settings name."""
    address = _parse(request.META.get("REMOTE_ADDR", ""))
    return bool(settings.TRUSTED_PROXIES) and (address is None or is_proxy(address))


def network_of(address: Address) -> str:
    """Return the network that is counted as one: the address, of IPv6 its first 64 bits."""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(address) >> 64 << 64, _IPV6_PREFIX)))
    return str(address)


def is_proxy(address: Address) -> bool:
    """Return whether the settings name the address as a proxy of the office's own."""
    return is_among(address, settings.TRUSTED_PROXIES)


def is_among(address: Address, networks: Any) -> bool:
    """Return whether one of the networks has the address."""
    return any(address in network for network in networks)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Address | None:
    """Return the address, one of IPv4 in its own form; None for a text that is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
