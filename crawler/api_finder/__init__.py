"""Finds the JSON API behind a portal that scripts draw, from what its pages ask for; no I/O.

`calls` are the requests that the browser saw; `lists` finds the list of articles in an answer, `fields` the
JMESPath of each fact, `addresses` the template of the articles' URLs, `paging` how the list goes on,
`details` the request for one article, `known_apis` the content system. `entry` puts a registry entry
together.
"""
