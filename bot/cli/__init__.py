"""
The command line `copilot`: parses, calls a use case, prints.
"""

from __future__ import annotations

import os
import sys

EXIT_FAILED = 2
EXIT_INTERRUPTED = 130


def main() -> None:
    """
    Run the command line; every error of ours becomes one readable message and exit status 2.
    """
    from bot.cli.app import app  # noqa: PLC0415 -- `copilot` must start before anything heavy is imported
    from bot.cli.failures import readable  # noqa: PLC0415 -- likewise

    try:
        app()
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader has seen enough (`copilot … | head`); keep Python from complaining on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILED)
    except Exception as error:
        message = readable(error)
        if message is None:
            raise
        print(message, file=sys.stderr)
        sys.exit(EXIT_FAILED)
