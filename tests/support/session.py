"""A login counts for its session leader, which must be alive."""
import os


def own():
    """A session of this process's own, unless it leads a group of processes: then a shell that lives has started it."""
    if os.getpgid(0) != os.getpid():
        os.setsid()
