"""What is done with texts: reckoning without a database."""
