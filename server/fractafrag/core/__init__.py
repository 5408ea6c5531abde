"""What all rooms stand on; it knows nothing of shaders."""
