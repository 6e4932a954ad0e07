"""The API for programs."""

PREFIX = "/api/v1/"
