"""Embedded state: the data that a page contains for its own scripts.

`reader.read_state` returns the article in it. `scripts` finds the state in a page; `javascript`, `flight` and
`index_forms` decode its formats; `nodes` walks it and `choice` selects the article's object; `fields` reads
its facts by the names in `field_names`; `rich_text` converts its text to HTML.
"""
