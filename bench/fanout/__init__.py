"""What it costs, and how long it takes, to tell many Discord channels the same thing."""
