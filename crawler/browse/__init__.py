"""Reading and searching articles: a SQLite database projected from the ledger, served by Datasette."""
