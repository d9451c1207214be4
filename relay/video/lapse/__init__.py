"""The whole spacewalk in a minute."""
