"""Bring an older ledger to today's version with Alembic. Only imported when a ledger needs it."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from crawler.ledger.errors import LedgerError

logger = logging.getLogger(__name__)

SCRIPTS = Path(__file__).with_name("migrations")


def configuration() -> Config:
    """Alembic's configuration: the packaged scripts, no ini file."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def upgrade(connection: Connection, name: str, version: str) -> None:
    """Upgrade the ledger from `version` within the caller's transaction.

    Raises LedgerError when a newer program wrote the ledger.
    """
    config = configuration()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version not in known:
        raise LedgerError(f"ledger {name} was written by a newer version ({version}); upgrade the program")
    logger.info("ledger %s is upgraded from version %s", name, version)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
