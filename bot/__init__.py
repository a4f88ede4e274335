"""Answering people: questions, answers, and how they are shown. Imports ``index`` and ``sources``."""
