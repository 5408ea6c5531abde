"""All SQL of embeddings: who is near whom, and what is kept."""
