"""Migrates an older ledger to the current version with Alembic. Imported only when needed."""

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
    """Migrate the ledger from `version` within the caller's transaction.

    Raises LedgerError if a newer program wrote the ledger.
    """
    config = configuration()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version not in known:
        raise LedgerError(f"ledger {name} was written by a newer version ({version}); upgrade the program")
    logger.info("migrating ledger %s from version %s", name, version)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
