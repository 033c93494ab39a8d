"""Chats: conversations with customers as they write, their routing, clocks, ends and ratings."""
