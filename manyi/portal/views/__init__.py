"""The customer's pages: his requests, and the help centre."""
