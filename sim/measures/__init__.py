"""What is read off a world each week."""
