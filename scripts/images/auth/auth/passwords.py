"""Password hashes: scrypt, a salt each, the parameters kept beside the hash."""

import hashlib
import hmac
import os
import threading

_COST, _BLOCK, _PARALLEL = 1 << 14, 8, 1

# One hash takes 16 MiB while it is computed; a burst of logins waits instead of filling the memory.
_slots = threading.BoundedSemaphore(4)


def _scrypt(password, salt, cost, block, parallel):
    with _slots:
        return hashlib.scrypt(
            password.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=64 << 20
        )


def hashed(password):
    salt = os.urandom(16)
    digest = _scrypt(password, salt, _COST, _BLOCK, _PARALLEL)
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${salt.hex()}${digest.hex()}"


# What an unknown user's password is compared with, so that the answer takes as long as for a
# known one. Random bytes: no password leads to it.
_NOBODY = f"scrypt${_COST}${_BLOCK}${_PARALLEL}${os.urandom(16).hex()}${os.urandom(64).hex()}"


def matches(password, stored):
    """Whether the password belongs to the stored hash; None stands for "no such user"."""
    _, cost, block, parallel, salt, digest = (stored or _NOBODY).split("$")
    actual = _scrypt(password, bytes.fromhex(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(actual, bytes.fromhex(digest)) and stored is not None
