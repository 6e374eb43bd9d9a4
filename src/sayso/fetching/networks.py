"""Which network addresses may be reached: public ones, and those that a setting allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self

from sayso.errors import SettingsError

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

# Every block of IANA's registries of special-purpose addresses that is not globally reachable, and multicast. They are
# listed rather than asked of `ipaddress`, whose answer changes between patch releases of Python.
SPECIAL: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this host or network"),
    ("10.0.0.0/8", "a private network"),
    ("100.64.0.0/10", "a provider's shared network"),
    ("100.100.100.200/32", "a cloud's metadata"),
    ("127.0.0.0/8", "this machine"),
    ("169.254.0.0/16", "the local link, where clouds keep their metadata"),
    ("172.16.0.0/12", "a private network"),
    ("192.0.0.0/24", "a reserved network"),
    ("192.0.2.0/24", "a network for documentation"),
    ("192.31.196.0/24", "a reserved network"),
    ("192.52.193.0/24", "a reserved network"),
    ("192.88.99.0/24", "a relay to IPv6"),
    ("192.168.0.0/16", "a private network"),
    ("192.175.48.0/24", "a reserved network"),
    ("168.63.129.16/32", "a cloud's metadata"),
    ("198.18.0.0/15", "a network for benchmarks"),
    ("198.51.100.0/24", "a network for documentation"),
    ("203.0.113.0/24", "a network for documentation"),
    ("224.0.0.0/4", "a multicast group"),
    ("240.0.0.0/4", "a reserved network"),
    ("::/128", "no host at all"),
    ("::1/128", "this machine"),
    ("::/96", "an IPv4 address in an outdated form"),
    ("64:ff9b:1::/48", "a private network"),
    ("100::/64", "a reserved network"),
    ("2001::/23", "a reserved network"),
    ("2001:db8::/32", "a network for documentation"),
    ("3fff::/20", "a network for documentation"),
    ("5f00::/16", "a reserved network"),
    ("fc00::/7", "a private network"),
    ("fe80::/10", "the local link"),
    ("fec0::/10", "a private network"),
    ("ff00::/8", "a multicast group"),
)
NETWORKS = tuple((ip_network(block), what) for block, what in SPECIAL)
GLOBAL_UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
SIX_TO_FOUR = IPv6Network("2002::/16")

HOST_AND_PORT = re.compile(r"(?P<host>\[[^\]]+\]|[^:\[\]]+)(?::(?P<port>\d{1,5}))?")


def what_forbids(address: IPAddress) -> str | None:
    """What kind of place the address is that must not be reached; None for a public one."""
    inner = embedded(address)
    if inner is not None:
        return what_forbids(inner)
    for network, what in NETWORKS:
        if address.version == network.version and address in network:
            return what
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return "a reserved network"
    return None


def embedded(address: IPAddress) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, or translated by NAT64 or 6to4."""
    if not isinstance(address, IPv6Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in SIX_TO_FOUR:
        return address.sixtofour
    return None


@dataclass(frozen=True, slots=True)
class Allowed:
    """A host or network that may be reached whatever it is; on any port, or on one only."""

    host: str | None
    network: IPNetwork | None
    port: int | None

    @classmethod
    def parse(cls, written: str) -> Self:
        """What is written as a host or a network: `intranet.example`, `127.0.0.1:8080`, `[::1]:8080`, `10.1.0.0/16`."""
        text = written.strip().lower()
        network = network_of(text)
        if network is not None:
            return cls(None, network, None)
        found = HOST_AND_PORT.fullmatch(text)
        port = int(found["port"]) if found and found["port"] else None
        if found is None or (port is not None and not 0 < port < 65_536) or re.search(r"[\s/@?#]", found["host"]):
            raise SettingsError(
                f"{written!r} is no host or network that could be allowed: write intranet.example, 127.0.0.1:8080 or "
                "10.1.0.0/16."
            )
        network = network_of(found["host"].strip("[]"))
        return cls(None, network, port) if network is not None else cls(found["host"], None, port)

    def covers(self, host: str, port: int, address: IPAddress) -> bool:
        """Whether a connection to this port of the host at this address is allowed."""
        if self.port not in (None, port):
            return False
        if self.host is not None:
            return host.lower().rstrip(".") == self.host
        plain = embedded(address) or address
        network = self.network
        return network is not None and plain.version == network.version and plain in network


def network_of(text: str) -> IPNetwork | None:
    """The network written so, or the one address as a network."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def parse_address(text: str) -> IPAddress:
    """The address that a resolver gave; an interface named after it ("%eth0") stays out."""
    return ip_address(text.partition("%")[0])
