"""Random numbers that belong to decisions: who, when, which decision, which history."""
