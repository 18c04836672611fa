"""What is read: files, standard input, `# noqa`, and whether a file is worth a look."""
