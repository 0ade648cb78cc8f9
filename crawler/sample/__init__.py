"""The bundled sample portal: 16 article pages as WordPress renders them, served on loopback."""
