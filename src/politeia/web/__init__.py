"""The laboratory page: the document it shows, the file it is handed on as, and the server that serves it."""
