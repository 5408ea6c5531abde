"""All SQL of engagement."""
