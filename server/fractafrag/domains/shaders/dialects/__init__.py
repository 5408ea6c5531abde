"""Pure rooms: how shaders are written elsewhere, read into our form, and ours written so that others read it."""
