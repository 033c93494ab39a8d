"""Members, posts, teams, signing in, and what a post may do."""
