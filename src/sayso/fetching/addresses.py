"""Web addresses: which are taken, how they are joined, and when two of them name the same article."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from sayso.fetching.failures import Refused

SCHEMES = {"http": 80, "https": 443}
LONGEST = 4096
BEGINS_ADDRESS = re.compile(r"(?:https?|feed)://", re.IGNORECASE)
# Parameters that say by which way a reader came and not what is read.
TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|at_(?:medium|campaign|link\w*|ptr_name|bbc_team|format)|ns_\w+|hsa_\w+|_hs\w+|mc_[ce]id"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mkt_tok|vero_id|oly_\w+_id"
    r"|smid|smtyp|cmpid|ocid|icid|ncid|xtor|wt\.mc_id|wtmc|ref_src|ref_url|s_cid|sr_share|traffic_source|guccounter",
    re.IGNORECASE,
)
REMEDY = "Give an address that begins with http:// or https:// and names a host"


def is_address(text: str) -> bool:
    """Whether the text is meant as a web address."""
    return BEGINS_ADDRESS.match(text) is not None


def checked_address(text: str, *, base: str | None = None) -> str:
    """The address as it is asked for, without a fragment; `Refused` for one that is never asked.

    `base` is the page that named it, for one that is relative.
    """
    from httpx import URL, InvalidURL

    text = re.sub(r"[\t\r\n]", "", text.strip())
    text = re.sub(r"^feed:(?://)?(?=https?:)|^feed(?=://)", lambda found: "" if found[0] != "feed" else "http", text)
    shown = without_credentials(text)[:200]
    if len(text) > LONGEST:
        raise Refused(shown, f"the address has more than {LONGEST:,} characters", "Give a shorter one")
    try:
        url = URL(urljoin(base, text) if base else text)
        port = url.port
    except (InvalidURL, ValueError, UnicodeError) as error:
        raise Refused(shown, f"this is no address ({error})", REMEDY) from error
    if url.scheme not in SCHEMES:
        raise Refused(shown, f"addresses that begin with {url.scheme or 'nothing'}: are not fetched", REMEDY)
    if not url.host:
        raise Refused(shown, "the address names no host", REMEDY)
    if url.userinfo:
        raise Refused(shown, "the address holds a user name or password", "Leave out what stands before the @")
    if port is not None and not 0 < port < 65_536:
        raise Refused(shown, f"there is no port {port}", REMEDY)
    return str(url.copy_with(fragment=None))


def without_credentials(text: str) -> str:
    """The address without a name and password, as messages may show it."""
    return re.sub(r"(?<=//)[^/?#]*@", "", text)


def host_of(address: str) -> str:
    """The host with its port, where that is not the usual one: what politeness goes by."""
    return urlsplit(address).netloc.lower()


def clean_address(address: str) -> str:
    """The address without its fragment and the parameters that only follow the reader's way."""
    parts = urlsplit(address)
    query = parts.query
    if query:
        kept = [
            (name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not TRACKING.fullmatch(name)
        ]
        # Written anew only where something went, as some sites take only their own spelling.
        if len(kept) != len(parse_qsl(query, keep_blank_values=True)):
            query = urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def article_key(address: str) -> str:
    """What addresses of one article have in common: scheme, "www.", a last slash and tracking make no difference."""
    parts = urlsplit(clean_address(address))
    host = parts.netloc.lower().removeprefix("www.")
    for scheme, port in SCHEMES.items():
        if parts.scheme == scheme:
            host = host.removesuffix(f":{port}")
    path = unquote(parts.path).rstrip("/")
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{host}{path}?{query}" if query else f"{host}{path}"
