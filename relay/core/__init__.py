"""Pure: what spacewalks are, what was claimed of them and what follows. No I/O, no clock."""
