"""How texts become numbers for a network that reads pieces of words."""
