"""Reads PDF files that anybody may have sent; runs in a child process under limits.

Knows neither Django nor the database, and prints what it found as JSON.
"""

from __future__ import annotations
