"""The parsed tree: parsing, visibility, class names, text and line breaks."""
