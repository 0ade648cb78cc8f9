"""Detects the JSON API behind a JavaScript-rendered portal from the requests of its pages; no I/O.

`calls` describes the captured requests; `lists` finds the list of articles in a response, `fields` the
JMESPath of each field, `url_rules` the URL template of the articles, `paging` and `cursors` the pagination,
`details` the request for one article, `known_apis` the CMS. `entry` builds the registry entry.
"""
