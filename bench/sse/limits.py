"""As many open files as the machine allows: every subscriber is one."""

import resource

SPARE = 100
"""Files of other kinds that a process has open."""


def allow_open_files(connections: int) -> None:
    """For this process and those it starts. Ends the bench where the machine allows too few."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < connections + SPARE:
        raise SystemExit(
            f"{connections} connections need {connections + SPARE} open files and this machine "
            f"allows {hard}: raise `ulimit -Hn`, or LimitNOFILE of the service"
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
