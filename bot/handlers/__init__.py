"""Conversations with Telegram, a file a kind: read the update, ask, render, send. What is said stands in `bot.desk` and `bot.screens`."""
