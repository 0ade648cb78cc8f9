"""RSS and Atom feeds: parser and URL source."""
