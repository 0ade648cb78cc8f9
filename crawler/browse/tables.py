"""Tables of the browse database, a projection of the ledger that can be deleted at any time."""

from __future__ import annotations

VERSION = 2
"""Schema version; a file with another version is rebuilt."""

TABLES = """
CREATE TABLE portals (
    id TEXT PRIMARY KEY, name TEXT, province TEXT, region TEXT, domain TEXT,
    articles INTEGER NOT NULL DEFAULT 0, newest TEXT, health TEXT, reasons TEXT NOT NULL DEFAULT '[]',
    last_visit INTEGER, interval INTEGER, template TEXT, no_template TEXT
);
-- Narrow rows: lists and counts read them in hundreds. `texts` has the text, `revisions` the whole record.
CREATE TABLE articles (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL UNIQUE, portal TEXT NOT NULL,
    province TEXT NOT NULL, section TEXT NOT NULL, language TEXT NOT NULL, day TEXT NOT NULL,
    published TEXT, revision INTEGER NOT NULL, duplicate_of TEXT, gone_at TEXT, url TEXT NOT NULL,
    picture TEXT, title TEXT NOT NULL, lead TEXT NOT NULL
);
CREATE INDEX articles_portal ON articles (portal, position);
CREATE INDEX articles_province ON articles (province, position);
CREATE INDEX articles_section ON articles (section, position);
CREATE INDEX articles_language ON articles (language, position);
CREATE INDEX articles_day ON articles (day, portal);
CREATE INDEX articles_duplicate ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX articles_changed ON articles (seq) WHERE revision > 1;
CREATE TABLE texts (
    position INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, labels TEXT NOT NULL
);
CREATE TABLE revisions (
    seq INTEGER PRIMARY KEY, article TEXT NOT NULL, revision INTEGER NOT NULL, record BLOB NOT NULL
);
CREATE INDEX revisions_article ON revisions (article, revision);
-- Articles per combination, so that the facets of a million articles need not count them.
CREATE TABLE tallies (
    portal TEXT NOT NULL, section TEXT NOT NULL, language TEXT NOT NULL, month TEXT NOT NULL,
    articles INTEGER NOT NULL, PRIMARY KEY (portal, section, language, month)
) WITHOUT ROWID;
CREATE INDEX tallies_month ON tallies (month, portal, section, language, articles);
CREATE INDEX tallies_section ON tallies (section, portal, language, month, articles);
-- The facets without any filter, which are asked for most; written after each update.
CREATE TABLE totals (
    facet TEXT NOT NULL, value TEXT NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (facet, value)
) WITHOUT ROWID;
CREATE TABLE visits (
    portal TEXT NOT NULL, ended_at INTEGER NOT NULL, verdict TEXT NOT NULL, reasons TEXT NOT NULL,
    failed TEXT,
    found INTEGER NOT NULL, new INTEGER NOT NULL, changed INTEGER NOT NULL, dropped INTEGER NOT NULL,
    requests INTEGER NOT NULL, errors INTEGER NOT NULL, seconds REAL NOT NULL, run_id TEXT NOT NULL,
    PRIMARY KEY (portal, ended_at)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE texts_fts USING fts5 (
    title, body, labels, content='texts', content_rowid='position', tokenize='unicode61 remove_diacritics 2',
    prefix='3 4'
);
INSERT INTO texts_fts (texts_fts, rank) VALUES ('rank', 'bm25(8.0, 1.0, 0.0)');
CREATE TRIGGER text_added AFTER INSERT ON texts BEGIN
    INSERT INTO texts_fts (rowid, title, body, labels) VALUES (new.position, new.title, new.body, new.labels);
END;
CREATE TRIGGER text_removed AFTER DELETE ON texts BEGIN
    INSERT INTO texts_fts (texts_fts, rowid, title, body, labels)
        VALUES ('delete', old.position, old.title, old.body, old.labels);
END;
CREATE TRIGGER article_added AFTER INSERT ON articles BEGIN
    INSERT INTO tallies VALUES (new.portal, new.section, new.language, substr(new.day, 1, 7), 1)
        ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER article_removed AFTER DELETE ON articles BEGIN
    UPDATE tallies SET articles = articles - 1 WHERE portal = old.portal AND section = old.section
        AND language = old.language AND month = substr(old.day, 1, 7);
END;
"""

INSERT_ARTICLE = """
INSERT INTO articles VALUES (
    :position, :id, :seq, :portal, :province, :section, :language, :day, :published, :revision,
    :duplicate_of, :gone_at, :url, :picture, :title, :lead
)
"""

INSERT_PORTAL = """
INSERT INTO portals (id, name, province, region, domain) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, province = excluded.province, region = excluded.region
"""

INSERT_VISIT = "INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
