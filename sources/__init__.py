"""What an article says: bytes in, clean text, passages and sentences out. Imports nothing of briefbot's other packages."""
