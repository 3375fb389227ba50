"""A job that is under way for as long as a test may need, and ends with its worker."""

import time

from django_tasks import task


@task()
def wait(seconds: int) -> None:
    """Be under way."""
    time.sleep(seconds)
