"""Rebuilding what is stored from the documents, and naming what differs."""
