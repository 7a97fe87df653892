"""Bank statements: files to statements and entries.

Files are parsed in a child process (`child`, and every module it imports, knows no
Django); `reading` runs it, `sentences` says in words why a file was refused.
"""

from __future__ import annotations
