"""What was found is kept on disk, for as long as it would be found again."""
