"""A day of one's choice for the programs under test."""
import atexit
import ctypes
import glob
import os
import sys

shared = []  # the names of the semaphore and the memory of this test's shells, once they are made


def shared_once():
    """What libfaketime's processes share, made by the test itself: a shell that made it would take it away with its
    first subshell that ends, while the commands beside that one are still looking for it."""
    if not shared:
        names = ["/faketime_%s_tmis_%d" % (kind, os.getpid()) for kind in ("sem", "shm")]
        libc = ctypes.CDLL(None, use_errno=True)
        libc.sem_open.restype = ctypes.c_void_p
        for unlink, name in zip((libc.sem_unlink, libc.shm_unlink), names):
            unlink(name.encode())  # of a test that was killed
        made = libc.sem_open(names[0].encode(), os.O_CREAT | os.O_EXCL, 0o600, 1)
        memory = libc.shm_open(names[1].encode(), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        if not made or memory < 0:
            sys.exit("no shared memory for the tests' clock: " + os.strerror(ctypes.get_errno()))
        os.write(memory, bytes(16) + b"\xff" * 48 + bytes(4032))  # no call counted, no time of start
        os.close(memory)
        shared.extend(names)
        atexit.register(give_back, os.getpid(), libc, names)
    return " ".join(shared)


def give_back(maker, libc, names):
    if os.getpid() == maker:
        libc.sem_unlink(names[0].encode())
        libc.shm_unlink(names[1].encode())


def at(day):
    """The environment in which it is DAY: what the wrapper `faketime` sets. Without its process between, signals and
    memory are the command's own, and no semaphore of a test that was killed stands in the way of another."""
    found = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
    if not found:
        sys.exit("faketime is missing: tests/packages.sh test")
    quick = os.environ.get("TMIS_QUICK_PASSWORDS")  # quick_password.c, as CTest gives it
    return {"LD_PRELOAD": ":".join([found[0]] + ([quick] if quick else [])), "FAKETIME": day, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1"}


def at_for_shell(day):
    """The same for a shell and what it starts, none of which may be killed."""
    return {**at(day), "FAKETIME_SHARED": shared_once()}
