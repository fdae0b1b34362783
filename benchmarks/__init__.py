"""Our own figures and the peers', one command each."""
