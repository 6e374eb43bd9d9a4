"""What each rule means: from the words of a match to a meaning, or None where the context speaks against it."""
