"""Statistical disclosure control of linked count tables: a pure library without Django and without I/O."""
