"""Find what was handed in and by whom: layouts of learning platforms, rosters, folders and archives."""
