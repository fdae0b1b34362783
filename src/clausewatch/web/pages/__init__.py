"""One module per page family: its routes, the storage it asks, the frozen page its template is given."""
