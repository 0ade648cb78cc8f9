"""Look at the harvest: a database made for reading, and Datasette over it."""
