"""The digest (*kliping*): the news of a day by topic, province and portal, as HTML or Markdown."""
