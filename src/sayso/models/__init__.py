"""What has weights, behind small functions: today the spaCy pipeline that parses English."""
