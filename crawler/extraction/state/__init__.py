"""Embedded state: the data that a script-drawn page carries for its own scripts.

`reader.read_state` gives the article in it. `scripts` finds the state in a page; `javascript`, `flight` and
`index_forms` decode its forms; `nodes` walks it and `choice` picks the article's object; `fields` reads its
facts by the names in `field_names`; `rich_text` makes HTML of its text.
"""
